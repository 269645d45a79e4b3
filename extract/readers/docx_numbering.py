"""Ordinals that Word prints before paragraphs without their standing in the text: 一、 (1) ①."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from extract.readers.docx_ordinals import ordinal
from extract.readers.docx_styles import Styles
from extract.readers.docx_xml import number, switched_on, value, w

_LEVELS = 9
_NO_LIST = "0"
_BULLET = frozenset({"bullet", "none"})
_HOLE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    start: int
    style: str
    """The standard's ST_NumberFormat."""
    pattern: str
    """`（%1）`, or `%1.%2` with the higher level's number."""
    digits_only: bool
    restarts: bool
    for_style: str | None
    """Paragraphs of this style stand on this level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    abstract: str
    starts: Mapping[int, int]
    """Where this use of the list begins anew, by level."""


_PLAIN = _Level(
    start=1, style="decimal", pattern="", digits_only=False, restarts=True, for_style=None
)


class Numbering:
    """Counts the paragraphs of every list; to be asked once per paragraph, in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        abstracts = {} if root is None else _by_id(root, "abstractNum", "abstractNumId")
        self._links = {
            key: value(element.find(w("numStyleLink"))) for key, element in abstracts.items()
        }
        self._levels = {key: _levels(element) for key, element in abstracts.items()}
        self._lists = (
            {}
            if root is None
            else {key: _read_list(element) for key, element in _by_id(root, "num", "numId").items()}
        )
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def ordinal(self, properties: Element | None) -> str:
        """What is printed before a paragraph with these properties (pPr); mostly nothing."""
        if properties is None or not self._lists:
            return ""
        entry = self._styles.list_entry(properties)
        used = self._lists.get(entry.list_id or _NO_LIST)
        if used is None or entry.list_id is None or entry.list_id == _NO_LIST:
            return ""
        abstract = self._abstract(used)
        levels = self._levels.get(abstract, {})
        depth = entry.level
        if depth is None:
            depth = _level_of(levels, value(properties.find(w("pStyle"))))
        if not 0 <= depth < _LEVELS or depth not in levels:
            return ""
        self._count(entry.list_id, used, abstract, depth)
        return _printed(levels, self._counts[abstract], depth)

    def _abstract(self, used: _List) -> str:
        """A list may be defined by the one that a numbering style uses."""
        style = self._links.get(used.abstract)
        linked = self._lists.get(self._styles.list_of(style) or "") if style else None
        return linked.abstract if linked else used.abstract

    def _count(self, list_id: str, used: _List, abstract: str, depth: int) -> None:
        levels = self._levels[abstract]
        counts = self._counts.setdefault(abstract, {})
        start = levels[depth].start
        if depth in used.starts and (list_id, depth) not in self._begun:
            counts.pop(depth, None)
            start = used.starts[depth]
        self._begun.add((list_id, depth))
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in [level for level in counts if level > depth and levels[level].restarts]:
            del counts[deeper]


def _printed(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels[depth]
    if level.style in _BULLET:
        return ""

    def fill(hole: re.Match[str]) -> str:
        higher = int(hole[1]) - 1
        other = levels.get(higher, _PLAIN)
        style = "decimal" if level.digits_only and higher != depth else other.style
        return ordinal(counts.get(higher, other.start), style)

    return _HOLE.sub(fill, level.pattern)


def _by_id(root: Element, tag: str, name: str) -> dict[str, Element]:
    return {value(element, name) or "": element for element in root.iterchildren(w(tag))}


def _levels(abstract: Element) -> dict[int, _Level]:
    return {
        number(element, "ilvl") or 0: _Level(
            start=_or(number(element.find(w("start"))), 1),
            style=value(element.find(w("numFmt"))) or "decimal",
            pattern=value(element.find(w("lvlText"))) or "",
            digits_only=switched_on(element.find(w("isLgl"))),
            restarts=number(element.find(w("lvlRestart"))) != 0,
            for_style=value(element.find(w("pStyle"))),
        )
        for element in abstract.iterchildren(w("lvl"))
    }


def _read_list(element: Element) -> _List:
    starts: dict[int, int] = {}
    for override in element.iterchildren(w("lvlOverride")):
        start = number(override.find(w("startOverride")))
        if start is not None:
            starts[number(override, "ilvl") or 0] = start
    return _List(abstract=value(element.find(w("abstractNumId"))) or "", starts=starts)


def _level_of(levels: Mapping[int, _Level], style: str | None) -> int:
    named = (depth for depth, level in levels.items() if style and level.for_style == style)
    return next(named, 0)


def _or(found: int | None, otherwise: int) -> int:
    return otherwise if found is None else found
