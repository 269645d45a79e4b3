"""What was read: reports, their figures, their text."""

from collections.abc import Sequence

from model.ids import ReportId
from model.text import Text
from storage.database import Browse, Filters, Page
from web.tables.columns import (
    capture_of,
    of_type,
    origin,
    position,
    report_id,
    text,
    who,
    year,
)
from web.tables.making import measure_rows, report_row, section_rows
from web.tables.parties import OF_AGENCIES
from web.tables.rows import MeasureRow, ReportRow, SectionRow
from web.tables.table import Table, Type

_OF_REPORTS = OF_AGENCIES | {
    *("years", "verdict", "report", "current"),
    *("published_from", "published_until", "seen_from", "seen_until"),
}
_REPORTS_AT_A_TIME = 20
"""Reports whose cells or text are in memory together."""


def _reports(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[ReportRow]:
    page = browse.reports(filters, after=after, limit=limit)
    known = browse.agencies_of(filed.version.agency for filed in page.items)
    return Page(items=tuple(report_row(filed, known) for filed in page.items), after=page.after)


def reports_of(browse: Browse, ids: Sequence[ReportId]) -> tuple[ReportRow, ...]:
    """The reports of these ids that are there, in this order."""
    filed = browse.these(ids)
    known = browse.agencies_of(one.version.agency for one in filed)
    return tuple(report_row(one, known) for one in filed)


def _measures(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[MeasureRow]:
    page = browse.figures(filters, after=after, limit=min(limit, _REPORTS_AT_A_TIME))
    known = browse.agencies_of(one.filed.version.agency for one in page.items)
    rows = (row for figures in page.items for row in measure_rows(figures, known))
    return Page(items=tuple(rows), after=page.after)


def _sections(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[SectionRow]:
    page = browse.texts(filters, after=after, limit=min(limit, _REPORTS_AT_A_TIME))
    known = browse.agencies_of(one.filed.version.agency for one in page.items)
    rows = (row for texts in page.items for row in section_rows(texts, known))
    return Page(items=tuple(rows), after=page.after)


REPORTS: Table[ReportRow] = Table(
    name="reports",
    title=Text("报告", "Reports"),
    about=Text(
        "存档中读作年度报告的文件；首次见到的时间新者在前",
        "Archived documents that read as annual reports; those seen first last come first",
    ),
    key=("id",),
    filters=_OF_REPORTS,
    read=_reports,
    columns=(
        text(
            "id",
            Text("报告编号", "Report id"),
            Text("文件 SHA-256 的前 12 位", "First 12 digits of the document's SHA-256"),
            lambda row: row.id,
        ),
        *who(),
        year(lambda row: row.reporting_year),
        of_type(
            Type.INTEGER,
            "version",
            Text("版本", "Version"),
            Text("同一机关同一年度，自 1 起", "Of one agency and year, from 1"),
            lambda row: row.version,
            width=6,
        ),
        of_type(
            Type.FLAG,
            "current",
            Text("现行", "Current"),
            Text("是否为该年度报告的现行文件", "Whether it stands for the report now"),
            lambda row: row.current,
            width=8,
        ),
        text(
            "title",
            Text("标题", "Title"),
            Text("报告的标题", "Title of the report"),
            lambda row: row.title,
            width=40,
        ),
        text(
            "form",
            Text("格式", "Form"),
            Text("法定格式的年份；未读出统计表时为空", "Generation of the statutory form"),
            lambda row: row.form,
            width=8,
        ),
        text(
            "scope",
            Text("统计范围", "Scope"),
            Text(
                "own 本机关、consolidated 含所属与下级；未载明时为空",
                "own or consolidated; empty where the report does not tell",
            ),
            lambda row: row.scope,
        ),
        of_type(
            Type.DAY,
            "declared",
            Text("所示日期", "Date shown"),
            Text("网站或文件所示的公布日期", "The day of publication that is shown"),
            lambda row: row.declared,
        ),
        of_type(
            Type.MOMENT,
            "first_seen",
            Text("首次见于", "First seen"),
            Text("我们首次见到此文件的时间", "When we saw this document first"),
            lambda row: row.first_seen,
            width=20,
        ),
        text(
            "verdict",
            Text("结论", "Verdict"),
            Text("此文件所履行义务的结论", "Of the obligation that it answers"),
            lambda row: row.verdict,
        ),
        text(
            "media_type",
            Text("文件类型", "Media type"),
            Text("服务器所称", "As the server said"),
            lambda row: row.media_type,
            width=18,
        ),
        *origin(lambda row: row.source),
        text(
            "code_version",
            Text("读取程序", "Read by"),
            Text("读取程序的版本", "Version of the code that read it"),
            lambda row: row.code_version,
        ),
    ),
)

MEASURES: Table[MeasureRow] = Table(
    name="measures",
    title=Text("指标", "Measures"),
    about=Text(
        "各报告三张统计表的每一格，含所印原文与位置；空白不等于零",
        "Every cell of the three statutory tables of every report, as printed and where; blank is "
        "not zero",
    ),
    key=("report", "measure"),
    filters=_OF_REPORTS | {"measures", "state"},
    read=_measures,
    columns=(
        report_id(lambda row: row.report),
        *who(),
        year(lambda row: row.reporting_year),
        text(
            "measure",
            Text("指标编号", "Measure id"),
            Text("单元格的编号，见 indicators 表", "Id of the cell; see the table of indicators"),
            lambda row: row.measure,
            width=36,
        ),
        text(
            "label",
            Text("指标", "Label"),
            Text("法定格式中的名称", "Its official label"),
            lambda row: row.label,
            width=40,
        ),
        text(
            "unit",
            Text("单位", "Unit"),
            Text("法定格式所载", "As the form says"),
            lambda row: row.unit,
            width=6,
        ),
        of_type(
            Type.NUMBER,
            "value",
            Text("数值", "Value"),
            Text("未读出时为空", "Empty where nothing was read"),
            lambda row: row.value,
        ),
        text(
            "raw",
            Text("所印原文", "As printed"),
            Text("单元格中所印", "What the cell holds"),
            lambda row: row.raw,
        ),
        text(
            "state",
            Text("读取状态", "State"),
            Text(
                "read 所印、blank 空白、dash 短横、inferred 由表内各数推得而非该机关的陈述、"
                "absent 未读出",
                "read, blank, dash, inferred from the form's sums (not the agency's statement) or "
                "absent",
            ),
            lambda row: row.state,
            width=10,
        ),
        text(
            "note",
            Text("附注", "Note"),
            Text("格内数字旁所注", "What stood beside the number"),
            lambda row: row.note,
        ),
        text(
            "doubt",
            Text("存疑", "Doubt"),
            Text("读数不确定的原因；确定时为空", "Why our reading is not certain"),
            lambda row: row.doubt,
        ),
        of_type(
            Type.NUMBER,
            "confidence",
            Text("识别置信度", "Confidence"),
            Text("图片识别时的置信度，0 至 1", "Of the recognition of an image, 0 to 1"),
            lambda row: row.confidence,
        ),
        *position(lambda row: row.where),
        capture_of(lambda row: row.source),
    ),
)

SECTIONS: Table[SectionRow] = Table(
    name="sections",
    title=Text("正文", "Text"),
    about=Text(
        "各报告的正文，按部分；手机号码、私人邮箱及标签后的人名以星号遮去",
        "The running text of every report by its parts; mobile numbers, private mail boxes and "
        "names that follow a label are masked with stars",
    ),
    key=("report", "position"),
    filters=_OF_REPORTS,
    read=_sections,
    columns=(
        report_id(lambda row: row.report),
        *who(),
        year(lambda row: row.reporting_year),
        of_type(
            Type.INTEGER,
            "position",
            Text("次序", "Position"),
            Text("自 0 起", "From 0"),
            lambda row: row.position,
            width=6,
        ),
        text(
            "section",
            Text("部分", "Section"),
            Text(
                "六个部分之一；other 为各部分以外的文字",
                "One of the six parts; other is text outside of them",
            ),
            lambda row: row.section,
        ),
        text(
            "heading",
            Text("标题", "Heading"),
            Text("所印标题", "As printed"),
            lambda row: row.heading or None,
            width=30,
        ),
        text(
            "text",
            Text("正文", "Text"),
            Text("统计表除外；个人信息已遮去", "Without the tables; personal data is masked"),
            lambda row: row.text,
            width=80,
        ),
        *position(lambda row: row.where),
        capture_of(lambda row: row.source),
    ),
)
