"""Two reports cell by cell: two versions of one, two years, two agencies."""

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from audit.comparing import ALIKE, Difference, SectionChange
from model.form import Form, SectionId
from model.text import Text
from model.words import SECTIONS
from nianbao.views.output import Output
from nianbao.views.report_json import measure_json
from nianbao.views.report_terminal import cell_text


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
        _print_change(output, change)


def _print_change(output: Output, change: SectionChange) -> None:
    name = output.words(SECTIONS[SectionId(change.section)])
    words = output.words(Text("文字相同部分", "text in common"))
    output.prose(Styled(f"  {name}  {words} {change.likeness:.0%}", "dim"))
    if change.likeness < ALIKE:
        return
    for sentence in change.removed:
        output.prose(Styled(f"    - {sentence}", "red"))
    for sentence in change.added:
        output.prose(Styled(f"    + {sentence}", "green"))
