"""What the paragraph styles of a Word document say: headings, and which list they number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from extract.readers.docx_xml import number, value, w

# Names are English in the file even where the program shows 标题 1; copies of styles are not.
_HEADING_NAME = re.compile(r"^(?:heading\b|title$|标题)", re.IGNORECASE)
_BODY_LEVEL = 9
_DEEPEST = 20
"""Steps to a style that another one is based on; a circle ends there too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """The place of a paragraph in a list; `None` is said by somebody else."""

    list_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    entry: ListEntry


class Styles:
    """The paragraph styles by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements: Mapping[str, Element] = {
            value(element, "styleId") or "": element
            for element in (() if root is None else root.iterchildren(w("style")))
        }
        # Files carry hundreds of styles and use a few.
        self._read: dict[str, _Style] = {}

    def is_heading(self, properties: Element | None) -> bool:
        """Whether a paragraph with these properties (pPr) is marked up as a heading."""
        if properties is None:
            return False
        outline = _outline(properties)
        for style in self._chain(_style_id(properties)):
            if outline is not None:
                break
            if _HEADING_NAME.match(style.name):
                return True
            outline = style.outline
        return outline is not None and 0 <= outline < _BODY_LEVEL

    def list_entry(self, properties: Element | None) -> ListEntry:
        """Of a paragraph with these properties; what it does not say, its style says."""
        if properties is None:
            return ListEntry()
        entry = _entry(properties)
        for style in self._chain(_style_id(properties)):
            entry = ListEntry(
                list_id=style.entry.list_id if entry.list_id is None else entry.list_id,
                level=style.entry.level if entry.level is None else entry.level,
            )
        return entry

    def list_of(self, style_id: str) -> str | None:
        """The list that a numbering style stands for."""
        return self._style(style_id).entry.list_id if style_id in self._elements else None

    def _chain(self, style_id: str | None) -> list[_Style]:
        chain: list[_Style] = []
        while style_id is not None and style_id in self._elements and len(chain) < _DEEPEST:
            chain.append(self._style(style_id))
            style_id = chain[-1].based_on
        return chain

    def _style(self, style_id: str) -> _Style:
        if style_id not in self._read:
            self._read[style_id] = _read_style(self._elements[style_id])
        return self._read[style_id]


def _read_style(element: Element) -> _Style:
    properties = element.find(w("pPr"))
    return _Style(
        name=value(element.find(w("name"))) or "",
        based_on=value(element.find(w("basedOn"))),
        outline=_outline(properties),
        entry=ListEntry() if properties is None else _entry(properties),
    )


def _style_id(properties: Element) -> str | None:
    return value(properties.find(w("pStyle")))


def _outline(properties: Element | None) -> int | None:
    return None if properties is None else number(properties.find(w("outlineLvl")))


def _entry(properties: Element) -> ListEntry:
    numbering = properties.find(w("numPr"))
    if numbering is None:
        return ListEntry()
    return ListEntry(
        list_id=value(numbering.find(w("numId"))), level=number(numbering.find(w("ilvl")))
    )
