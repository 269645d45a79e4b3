"""Two reports side by side: two versions of one, two years, two agencies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from model.ids import MeasureId
from model.report import Measure, Report

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
ALIKE = 0.5
"""Below it two texts are of different years or hands: listing every sentence would say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    section: str
    likeness: float
    """0 to 1: the share of the text that both have."""
    removed: tuple[str, ...] = ()
    """Sentences of the left one only, in its order."""
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    comparable: bool
    """Whether both are of one form: the same cell means the same in both."""
    cells: tuple[tuple[MeasureId, Measure | None, Measure | None], ...]
    sections: tuple[SectionChange, ...]


def compare(left: Report, right: Report) -> Difference:
    keys = dict.fromkeys([*left.measures, *right.measures])
    cells = tuple(
        (key, left.measures.get(key), right.measures.get(key))
        for key in keys
        if _value(left.measures, key) != _value(right.measures, key)
    )
    left_texts = {section.id.value: section.text for section in left.sections}
    right_texts = {section.id.value: section.text for section in right.sections}
    sections = tuple(
        _section(key, left_texts.get(key), right_texts.get(key))
        for key in dict.fromkeys([*left_texts, *right_texts])
    )
    return Difference(comparable=left.form == right.form, cells=cells, sections=sections)


def _value(measures: Mapping[MeasureId, Measure], key: MeasureId) -> object:
    measure = measures.get(key)
    return None if measure is None else (measure.state, measure.value, measure.note)


def _likeness(left: str | None, right: str | None) -> float:
    if left == right:
        return 1.0
    return SequenceMatcher(None, left or "", right or "", autojunk=False).ratio()


def _section(key: str, left: str | None, right: str | None) -> SectionChange:
    before, after = sentences(left), sentences(right)
    return SectionChange(
        section=key,
        likeness=_likeness(left, right),
        removed=tuple(words for bare_, words in before.items() if bare_ not in after),
        added=tuple(words for bare_, words in after.items() if bare_ not in before),
    )


def sentences(text: str | None) -> dict[str, str]:
    """By its words without white space: a line that wraps elsewhere is no change."""
    found = (piece.strip() for piece in _SENTENCE.findall(text or ""))
    return {"".join(piece.split()): piece for piece in found if piece}
