"""The statutory form: its cells as a table, and reports with a column for each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from extract.forms import load_forms
from model.form import MeasureDefinition, ValueType
from model.ids import MeasureId
from model.text import Text
from storage.database import Browse, Filters, Page
from web.tables.columns import text
from web.tables.contents import REPORTS
from web.tables.making import report_row
from web.tables.parts import reading
from web.tables.pieces import Described
from web.tables.rows import IndicatorRow, ReportRow
from web.tables.table import Cell, Column, Table, Type

_AT_A_TIME = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresRow(Described):
    """A report with what it states in its tables, as far as we are certain that we read it."""

    report: ReportRow
    figures: Mapping[str, int | str | None]
    """Cell id → the number. What is blank, a dash, doubtful or inferred is left out."""


def indicator_rows() -> tuple[IndicatorRow, ...]:
    """The cells of every generation of the form, in its order."""
    return tuple(
        IndicatorRow(
            measure=measure.id,
            form=definition.form.id,
            label=measure.label,
            type=measure.type.value,
            unit=measure.unit,
        )
        for definition in load_forms()
        for measure in definition.form.measures.values()
    )


def _indicators(
    browse: Browse, filters: Filters, after: str | None, limit: int
) -> Page[IndicatorRow]:
    del browse, filters, after, limit
    return Page(items=indicator_rows(), after=None)


INDICATORS: Table[IndicatorRow] = Table(
    name="indicators",
    title=Text("指标定义", "Indicators"),
    about=Text(
        "法定格式各版本的单元格：编号、名称、单位",
        "The cells of every generation of the statutory form: id, label, unit",
    ),
    key=("form", "measure"),
    filters=frozenset(),
    read=_indicators,
    columns=(
        text(
            "form",
            Text("格式", "Form"),
            Text("法定格式的年份", "Generation of the statutory form"),
            lambda row: row.form,
            width=8,
        ),
        text(
            "measure",
            Text("指标编号", "Measure id"),
            Text("单元格的编号", "Id of the cell"),
            lambda row: row.measure,
            width=50,
        ),
        text(
            "label",
            Text("指标", "Label"),
            Text("法定格式中的名称，由外到内", "Official label, from the outermost heading in"),
            lambda row: row.label,
            width=60,
        ),
        text(
            "type",
            Text("类型", "Type"),
            Text("count 计数、signed_count 可为负、decimal 小数", "count, signed_count or decimal"),
            lambda row: row.type,
        ),
        text(
            "unit",
            Text("单位", "Unit"),
            Text("法定格式所载", "As the form says"),
            lambda row: row.unit,
            width=8,
        ),
    ),
)


@cache
def figures_table() -> Table[FiguresRow]:
    """Made when it is asked for: the forms take a while to load."""
    return Table(
        name="figures",
        title=Text("报告与各项指标", "Reports with their figures"),
        about=Text(
            "一行一份报告，一列一项指标；只有该机关所陈述且读数确定的数值，其余为空",
            "A row a report, a column an indicator; only numbers that the agency states and that "
            "we are certain to have read, all else is empty (see measures)",
        ),
        key=("id",),
        filters=REPORTS.filters,
        read=_read,
        columns=(*map(_of_report, REPORTS.columns), *map(_of_figure, _cells().values())),
    )


def _read(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[FiguresRow]:
    page = browse.figures(filters, after=after, limit=min(limit, _AT_A_TIME))
    known = browse.agencies_of(one.filed.version.agency for one in page.items)
    return Page(
        items=tuple(
            FiguresRow(
                report=report_row(one.filed, known),
                figures={
                    measure.id: reading(measure).value for measure in one.measures if measure.stated
                },
            )
            for one in page.items
        ),
        after=page.after,
    )


def _cells() -> Mapping[MeasureId, MeasureDefinition]:
    """Of all generations; what two of them have in common is one column."""
    return {
        measure.id: measure
        for definition in load_forms()
        for measure in definition.form.measures.values()
    }


def _of_report(column: Column[ReportRow]) -> Column[FiguresRow]:
    return Column(
        key=column.key,
        heading=column.heading,
        meaning=column.meaning,
        type=column.type,
        width=column.width,
        value=lambda row: column.value(row.report),
    )


def _of_figure(measure: MeasureDefinition) -> Column[FiguresRow]:
    unit = f"（{measure.unit}）" if measure.unit else ""
    return Column(
        key=measure.id,
        heading=Text(measure.label, measure.label),
        meaning=Text(f"法定格式的单元格{unit}", f"Cell of the statutory form{unit}"),
        type=Type.NUMBER if measure.type is ValueType.DECIMAL else Type.INTEGER,
        width=12,
        value=_value_of(measure.id),
    )


def _value_of(measure: MeasureId) -> Callable[[FiguresRow], Cell]:
    return lambda row: row.figures.get(measure)
