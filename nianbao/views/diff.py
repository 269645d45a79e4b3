"""Two reports cell by cell: two versions of one, two years, two agencies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from model.form import Form
from model.ids import MeasureId
from model.report import Measure, Report
from model.text import Text
from nianbao.views.output import Output
from nianbao.views.report_json import measure_json
from nianbao.views.report_terminal import cell_text

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_ALIKE = 0.5
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
    before, after = _sentences(left), _sentences(right)
    return SectionChange(
        section=key,
        likeness=_likeness(left, right),
        removed=tuple(words for bare_, words in before.items() if bare_ not in after),
        added=tuple(words for bare_, words in after.items() if bare_ not in before),
    )


def _sentences(text: str | None) -> dict[str, str]:
    """By its words without white space: a line that wraps elsewhere is no change."""
    found = (piece.strip() for piece in _SENTENCE.findall(text or ""))
    return {"".join(piece.split()): piece for piece in found if piece}


def diff_json(difference: Difference) -> dict[str, Any]:
    return {
        "comparable": difference.comparable,
        "cells": {
            key: {
                "left": measure_json(left) if left else None,
                "right": measure_json(right) if right else None,
            }
            for key, left, right in difference.cells
        },
        "sections": {
            change.section: {
                "likeness": round(change.likeness, 3),
                "removed": list(change.removed),
                "added": list(change.added),
            }
            for change in difference.sections
        },
    }


def print_diff(
    output: Output, difference: Difference, form: Form | None, titles: tuple[str, str]
) -> None:
    if not difference.comparable:
        output.warn(
            Text(
                "两份报告格式不同，同名单元格的含义可能不同",
                "The two reports are of different forms: a cell may not mean the same in both",
            )
        )
    table = Table(box=box.SIMPLE)
    table.add_column("")
    for title in titles:
        table.add_column(title, justify="right", overflow="fold")
    for key, left, right in difference.cells:
        definition = form.measures.get(key) if form else None
        table.add_row(definition.label if definition else key, cell_text(left), cell_text(right))
    if difference.cells:
        output.show(table)
    else:
        output.say(Text("统计表逐格相同", "The tables are equal in every cell"))
    for change in difference.sections:
        words = Text("文字相同部分", "text in common")
        output.prose(
            Styled(f"  {change.section:<14}{output.words(words)} {change.likeness:.0%}", "dim")
        )
        if change.likeness >= _ALIKE:
            for mark, style, sentences in (
                ("-", "red", change.removed),
                ("+", "green", change.added),
            ):
                for sentence in sentences:
                    output.prose(Styled(f"    {mark} {sentence}", style))
