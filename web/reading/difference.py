"""Two reports side by side: the cells that differ, and the texts sentence by sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from audit.comparing import compare, sentences
from model.form import SectionId
from model.ids import MeasureId
from model.report import MeasureState, Report, ReportVersion
from model.text import Text
from model.words import SECTIONS
from web.reading.report import forms, label_of
from web.reading.tables import Figure, figure

_LIKE_ENOUGH = 0.4
"""Two sentences less alike are two sentences, not one that was changed."""
_NEAR = 12
"""Sentences ahead among which its counterpart is looked for: all of them would take minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of a sentence; `changed`: the other side has something else there."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Sentences beside each other; an empty side has none there."""

    left: tuple[Stretch, ...]
    right: tuple[Stretch, ...]
    same: int = 0
    """This many sentences are equal, and neither is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDifference:
    id: SectionId
    name: Text
    likeness: float
    pairs: tuple[Pair, ...]

    @property
    def equal(self) -> bool:
        return not any(pair.left or pair.right for pair in self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDifference:
    measure: MeasureId
    label: str
    left: Figure
    right: Figure
    change: str
    """`+3`, `−12`; empty where either is no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    left: ReportVersion
    right: ReportVersion
    comparable: bool
    """Whether both are of one form: the same cell means the same in both."""
    cells: tuple[CellDifference, ...]
    same_cells: int
    sections: tuple[SectionDifference, ...]

    @property
    def of_one_report(self) -> bool:
        """Two documents that say the same report: nothing should differ."""
        one, other = self.left, self.right
        return one.agency is not None and (one.agency, one.reporting_year) == (
            other.agency,
            other.reporting_year,
        )


def difference_view(left: ReportVersion, right: ReportVersion) -> DifferenceView:
    found = compare(left.report, right.report)
    likeness = {change.section: change.likeness for change in found.sections}
    cells = tuple(_cells(left.report, right.report, [cell for cell, _, _ in found.cells]))
    every = {*left.report.measures, *right.report.measures}
    return DifferenceView(
        left=left,
        right=right,
        comparable=found.comparable,
        cells=cells,
        same_cells=len(every) - len(cells),
        sections=tuple(
            SectionDifference(
                id=id_,
                name=SECTIONS[id_],
                likeness=likeness[id_.value],
                pairs=tuple(align(_text(left.report, id_), _text(right.report, id_))),
            )
            for id_ in SectionId
            if id_.value in likeness
        ),
    )


def _text(report: Report, id_: SectionId) -> str:
    return "\n".join(section.text for section in report.sections if section.id is id_)


def _cells(left: Report, right: Report, cells: Sequence[MeasureId]) -> Iterator[CellDifference]:
    known = left.form or right.form
    definition = forms().get(known) if known else None
    form = definition.form if definition else None
    for cell in cells:
        one, other = left.measures.get(cell), right.measures.get(cell)
        both = (one, other)
        numbers = [
            measure.value
            for measure in both
            if measure is not None and measure.state is MeasureState.READ
        ]
        change = ""
        if len(numbers) == len(both) and None not in numbers:
            change = f"{(numbers[1] or 0) - (numbers[0] or 0):+}".replace("-", "−")
        yield CellDifference(
            measure=cell,
            label=label_of(cell, form),
            left=figure(cell, one),
            right=figure(cell, other),
            change=change,
        )


def align(left: str, right: str) -> Iterator[Pair]:
    """Sentences in order; what is equal is counted, what was changed stands beside its other."""
    before, after = sentences(left), sentences(right)
    matcher = SequenceMatcher(None, list(before), list(after), autojunk=False)
    ones, others = list(before.values()), list(after.values())
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield Pair(left=(), right=(), same=end - start)
        else:
            yield from _beside(ones[start:end], others[first:last])


def _beside(left: Sequence[str], right: Sequence[str]) -> Iterator[Pair]:
    """Each sentence beside the next one on the other side that is like it."""
    waiting = list(right)
    for sentence in left:
        likest = max(waiting[:_NEAR], key=lambda other: _likeness(sentence, other), default=None)
        if likest is None or _likeness(sentence, likest) < _LIKE_ENOUGH:
            yield Pair(left=(Stretch(text=sentence, changed=True),), right=())
            continue
        while waiting[0] != likest:
            yield Pair(left=(), right=(Stretch(text=waiting.pop(0), changed=True),))
        yield _marked(sentence, waiting.pop(0))
    for sentence in waiting:
        yield Pair(left=(), right=(Stretch(text=sentence, changed=True),))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _marked(left: str, right: str) -> Pair:
    ones: list[Stretch] = []
    others: list[Stretch] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        changed = kind != "equal"
        if end > start:
            ones.append(Stretch(text=left[start:end], changed=changed))
        if last > first:
            others.append(Stretch(text=right[first:last], changed=changed))
    return Pair(left=tuple(ones), right=tuple(others))
