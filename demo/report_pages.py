"""A report as an agency's article: headings, paragraphs and the three tables."""

from collections.abc import Iterator

from demo import html
from demo.reports import ReportData
from demo.tables import TableRow, applications_table, proactive_table, remedies_table

HEADINGS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other_matters": "六、其他需要报告的事项",
}
_TABLES = {
    "proactive": proactive_table,
    "applications": applications_table,
    "remedies": remedies_table,
}

Part = str | tuple[TableRow, ...]
"""A paragraph or a table."""


def preface(agency_name: str, report: ReportData) -> str:
    year = report.year
    return (
        f"本报告由{agency_name}按照《中华人民共和国政府信息公开条例》和国务院办公厅政府信息公开工作"
        f"年度报告格式编制。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )


def parts(report: ReportData) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """The six sections: heading, then paragraphs and a table where the form has one."""
    for section, heading in HEADINGS.items():
        draw = _TABLES.get(section)
        yield heading, (*report.text[section], *((draw(report),) if draw else ()))


def report_paragraphs(agency_name: str, report: ReportData, *, from_word: bool) -> Iterator[str]:
    """The article's HTML, paragraph by paragraph."""
    yield html.paragraph(preface(agency_name, report))
    for heading, content in parts(report):
        yield html.head(heading)
        for part in content:
            if isinstance(part, str):
                yield html.paragraph(part)
            else:
                yield html.table(part, from_word=from_word)
