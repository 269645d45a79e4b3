"""One cell: what was read, what it looks like in the original, what it was in other years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.tables.doubts import Doubt
from model.ids import FormId, MeasureId, ReportId
from model.report import Measure, MeasureState, ReportVersion
from model.text import Language, Text
from web.charts import Chart, Series, line_chart
from web.reading.report import FindingView, forms, label_of
from web.reading.tables import Figure, figure

DOUBTS: dict[str, Text] = {
    Doubt.LABEL_UNCLEAR: Text(
        "行名残缺，可能是另一行", "the row's label is damaged; it may be another row"
    ),
    Doubt.HEAD_UNCLEAR: Text(
        "行上没有见到表头，按格式的列序读取",
        "no head was seen; columns are in the form's order",
    ),
    Doubt.ROW_UNCLEAR: Text(
        "数字另起一行，可能属于邻近缺失的行",
        "the numbers stand apart, perhaps of a lost row",
    ),
    Doubt.STRAY_NUMBER: Text(
        "近旁有一个不属于任何行的数字", "a number stands by that belongs to no row"
    ),
    Doubt.VIEWS_DISAGREE: Text(
        "按个数与按位置读出的列不同", "by count and by place it would be different columns"
    ),
    Doubt.COLUMNS_BY_SUMS: Text(
        "此行缺数，其余各列由勾稽关系推定", "numbers of this row are lost; sums chose the columns"
    ),
    Doubt.TABLE_REPEATED: Text(
        "表格印了不止一次，此格数字不同", "the table is printed twice, with another number here"
    ),
    Doubt.NUMBER_WRAPPED: Text(
        "数字分印两行，已连读", "the digits stood on two lines and were joined"
    ),
    Doubt.UNIT_DIFFERS: Text(
        "所印单位与格式不同，数字照录", "printed in another unit than the form's; kept as printed"
    ),
    Doubt.OCR: Text("由图像识别而来", "recognised from an image"),
    Doubt.NOT_A_NUMBER: Text("此格是文字，不是数字", "the cell holds words"),
}
_UNCERTAIN = Text("我们的读数不确定", "our reading is uncertain")
_LEAST_POINTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The cell in one document."""

    report: ReportId
    year: int | None
    version: int
    standing: bool
    form: FormId | None
    figure: Figure | None
    """None where the form of that year has no such cell."""
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    version: ReportVersion
    measure: Measure
    figure: Figure
    label: str
    unit: str | None
    doubt: Text | None
    findings: tuple[FindingView, ...]
    past: tuple[Past, ...]
    """Newest year first."""
    chart: Chart | None


def cell_view(
    version: ReportVersion,
    measure: Measure,
    *,
    findings: Sequence[FindingView],
    others: Sequence[ReportVersion],
    standing: frozenset[ReportId],
    language: Language,
) -> CellView:
    definition = forms().get(version.report.form) if version.report.form else None
    form = definition.form if definition else None
    told = form.measures.get(measure.id) if form else None
    about = tuple(one for one in findings if measure.id in one.finding.cells)
    past = tuple(_past(measure.id, version, others, standing))
    return CellView(
        version=version,
        measure=measure,
        figure=figure(measure.id, measure, [one.number for one in about]),
        label=label_of(measure.id, form),
        unit=told.unit if told else None,
        doubt=doubt_words(measure.doubt) if measure.doubt else None,
        findings=about,
        past=past,
        chart=_chart(label_of(measure.id, form), measure.id, others, standing, language),
    )


def doubt_words(doubt: str) -> Text:
    """Why a reading is uncertain."""
    return DOUBTS.get(doubt, _UNCERTAIN)


def _past(
    cell: MeasureId,
    version: ReportVersion,
    others: Sequence[ReportVersion],
    standing: frozenset[ReportId],
) -> Iterator[Past]:
    for one in others:
        found = one.report.measures.get(cell)
        yield Past(
            report=one.id,
            year=one.reporting_year,
            version=one.version,
            standing=one.id in standing,
            form=one.report.form,
            figure=figure(cell, found) if found else None,
            here=one.id == version.id,
        )


def _chart(
    label: str,
    cell: MeasureId,
    others: Sequence[ReportVersion],
    standing: frozenset[ReportId],
    language: Language,
) -> Chart | None:
    """Over the years, by the documents that stand; years without a number are gaps."""
    known = {
        one.reporting_year: _number(one.report.measures.get(cell))
        for one in others
        if one.id in standing and one.reporting_year is not None
    }
    told = [value for value in known.values() if value is not None]
    if len(told) < _LEAST_POINTS or not any(told):
        return None  # a line of noughts says less than the table beneath it
    years = range(min(known), max(known) + 1)
    values = tuple(known.get(year) for year in years)
    series = Series(name=Text(label, label), values=values)
    return line_chart(Text(label, label), [str(year) for year in years], [series], language)


def _number(measure: Measure | None) -> float | int | None:
    if measure is None or measure.state is not MeasureState.READ:
        return None
    value = measure.value
    return float(value) if isinstance(value, Decimal) else value
