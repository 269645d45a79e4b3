"""What a page holds and does not show: left out, unless it is the report itself.

Editors leave old figures behind in hidden spans and rows. Other pages hide their whole article
until a script shows it; then it is what people read.
"""

from collections.abc import Iterator

from lxml.html import HtmlElement

from extract.readers.html_content import holds_report
from extract.readers.html_visible import is_hidden, is_unseen
from model.document import ReadingWarning
from model.place import Place
from model.text import Text


def without_hidden(page: HtmlElement) -> tuple[ReadingWarning, ...]:
    """Takes hidden elements out of the tree. Those that hold the report stay, with a warning."""
    for element in [one for one in page.iter() if is_unseen(one)]:
        element.text = None
    hidden = list(_outermost_hidden(page))
    if not hidden:
        return ()
    telling = [element for element in hidden if holds_report(element)]
    for element in hidden:
        if element not in telling:
            element.drop_tree()
    if not telling:
        return ()
    if _shows_report(page, telling):
        for element in telling:
            element.drop_tree()
        return ()
    return (_warning(telling[0].sourceline or 1),)


def _outermost_hidden(page: HtmlElement) -> Iterator[HtmlElement]:
    waiting = [page]
    while waiting:
        for child in waiting.pop():
            if not isinstance(child.tag, str):
                continue
            if is_hidden(child) and child.tag not in {"body", "html", "head"}:
                yield child
            else:
                waiting.append(child)


def _shows_report(page: HtmlElement, hidden: list[HtmlElement]) -> bool:
    body = page.find("body")
    return holds_report(page if body is None else body, without=frozenset(hidden))


def _warning(line: int) -> ReadingWarning:
    return ReadingWarning(
        code="html.hidden_text_read",
        text=Text(
            "报告的正文在网页里标为不显示，可能由脚本显示；已照常读取，请对照原网页",
            "the page marks the text of the report as hidden, perhaps until a script shows it; it"
            " was read all the same: compare with the page",
        ),
        place=Place(line=line),
    )
