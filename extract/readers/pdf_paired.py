"""Fonts that show two characters for one: what was written as UTF-16 is drawn byte by byte.

Programs that rewrite a PDF put a Latin font in the place of a Chinese one that was not embedded,
and leave the strings as they were. Latin letters without meaning stand on the page then; the bytes
still say what was written. They are believed only when all that a font shows is common Chinese
when read so, with words of a report among it; and the document carries a warning.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFSimpleFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage

_WORDS = ("政府信息公开", "年度报告", "总体情况", "主动公开", "行政复议", "行政诉讼")
_FEWEST_WORDS = 3
# Of the ideographs a third are in GB 2312, but nearly all that a report prints: Latin text taken in
# pairs gives any of them.
_COMMON = "gb2312"
_LEAST_COMMON = 0.97


class PairedFonts(PDFResourceManager):
    """pdfminer's fonts, those with the given ids with two bytes to a character."""

    def __init__(self, paired: frozenset[object]) -> None:
        super().__init__()
        self._paired = paired
        self._fonts: dict[object, PDFFont] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        font = super().get_font(objid, spec)
        if objid not in self._paired:
            return font
        return self._fonts.setdefault(objid, _PairedFont(font))


def paired_fonts(pages: Iterable[PDFPage]) -> frozenset[object]:
    """The ids of the fonts whose strings are UTF-16. None when what they say is no report."""
    heard = _Listener(_Identified())
    interpreter = PDFPageInterpreter(heard.fonts, heard)
    for page in pages:
        interpreter.process_page(page)
    paired = {
        font: text
        for font, strings in heard.strings.items()
        if (text := _text_in_pairs(strings)) is not None
    }
    words = sum(any(word in text for text in paired.values()) for word in _WORDS)
    return frozenset(paired) if words >= _FEWEST_WORDS else frozenset()


def _text_in_pairs(strings: Iterable[bytes]) -> str | None:
    """The strings as UTF-16; None when they are not, as a whole, common Chinese."""
    lines = list(strings)
    if any(len(line) % 2 for line in lines):
        return None
    text = "\n".join(line.decode("utf-16-be", "replace") for line in lines)
    printed = [one for one in text if not one.isspace()]
    common = sum(one.isprintable() and bool(one.encode(_COMMON, "ignore")) for one in printed)
    return text if printed and common >= _LEAST_COMMON * len(printed) else None


class _PairedFont(PDFFont):
    """A simple font whose codes are halves of characters."""

    def __init__(self, single: PDFFont) -> None:
        super().__init__(single.descriptor, single.widths, single.default_width)
        self._single = single

    def decode(self, string: bytes) -> Iterator[int]:
        return (high << 8 | low for high, low in zip(string[::2], string[1::2], strict=False))

    def char_width(self, cid: int) -> float:
        return self._single.char_width(cid >> 8) + self._single.char_width(cid & 0xFF)

    def to_unichr(self, cid: int) -> str:
        character = chr(cid)
        if not character.isprintable():
            raise PDFUnicodeNotDefined(None, cid)
        return character


class _Identified(PDFResourceManager):
    """Tells which object a simple font was made of."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[PDFFont, object] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        font = super().get_font(objid, spec)
        if objid is not None and isinstance(font, PDFSimpleFont):
            self.ids[font] = objid
        return font


class _Listener(PDFDevice):
    """Draws nothing, and keeps what each simple font is told to show."""

    def __init__(self, fonts: _Identified) -> None:
        super().__init__(fonts)
        self.fonts = fonts
        self.strings: dict[object, list[bytes]] = defaultdict(list)

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        _ncs: PDFColorSpace,
        _graphicstate: PDFGraphicState,
    ) -> None:
        font = self.fonts.ids.get(textstate.font) if textstate.font else None
        if font is not None:
            self.strings[font] += (part for part in seq if isinstance(part, bytes))
