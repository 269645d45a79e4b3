"""The three statutory tables of the 2021 form as agencies draw them: cells with their spans.

Labels and layout follow 国办公开办函〔2021〕30号. They are written out here, apart from
`extract/forms/`, so that a slip there cannot hide from the tests of the demo.
"""

from dataclasses import dataclass

from demo.reports import APPLICANTS, OUTCOMES, REMEDIES, ReportData


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at its top left place; `rows` and `columns` are its spans."""

    text: str
    rows: int = 1
    columns: int = 1
    label: bool = True


TableRow = tuple[Cell, ...]

_OUTCOME_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_DENIED = (
    ("denied.state_secret", "1.属于国家秘密"),
    ("denied.prohibited_by_law", "2.其他法律行政法规禁止公开"),
    ("denied.three_safety_one_stability", "3.危及“三安全一稳定”"),
    ("denied.third_party_rights", "4.保护第三方合法权益"),
    ("denied.internal_affairs", "5.属于三类内部事务信息"),
    ("denied.process_information", "6.属于四类过程性信息"),
    ("denied.enforcement_case_file", "7.属于行政执法案卷"),
    ("denied.administrative_inquiry", "8.属于行政查询事项"),
)
_UNABLE = (
    ("unable.not_held", "1.本机关不掌握相关政府信息"),
    ("unable.no_existing_information", "2.没有现成信息需要另行制作"),
    ("unable.still_unclear_after_correction", "3.补正后申请内容仍不明确"),
)
_NOT_PROCESSED = (
    ("not_processed.petition_complaint", "1.信访举报投诉类申请"),
    ("not_processed.repeat_request", "2.重复申请"),
    ("not_processed.public_publication", "3.要求提供公开出版物"),
    ("not_processed.mass_repeated", "4.无正当理由大量反复申请"),
    ("not_processed.confirm_or_reissue", "5.要求行政机关确认或重新出具已获取信息"),
)
_OTHER = (
    (
        "other.correction_overdue",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (
        "other.fee_overdue",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("other.other", "3.其他"),
)


def proactive_table(report: ReportData) -> tuple[TableRow, ...]:
    """Table 2, four columns wide."""
    cells = report.cells

    def single(article: str, column: str, *rows: tuple[str, str]) -> list[TableRow]:
        values = [
            (Cell(label), Cell(cells[measure], columns=3, label=False)) for measure, label in rows
        ]
        head = (Cell("信息内容"), Cell(column, columns=3))
        return [(Cell(f"第二十条第（{article}）项", columns=4),), head, *values]

    def triple(row: str, label: str) -> TableRow:
        names = ("made", "repealed", "in_force")
        values = (Cell(cells[f"t2.{row}.{name}"], label=False) for name in names)
        return (Cell(label), *values)

    return (
        (Cell("第二十条第（一）项", columns=4),),
        (Cell("信息内容"), Cell("本年制发件数"), Cell("本年废止件数"), Cell("现行有效件数")),
        triple("rules", "规章"),
        triple("normative_docs", "行政规范性文件"),
        *single("五", "本年处理决定数量", ("t2.licensing.decisions", "行政许可")),
        *single(
            "六",
            "本年处理决定数量",
            ("t2.penalty.decisions", "行政处罚"),
            ("t2.coercion.decisions", "行政强制"),
        ),
        *single("八", "本年收费金额（单位：万元）", ("t2.fees.amount_wan_yuan", "行政事业性收费")),
    )


def applications_table(report: ReportData) -> tuple[TableRow, ...]:
    """Table 3: three columns of labels, seven of applicants."""
    results = [
        (Cell("（一）予以公开", columns=2), *_values(report, "granted")),
        (
            Cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", columns=2),
            *_values(report, "partially_granted"),
        ),
        *_group(report, "（三）不予公开", _DENIED),
        *_group(report, "（四）无法提供", _UNABLE),
        *_group(report, "（五）不予处理", _NOT_PROCESSED),
        *_other(report),
        (Cell("（七）总计", columns=2), *_values(report, "result_total")),
    ]
    first, *rest = results
    return (
        *_applications_head(),
        (
            Cell("一、本年新收政府信息公开申请数量", columns=3),
            *_values(report, "new_received"),
        ),
        (Cell("二、上年结转政府信息公开申请数量", columns=3), *_values(report, "carried_in")),
        (Cell("三、本年度办理结果", rows=len(results)), *first),
        *rest,
        (Cell("四、结转下年度继续办理", columns=3), *_values(report, "carried_out")),
    )


def _applications_head() -> tuple[TableRow, ...]:
    sums = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    return (
        (Cell(sums, rows=3, columns=3), Cell("申请人情况", columns=7)),
        (Cell("自然人", rows=2), Cell("法人或其他组织", columns=5), Cell("总计", rows=2)),
        tuple(
            Cell(label)
            for label in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
        ),
    )


def _other(report: ReportData) -> list[TableRow]:
    if report.one_row_other:
        return [(Cell("（六）其他处理", columns=2), *_values(report, "other"))]
    return _group(report, "（六）其他处理", _OTHER)


def _group(report: ReportData, label: str, rows: tuple[tuple[str, str], ...]) -> list[TableRow]:
    made = [(Cell(text), *_values(report, name)) for name, text in rows]
    return [(Cell(label, rows=len(rows)), *made[0]), *made[1:]]


def _values(report: ReportData, row: str) -> TableRow:
    return tuple(
        Cell(report.cells[f"t3.{row}.{column}"], label=False) for column in (*APPLICANTS, "total")
    )


def remedies_table(report: ReportData) -> tuple[TableRow, ...]:
    """Table 4, fifteen columns wide."""
    labels = tuple(Cell(label) for label in _OUTCOME_LABELS)
    values = tuple(
        Cell(report.cells[f"t4.{group}.{outcome}"], label=False)
        for group in REMEDIES
        for outcome in (*OUTCOMES, "total")
    )
    return (
        (Cell("行政复议", columns=5), Cell("行政诉讼", columns=10)),
        (
            *(Cell(label.text, rows=2) for label in labels),
            Cell("未经复议直接起诉", columns=5),
            Cell("复议后起诉", columns=5),
        ),
        (*labels, *labels),
        values,
    )
