"""Elements to blocks: running text as lines, data tables as grids, layout tables unfolded."""

import re
from collections.abc import Iterator

from lxml import etree, html

from extract.normalise import printed
from extract.readers.grid import split_narrative
from extract.readers.html_table import is_layout, read_table
from model.document import Block, Line
from model.place import Place

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
    *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
    *("header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
SILENT = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object"),
        *("embed", "select", "button", "textarea", "audio", "video", "canvas", "map", "nav"),
    }
)
_WHITE = re.compile(r"[ \t\r\n\f\xa0]+")


class TooDeep(ValueError):
    """The parser dropped elements because they are nested too deeply."""


def parse(text: str) -> html.HtmlElement:
    """The tree of a page or a fragment.

    Raises etree.ParserError when there is no element, and TooDeep rather than lose content.
    """
    # lxml refuses text that declares an encoding; we decoded it already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    # Without huge_tree whatever lies deeper than 256 elements would silently be missing.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    tree = html.document_fromstring(text, parser=parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise TooDeep
    return tree


def read_fragment(text: str, first_line: int) -> Iterator[Block]:
    """Blocks of HTML that stands inside another document, at `first_line` of it."""
    yield from read_blocks(parse(text), line_offset=first_line - 1)


def read_blocks(root: html.HtmlElement, line_offset: int = 0) -> Iterator[Block]:
    """The blocks of a tree in reading order."""
    walk = _Walk(line_offset)
    skipped: html.HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                walk.add(element.tail)
            continue
        if event == "end":
            yield from walk.close(element, is_root=element is root)
            continue
        if element.tag in SILENT:
            skipped = element
        elif element.tag == "table" and not is_layout(element):
            yield from walk.flush()
            yield from split_narrative(read_table(element, line_offset))
            skipped = element
        else:
            yield from walk.open(element)
    yield from walk.flush()


class _Walk:
    """Collects inline text until a block element begins or ends."""

    def __init__(self, line_offset: int) -> None:
        self._line_offset = line_offset
        self._pieces: list[str] = []
        self._heading = False
        self._pre = 0
        self._line = 1 + line_offset

    def open(self, element: html.HtmlElement) -> Iterator[Line]:
        if element.tag in BLOCKS:
            yield from self.flush()
            self._heading = element.tag in HEADINGS
            self._pre += element.tag == "pre"
        if not self._pieces:
            self._line = (element.sourceline or 1) + self._line_offset
        self.add(element.text)

    def close(self, element: html.HtmlElement, *, is_root: bool) -> Iterator[Line]:
        if element.tag in BLOCKS:
            yield from self.flush()
            self._heading = False
            self._pre -= element.tag == "pre"
        if not is_root:
            self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)

    def flush(self) -> Iterator[Line]:
        text = "".join(self._pieces)
        self._pieces.clear()
        for line in text.splitlines() if self._pre else [text]:
            shown = printed(_WHITE.sub(" ", line)).strip()
            if shown:
                yield Line(text=shown, place=Place(line=self._line), heading=self._heading)
