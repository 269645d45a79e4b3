"""Where on a page the article stands, told by the text alone, never by a site's class names."""

import re

from lxml import etree
from lxml.html import HtmlElement

from extract.normalise import compact
from extract.readers.html_blocks import SILENT
from extract.readers.html_table import is_layout

_CONTAINERS = frozenset({"body", "div", "section", "article", "main", "td", "form", "table"})
_CONTAINERS |= {"tbody", "tr", "center", "ucapcontent", "zoom"}
# A child with this share of the text that is no link is the content; the rest frames it.
_SHARE = 0.9
# Words of a report. What holds any of them is never left out.
_OF_A_REPORT = re.compile(
    r"总体情况|主动公开政府信息|收到和处理|行政复议|主要问题|需要报告|信息公开.{0,12}(?:报告|年报)"
    r"|第二十条第|本年新收|结果维持"
)


def main_content(page: HtmlElement) -> HtmlElement:
    """The smallest element with nearly all running text and every word of a report in it."""
    weights = _weights(page)
    body = page.find("body")
    current = page if body is None else body
    while True:
        total = weights.get(current, 0)
        inner = [child for child in current if child.tag in _CONTAINERS]
        best = max(inner, key=lambda child: weights.get(child, 0), default=None)
        if best is None or not total or weights.get(best, 0) < _SHARE * total:
            return current
        if best.tag == "table" and not is_layout(best):
            return current
        if _OF_A_REPORT.search(_text_without(current, best)):
            return current
        current = best


def holds_report(element: HtmlElement, without: frozenset[HtmlElement] = frozenset()) -> bool:
    """Whether words of a report stand in its running text, `without` and links not counted."""
    return _OF_A_REPORT.search(compact("".join(_running_text(element, without)))) is not None


def _weights(page: HtmlElement) -> dict[HtmlElement, int]:
    """Per element: how many characters of running text, links not counted, it holds."""
    weights: dict[HtmlElement, int] = {}
    silent = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        hushed = element.tag in SILENT or element.tag == "a"
        if event == "start":
            silent += hushed
            weights[element] = 0 if silent else _length(element.text)
            continue
        silent -= hushed
        parent = element.getparent()
        if parent is not None and parent in weights:
            weights[parent] += weights[element] + (0 if silent else _length(element.tail))
    return weights


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _text_without(element: HtmlElement, left_out: HtmlElement) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child is not left_out and child.tag not in SILENT:
            pieces.extend(_running_text(child))
        pieces.append(child.tail or "")
    return compact("".join(pieces))


def _running_text(element: HtmlElement, without: frozenset[HtmlElement] = frozenset()) -> list[str]:
    pieces: list[str] = []
    silent = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        hushed = inner.tag in SILENT or inner.tag == "a" or inner in without
        if event == "start":
            silent += hushed
            pieces.append("" if silent else inner.text or "")
        else:
            silent -= hushed
            pieces.append("" if silent or inner is element else inner.tail or "")
    return pieces
