"""Damaged and hostile Word files: the right error, soon, in little memory, and nothing fetched."""

import io
import random
import struct
import tracemalloc
import zipfile

import pytest

from extract.reading import read_document
from model.document import Document, Table
from model.errors import ConversionError, Damaged, Encrypted, TooLarge, UnknownType
from tests.extract.docx_files import cell, docx, paragraph, parts, row, table, zipped

pytestmark = pytest.mark.timeout(30)

GOOD = docx(paragraph("清禾市财政局"), table(row("规章", "3")))
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes) -> Document:
    return read_document(data, "报告.docx")


def _with(name: str, content: bytes | str, **options: int) -> bytes:
    return zipped({**parts(paragraph("甲")), name: content}, **options)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _with("word/document.xml", b" " * 300_000_000)
    assert len(bomb) < 500_000
    tracemalloc.start()
    with pytest.raises(TooLarge) as caught:
        read(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
    assert "word/document.xml" in caught.value.what.zh


def test_a_small_bomb_is_told_by_its_ratio() -> None:
    with pytest.raises(TooLarge):
        read(_with("word/document.xml", b" " * 5_000_000))


def test_a_bomb_that_lies_about_its_size_is_cut() -> None:
    bomb = bytearray(_with("word/document.xml", b" " * 100_000_000))
    size = struct.pack("<I", 100_000_000)
    assert bomb.count(size) == 2
    data = bytes(bomb).replace(size, struct.pack("<I", 900))
    tracemalloc.start()
    with pytest.raises(Damaged):
        read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_huge_part_is_too_large_even_if_it_is_not_compressed() -> None:
    with pytest.raises(TooLarge):
        read(_with("word/document.xml", b" " * 41_000_000, compression=zipfile.ZIP_STORED))


def test_huge_images_beside_the_text_do_not_matter() -> None:
    assert read(_with("word/media/a.png", b" " * 50_000_000)).blocks


def test_bombs_in_lists_and_styles_are_refused_where_they_are_used() -> None:
    used = paragraph("甲", properties='<w:pStyle w:val="a"/>')
    for name in ("word/styles.xml", "word/numbering.xml"):
        with pytest.raises(TooLarge):
            read(zipped({**parts(used), name: b" " * 100_000_000}))


def test_a_directory_of_very_many_entries_is_too_large() -> None:
    files = {**parts(paragraph("甲")), **{f"{number}": b"" for number in range(11_000)}}
    with pytest.raises(TooLarge):
        read(zipped(files))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_damaged(share: float) -> None:
    body = [paragraph(f"第{number}段：{random.Random(number).random()}") for number in range(2000)]
    data = docx(*body)
    cut = data[: int(len(data) * share)]
    with pytest.raises(Damaged):
        read(b"word/".join([cut, b""]))


LAUGHS = "<!DOCTYPE w:document [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{number} '{f'&a{number - 1};' * 10}'>" for number in range(1, 12)
)


@pytest.mark.parametrize(
    "doctype",
    [
        LAUGHS + "]>",
        "<!DOCTYPE w:document [<!ENTITY a11 SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE w:document [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]>",
        "<!DOCTYPE w:document SYSTEM 'http://127.0.0.1:1/x.dtd'>",
    ],
)
def test_entities_are_damage_and_never_expanded(doctype: str) -> None:
    body = "<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>" if "a11" in doctype else paragraph("甲")
    with pytest.raises(Damaged):
        read(zipped(parts(body, doctype=doctype)))


def test_a_package_without_a_document_is_damaged() -> None:
    files = parts(paragraph("甲"))
    del files["word/document.xml"]
    with pytest.raises(Damaged) as caught:
        read(zipped(files))
    assert caught.value.source == "报告.docx"


