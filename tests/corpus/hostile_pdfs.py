"""PDFs that are small on disk and large, endless or broken for who reads them."""

import re
import zlib
from collections.abc import Callable, Mapping

from tests.extract.papers import paper, prose

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources %b/Contents 4 0 R>>"
_FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_BOMB = 300_000_000
"""Bytes, where the limit of the worker is that of tests/corpus/test_hostile.py."""


def flate_bomb() -> bytes:
    return _document(_stream(_deflated(_BOMB), "/Filter/FlateDecode"))


def nested_flate_bomb() -> bytes:
    twice = zlib.compress(_deflated(3 * _BOMB), 9)
    return _document(_stream(twice, "/Filter[/FlateDecode/FlateDecode]"))


def form_that_draws_itself() -> bytes:
    form = _form(b"/X Do", b"<</XObject<</X 5 0 R>>>>")
    return _document(_stream(b"/X Do"), form, resources=b"<</XObject<</X 5 0 R>>>>")


def forms_in_forms() -> bytes:
    """Each draws the next one twice."""
    depth = 28
    forms = [
        _form(b"/X Do /X Do", b"<</XObject<</X %d 0 R>>>>" % (6 + level)) for level in range(depth)
    ]
    forms.append(_form(b"0 0 5 5 re f", b"<<>>"))
    return _document(_stream(b"/X Do"), *forms, resources=b"<</XObject<</X 5 0 R>>>>")


def three_million_characters() -> bytes:
    text = b"BT /F 4 Tf 10 10 Td " + b"(%b) Tj " % (b"7" * 1000) * 3000 + b"ET"
    return _document(_packed(text), resources=_FONT)


def a_million_rectangles() -> bytes:
    return _document(_packed(b"10 10 50 50 re S " * 1_000_000))


def grid_of_150_by_210() -> bytes:
    lines = [b"%d 10 m %d 640 l S" % (10 + 3 * at, 10 + 3 * at) for at in range(151)]
    lines += [b"10 %d m 460 %d l S" % (10 + 3 * at, 10 + 3 * at) for at in range(211)]
    text = [b"BT /F 2 Tf %d %d Td (7) Tj ET" % (11 + 3 * at, 11 + 3 * at) for at in range(150)]
    return _document(_packed(b"\n".join([*lines, *text])), resources=_FONT)


def a_hundred_thousand_pages() -> bytes:
    kids = b"3 0 R " * 100_000
    pages = b"<</Type/Pages/Count 100000/Kids[%b]>>" % kids
    return _document(_stream(b""), pages=pages)


def pages_within_themselves() -> bytes:
    return _document(_stream(b""), pages=b"<</Type/Pages/Count 1/Kids[2 0 R]>>")


def deep_array() -> bytes:
    return _document(_stream(b""), b"[" * 500_000 + b"]" * 500_000)


def endless_paper() -> bytes:
    page = (_PAGE % _FONT).replace(b"595 842", b"1e30 1e30")
    return _document(_stream(b"BT /F 9 Tf (7) Tj ET"), page=page)


def wrong_length() -> bytes:
    return _document(b"<</Length 999999999>>stream\n0 0 m\nendstream")


def sound() -> bytes:
    return paper(
        prose(
            "清禾市统计局2024年政府信息公开工作年度报告",
            *("一、总体情况", "全年发布信息三十条。", "二、主动公开政府信息情况"),
            *("三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"),
            *("五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
        )
    )


def without_cross_references() -> bytes:
    return re.sub(rb"\bxref\n.*?trailer", b"trailer", sound(), flags=re.DOTALL)


def truncated() -> bytes:
    whole = sound()
    return whole[: len(whole) // 2]


PDFS: Mapping[str, Callable[[], bytes]] = {
    "flate-bomb.pdf": flate_bomb,
    "nested-flate-bomb.pdf": nested_flate_bomb,
    "form-that-draws-itself.pdf": form_that_draws_itself,
    "forms-in-forms.pdf": forms_in_forms,
    "three-million-characters.pdf": three_million_characters,
    "a-million-rectangles.pdf": a_million_rectangles,
    "grid-of-150-by-210.pdf": grid_of_150_by_210,
    "a-hundred-thousand-pages.pdf": a_hundred_thousand_pages,
    "pages-within-themselves.pdf": pages_within_themselves,
    "deep-array.pdf": deep_array,
    "endless-paper.pdf": endless_paper,
    "wrong-length.pdf": wrong_length,
    "without-cross-references.pdf": without_cross_references,
    "truncated.pdf": truncated,
    "garbage.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "header-only.pdf": lambda: b"%PDF-1.7",
    "locked.pdf": lambda: paper(prose("清禾市统计局"), password="secret"),
}


def _deflated(size: int) -> bytes:
    """As zlib would, but each piece is squeezed once: they are all the same."""
    piece = b" " * 1_000_000
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeezed = squeeze.compress(piece) + squeeze.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(size // len(piece)):
        checksum = zlib.adler32(piece, checksum)
    end = squeeze.flush() + checksum.to_bytes(4, "big")
    return b"\x78\xda" + squeezed * (size // len(piece)) + end


def _stream(data: bytes, entries: str = "") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), entries.encode(), data)


def _packed(data: bytes) -> bytes:
    return _stream(zlib.compress(data), "/Filter/FlateDecode")


def _form(content: bytes, resources: bytes) -> bytes:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources %b" % resources
    return _stream(content, head.decode())


def _document(
    content: bytes,
    *others: bytes,
    resources: bytes = b"<<>>",
    pages: bytes = b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    page: bytes | None = None,
) -> bytes:
    """Objects: 1 the catalogue, 2 the pages, 3 the page, 4 its content, 5… the others."""
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(
        [_CATALOGUE, pages, page or _PAGE % resources, content, *others], start=1
    ):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    size = len(places) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(data + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start))
