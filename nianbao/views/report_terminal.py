"""One report on a terminal: who, when, the six sections, the three tables, what does not add up."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from model.finding import Certainty, Finding, Severity
from model.form import Form
from model.ids import MeasureId
from model.report import Measure, MeasureState, Report
from model.text import Language, Text
from nianbao.views.output import Output
from web.reading.tables import figure_text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.ATTENTION: "cyan"}


_TABLES = {"proactive": "t2.", "applications": "t3.", "remedies": "t4.", "": "s."}
"""Which cells stand in which section; those of the statistics of 2014 to 2018 in none."""

_COLUMN_WIDTH = 6
"""Three characters of a head: 社会公 / 益组织. Seven columns and the labels fit 80 then."""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: the label and the cells with their column labels."""

    label: str
    cells: tuple[tuple[str, MeasureId], ...]


def print_report(
    output: Output, report: Report, form: Form | None, findings: Sequence[Finding]
) -> None:
    print_heading(output, report)
    for section in report.sections:
        output.prose(Styled(f"\n{section.heading}", style="bold"))
        if section.text:
            output.prose(section.text)
        print_tables(output, report, form, section.id.value, findings)
    print_tables(output, report, form, "", findings)
    print_findings(output, findings)
    for warning in report.warnings:
        output.warn(warning.text)


_COUNTED = {
    MeasureState.READ: Text("读出", "read"),
    MeasureState.BLANK: Text("空白", "blank"),
    MeasureState.DASH: Text("短横", "dash"),
    MeasureState.INFERRED: Text("推得", "inferred"),
    MeasureState.ABSENT: Text("未读出", "absent"),
}


def print_heading(output: Output, report: Report) -> None:
    output.prose(Styled(report.title or "", style="bold"))
    unknown = Text("未能读出", "not read")
    values = (
        (Text("机关", "agency"), report.agency_name),
        (Text("报告年度", "reporting year"), report.reporting_year),
        (Text("格式", "form"), report.form),
    )
    words = [
        f"{output.words(name)} {value if value is not None else output.words(unknown)}"
        for name, value in values
    ]
    counts = [
        f"{output.words(_COUNTED[state])} {n}" for state, n in count_states(report).items() if n
    ]
    output.prose(" · ".join(words))
    if counts:
        output.prose(output.words(Text("统计表单元格", "cells")) + "  " + "  ".join(counts))


def count_states(report: Report) -> dict[MeasureState, int]:
    counts = dict.fromkeys(MeasureState, 0)
    for measure in report.measures.values():
        counts[measure.state] += 1
    return counts


def print_tables(
    output: Output,
    report: Report,
    form: Form | None,
    section: str,
    findings: Sequence[Finding],
) -> None:
    prefix = _TABLES.get(section)
    if form is None or prefix is None:
        return
    marked = {cell for finding in findings for cell in finding.cells}
    rows = rows_of(form, report, prefix)
    if not rows:
        return
    if len({tuple(name for name, _ in row.cells) for row in rows}) == 1:
        output.show(_grid(rows, report, marked))
    else:
        for row in rows:
            line = Styled(f"  {row.label}  ")
            for name, cell in row.cells:
                line.append(f"{name} ").append(_cell(report.measures.get(cell), cell in marked))
                line.append("  ")
            output.prose(line)


def rows_of(form: Form, report: Report, prefix: str) -> list[Row]:
    """The form's rows in its order. A merged row stands where the rows it replaces would stand."""
    shown = [key for key in form.measures if key.startswith(prefix) and key in report.measures]
    replaced: dict[MeasureId, MeasureId] = {}
    for merged, parts in form.merged.items():
        if merged in report.measures and all(_absent(report, part) for part in parts):
            replaced |= dict.fromkeys(parts, merged)
    keys = dict.fromkeys(replaced.get(key, key) for key in shown)
    rows: dict[str, list[tuple[str, MeasureId]]] = {}
    labels: dict[str, str] = {}
    for key in keys:
        row, _, _ = key.rpartition(".")
        labels[row], _, column = form.measures[key].label.rpartition(" / ")
        rows.setdefault(row, []).append((column, key))
    return [Row(labels[row], tuple(cells)) for row, cells in rows.items()]


def _absent(report: Report, key: MeasureId) -> bool:
    measure = report.measures.get(key)
    return measure is None or measure.state is MeasureState.ABSENT


def _grid(rows: Sequence[Row], report: Report, marked: set[MeasureId]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", overflow="fold")
    for name, _ in rows[0].cells:
        table.add_column(name, justify="right", overflow="fold", max_width=_COLUMN_WIDTH)
    group = ""
    for row in rows:
        above, _, label = row.label.rpartition(" / ")
        if above != group and above:
            table.add_row(above)
        group = above
        cells = [_cell(report.measures.get(cell), cell in marked) for _, cell in row.cells]
        table.add_row(f"  {label}" if above else label, *cells)
    return table


def _cell(measure: Measure | None, marked: bool) -> Styled:
    style = "bold red" if marked else "" if measure and measure.stated else "dim"
    return Styled(cell_text(measure) + ("!" if marked else ""), style=style)


def cell_text(measure: Measure | None) -> str:
    """A cell as people read it: `?` not read, `[0]` inferred, `~` an uncertain reading."""
    shown = figure_text(measure)
    if measure is None or measure.state is not MeasureState.READ:
        return shown
    note = f"（{measure.note}）" if measure.note else ""
    return f"{shown}{'~' if measure.doubt else ''}{note}"


def print_findings(output: Output, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    output.prose("")
    output.say(Text(f"发现 {len(findings)} 项", f"Findings: {len(findings)}"))
    for finding in findings:
        output.prose(finding_line(finding, output.language))


def finding_line(finding: Finding, language: Language) -> Styled:
    unsure = (
        Text("（读数未经确认）", " (our reading is unconfirmed)").in_language(language)
        if finding.certainty is Certainty.UNCONFIRMED
        else ""
    )
    line = Styled("  ")
    line.append(finding.rule, style=_STYLES[finding.severity])
    line.append(f"  {finding.message.in_language(language)}{unsure}")
    return line