def test_a_document_that_is_said_to_be_elsewhere_is_not_fetched() -> None:
    files = parts(paragraph("甲"))
    target = 'Target="word/document.xml"'
    outside = f'{target.replace("word", "http://127.0.0.1:1")} TargetMode="External"'
    files["_rels/.rels"] = str(files["_rels/.rels"]).replace(target, outside)
    assert read(zipped(files)).blocks  # the usual name is tried instead


@pytest.mark.parametrize(
    "content",
    ["", "不是 XML", "<w:document/>", "<a>", "<a/>", "\0\0", "<a>" * 5000 + "</a>" * 5000],
)
def test_a_document_that_is_no_word_xml_is_damaged(content: str) -> None:
    with pytest.raises(Damaged):
        read(_with("word/document.xml", content))


def test_other_zip_files_are_named() -> None:
    for name in ("xl/workbook.xml", "OFD.xml", "报告.docx"):
        with pytest.raises(UnknownType):
            read(zipped({"[Content_Types].xml": "", name: ""}))


def test_an_encrypted_document_asks_for_one_without_a_password() -> None:
    entry = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    with pytest.raises(Encrypted):
        read(_COMPOUND.ljust(512, b"\0") + b"\0" * 512 + entry)


def test_an_encrypted_part_asks_for_one_without_a_password() -> None:
    data = bytearray(GOOD)
    directory = data.index(b"PK\x01\x02")
    while directory >= 0:
        data[directory + 8] |= 1
        directory = data.find(b"PK\x01\x02", directory + 4)
    with pytest.raises(Encrypted):
        read(bytes(data))


def test_an_unheard_of_compression_is_damage() -> None:
    with pytest.raises(Damaged):
        read(_with("word/document.xml", "<a/>", compression=zipfile.ZIP_LZMA))


@pytest.mark.parametrize("span", ["999999999", "-5", "x", "", "99999999999999999999"])
def test_a_span_cannot_ask_for_more_than_a_table_has(span: str) -> None:
    wide = cell("甲", properties=f'<w:gridSpan w:val="{span}"/>')
    document = read(docx(table(row(wide, "1"), row("乙", "2"))))
    (grid,) = document.blocks
    assert isinstance(grid, Table)
    assert grid.columns <= 1000
    assert [one.text for one in grid.cells][-2:] == ["乙", "2"]


def test_tables_in_tables_to_the_limit_of_the_parser() -> None:
    inner = paragraph("最里面")
    for _ in range(75):
        inner = table(row(cell(inner)))
    assert read(docx(inner)).blocks
    for _ in range(75):
        inner = table(row(cell(inner)))
    with pytest.raises(Damaged):
        read(docx(inner))


def test_mutated_files_end_in_a_document_or_in_an_error_of_ours() -> None:
    rng = random.Random(2024)
    outcomes = set()
    for _ in range(300):
        data = bytearray(GOOD)
        for _ in range(rng.choice([1, 3, 30])):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.2:
            start = rng.randrange(len(data))
            del data[start : start + rng.randrange(200)]
        try:
            outcomes.add(type(read(bytes(data))).__name__)
        except ConversionError as error:
            outcomes.add(type(error).__name__)
    assert {"Document", "Damaged"} <= outcomes
    assert read(GOOD).blocks


def test_mutated_xml_ends_in_a_document_or_in_an_error_of_ours() -> None:
    rng = random.Random(2025)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as file:
        files = {name: file.read(name) for name in file.namelist()}
    xml = files["word/document.xml"]
    words = [b"w:p", b"w:tbl", b"w:tc", b"w:tr", b"w:r", b"w:t", b"w:tcPr", b"w:sdt", b"w:ins"]
    outcomes = set()
    for _ in range(300):
        text = xml
        for _ in range(rng.randrange(1, 6)):
            text = text.replace(rng.choice(words), rng.choice(words), rng.choice([-1, 2]))
        try:
            outcomes.add(type(read(zipped({**files, "word/document.xml": text}))).__name__)
        except ConversionError as error:
            outcomes.add(type(error).__name__)
    assert {"Document", "Damaged"} <= outcomes
