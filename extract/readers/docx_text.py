"""One paragraph of Word as the text that is printed."""

from dataclasses import dataclass

from lxml.etree import _Element as Element

from extract.readers.docx_xml import ALTERNATIVES, MATH_TEXT, chosen, switched_on, value, w

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What is not printed in the line: properties, what a reviser deleted or moved away, a field's
# instruction, the reading above a character.
_SILENT = frozenset(
    {
        *(w("pPr"), w("rPr"), w("sdtPr"), w("sdtEndPr"), w("smartTagPr"), w("customXmlPr")),
        *(w("del"), w("moveFrom"), w("delText"), w("instrText"), w("delInstrText"), w("rt")),
        *(w("ffData"), w("rubyPr"), w("fldData")),
    }
)
_TEXTS = frozenset({w("t"), MATH_TEXT})
_SYMBOL, _FIELD, _BOX, _RUN = w("sym"), w("fldChar"), w("txbxContent"), w("r")
_RUN_PROPERTIES, _VANISHED = w("rPr"), w("vanish")
_SIGNS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_SYMBOL_FONTS = {
    "wingdings": dict(
        zip(b"lnoqv\x9f\xa7\xa8\xd8\xe0\xfb\xfc\xfd\xfe", "●■□❑❖•▪□➢→☒✓☒☑", strict=True)
    ),
    "wingdings 2": dict(zip(b"PRS\xa3", "✓☑☒□", strict=True)),
    "symbol": dict(zip(b"-\xa3\xb1\xb3\xb4\xb7\xb8", "-≤±≥×·÷", strict=True)),
}
"""Signs by their place in fonts that have their own; the few that reports use."""
_UNKNOWN_SYMBOL = "\ufffd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    text: str
    """Tabs kept; a line break is `\\n`."""
    boxes: tuple[Element, ...]
    """Contents of the text boxes that are anchored here."""


def read_paragraph(element: Element) -> Paragraph:
    inline = _Inline()
    inline.walk(element)
    return Paragraph(text="".join(inline.pieces), boxes=tuple(inline.boxes))


class _Inline:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.boxes: list[Element] = []
        # One entry per field that is open: whether this is still its instruction. A field that
        # a damaged file never closes must not silence more than its own paragraph.
        self._instructing: list[bool] = []

    def walk(self, parent: Element) -> None:
        for child in parent:
            tag = child.tag
            if tag in _SILENT:
                continue
            if tag in _TEXTS:
                self._add(_text_of(child))
            elif tag in _SIGNS:
                self._add(_SIGNS[tag])
            elif tag == _SYMBOL:
                self._add(_symbol(child))
            elif tag == _FIELD:
                self._turn_field(value(child, "fldCharType"))
            elif tag == _BOX:
                self.boxes.append(child)
            elif tag == ALTERNATIVES:
                choice = chosen(child)
                if choice is not None:
                    self.walk(choice)
            elif tag != _RUN or not _is_hidden(child):
                self.walk(child)

    def _add(self, text: str) -> None:
        if not any(self._instructing):
            self.pieces.append(text)

    def _turn_field(self, kind: str | None) -> None:
        if kind == "begin":
            self._instructing.append(True)
        elif kind == "separate" and self._instructing:
            self._instructing[-1] = False
        elif kind == "end" and self._instructing:
            self._instructing.pop()


def _is_hidden(run: Element) -> bool:
    properties = run.find(_RUN_PROPERTIES)
    return properties is not None and switched_on(properties.find(_VANISHED))


def _text_of(element: Element) -> str:
    text = (element.text or "").replace("\r", " ").replace("\n", " ")
    return text if element.get(_SPACE) == "preserve" else text.strip(" ")


def _symbol(element: Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return _UNKNOWN_SYMBOL
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 else _UNKNOWN_SYMBOL
    font = (value(element, "font") or "").lower()
    return _SYMBOL_FONTS.get(font, {}).get(code - 0xF000, _UNKNOWN_SYMBOL)
