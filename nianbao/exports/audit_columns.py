"""The columns of the audit's tables: what they are called, what they mean, what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Generic, TypeVar

from audit import summarise
from model.finding import Certainty, Finding
from model.text import Language, Text
from model.verdict import AuditResult, VerdictRecord
from model.words import REASONS, SEVERITIES, VERDICTS

Row = TypeVar("Row")
Cell = str | int | None

_BEIJING = timezone(timedelta(hours=8))

CERTAINTIES: dict[Certainty, Text] = {
    Certainty.CONFIRMED: Text("确定", "confirmed"),
    Certainty.UNCONFIRMED: Text("待核", "unconfirmed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    key: str
    """Stable name, in CSV and in the dictionary."""
    heading: Text
    meaning: Text
    width: int
    """In characters of a spreadsheet."""
    value: Callable[[Row, Language], Cell]
    code: Callable[[Row], Cell] | None = None
    """What CSV says instead: the same in every language, for programs."""
    to_read: bool = True
    """Whether people read it in a spreadsheet: else it is neither wrapped there nor printed."""


def moment(value: datetime | None) -> str | None:
    """`2024-02-01 09:30:00` in Beijing time."""
    return value.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S") if value else None


def _iso(value: datetime | None) -> str | None:
    return value.astimezone(_BEIJING).isoformat(timespec="seconds") if value else None


def verdict_word(record: VerdictRecord, language: Language) -> str:
    word = VERDICTS[record.verdict].in_language(language)
    if not record.graded:
        return word
    return word + Text("（证据较弱）", " (weaker evidence)").in_language(language)


def reason_word(record: VerdictRecord, language: Language) -> str | None:
    return REASONS[record.reason].in_language(language) if record.reason else None


VERDICT_COLUMNS: tuple[Column[VerdictRecord], ...] = (
    Column(
        key="agency",
        heading=Text("机关编号", "Agency id"),
        meaning=Text("名录中的编号", "Its id in the registry"),
        width=18,
        value=lambda record, _: record.agency,
    ),
    Column(
        key="agency_name",
        heading=Text("机关名称", "Agency"),
        meaning=Text("名录中的名称", "Its name in the registry"),
        width=30,
        value=lambda record, _: record.agency_name,
    ),
    Column(
        key="reporting_year",
        heading=Text("报告年度", "Reporting year"),
        meaning=Text("报告所述的年度，次年公布", "The year the report is about"),
        width=10,
        value=lambda record, _: record.reporting_year,
    ),
    Column(
        key="due",
        heading=Text("期限", "Due"),
        meaning=Text("应公布的最后一日（北京时间）", "Last day in time, in Beijing"),
        width=12,
        value=lambda record, _: record.due.isoformat() if record.due else None,
    ),
    Column(
        key="verdict",
        heading=Text("结论", "Verdict"),
        meaning=Text(
            "“未见”指我们在所列时间没有见到；“无法判断”说的是我们的查看，不是该机关",
            "“not found by us” is about the times listed; “cannot be told” is about our view, "
            "not about the agency",
        ),
        width=16,
        value=verdict_word,
        code=lambda record: record.verdict.value,
    ),
    Column(
        key="reason",
        heading=Text("无法判断的原因", "Why it cannot be told"),
        meaning=Text("仅在无法判断时填写", "Only where it cannot be told"),
        width=18,
        value=reason_word,
        code=lambda record: record.reason.value if record.reason else None,
    ),
    Column(
        key="graded",
        heading=Text("证据较弱", "Weaker evidence"),
        meaning=Text(
            "“未见”而没有已知的往年报告可资比对",
            "“Not found by us” without an earlier report to compare with",
        ),
        width=10,
        value=lambda record, language: (
            Text("是", "yes").in_language(language) if record.graded else None
        ),
        code=lambda record: str(record.graded).lower(),
    ),
    Column(
        key="explanation",
        heading=Text("说明", "Explanation"),
        meaning=Text("结论的依据和可以做的事", "What it rests on and what can be done"),
        width=60,
        value=lambda record, language: record.explanation.in_language(language),
    ),
    Column(
        key="declared",
        heading=Text("所示日期", "Date shown"),
        meaning=Text("栏目上该报告旁的日期", "The date beside the report on its listing"),
        width=12,
        value=lambda record, _: record.declared.isoformat() if record.declared else None,
    ),
    Column(
        key="last_absent",
        heading=Text("最后未见于", "Last seen absent"),
        meaning=Text("最后一次读完栏目而未见的时间（北京时间）", "Beijing time"),
        width=20,
        value=lambda record, _: moment(record.last_absent),
        code=lambda record: _iso(record.last_absent),
    ),
    Column(
        key="first_seen",
        heading=Text("首次见于", "First seen"),
        meaning=Text("我们首次见到的时间（北京时间）", "By us; Beijing time"),
        width=20,
        value=lambda record, _: moment(record.first_seen),
        code=lambda record: _iso(record.first_seen),
    ),
    Column(
        key="report",
        heading=Text("报告编号", "Report id"),
        meaning=Text("可用 nianbao show 查看", "See it with nianbao show"),
        width=14,
        value=lambda record, _: record.report,
    ),
    Column(
        key="basis",
        heading=Text("义务依据", "Legal basis"),
        meaning=Text("为何有此期限，或为何没有义务", "Why it is due then, or not at all"),
        width=40,
        value=lambda record, language: record.basis.in_language(language),
    ),
    Column(
        key="captures",
        heading=Text("存档快照", "Captures"),
        meaning=Text("结论所依据的快照，以分号分隔", "What it rests on, separated by ;"),
        width=30,
        to_read=False,
        value=lambda record, _: "; ".join(piece.capture for piece in record.evidence),
    ),
    Column(
        key="records",
        heading=Text("存档记录", "Archive records"),
        meaning=Text("WARC 文件名:位置，与快照同序", "WARC file:offset, in the order of captures"),
        width=30,
        to_read=False,
        value=lambda record, _: "; ".join(
            f"{piece.record.warc}:{piece.record.offset}" for piece in record.evidence
        ),
    ),
    Column(
        key="urls",
        heading=Text("网址", "URLs"),
        meaning=Text("与快照同序", "In the order of captures"),
        width=50,
        to_read=False,
        value=lambda record, _: " ; ".join(piece.url for piece in record.evidence),
    ),
)

FINDING_COLUMNS: tuple[Column[Finding], ...] = (
    Column(
        key="agency",
        heading=Text("机关编号", "Agency id"),
        meaning=Text("名录中的编号；未能确定时为空", "Its id in the registry, where it is known"),
        width=18,
        value=lambda finding, _: finding.agency,
    ),
    Column(
        key="reporting_year",
        heading=Text("报告年度", "Reporting year"),
        meaning=Text("报告所述的年度", "The year the report is about"),
        width=10,
        value=lambda finding, _: finding.reporting_year,
    ),
    Column(
        key="report",
        heading=Text("报告编号", "Report id"),
        meaning=Text("可用 nianbao show 查看", "See it with nianbao show"),
        width=14,
        value=lambda finding, _: finding.report,
    ),
    Column(
        key="rule",
        heading=Text("规则", "Rule"),
        meaning=Text("检查规则的编号", "Id of the check"),
        width=26,
        value=lambda finding, _: finding.rule,
    ),
    Column(
        key="severity",
        heading=Text("级别", "Severity"),
        meaning=Text(
            "有多确定：确证、存疑、留意；CSV 中为 error、warning、attention",
            "How sure: established, doubtful, worth a look; in CSV error, warning, attention",
        ),
        width=16,
        value=lambda finding, language: SEVERITIES[finding.severity].in_language(language),
        code=lambda finding: finding.severity.value,
    ),
    Column(
        key="certainty",
        heading=Text("读数是否确定", "Certainty"),
        meaning=Text(
            "待核：所依据的读数尚不确定，须先人工核对",
            "unconfirmed: it rests on an uncertain reading; compare before use",
        ),
        width=14,
        value=lambda finding, language: CERTAINTIES[finding.certainty].in_language(language),
        code=lambda finding: finding.certainty.value,
    ),
    Column(
        key="message",
        heading=Text("内容", "Message"),
        meaning=Text("哪些数字不相符", "What does not agree"),
        width=70,
        value=lambda finding, language: finding.message.in_language(language),
    ),
    Column(
        key="left",
        heading=Text("一边", "Left"),
        meaning=Text(
            "等式左边，或应有的日期", "Left side of the equality, or the date that counts"
        ),
        width=14,
        value=lambda finding, _: finding.left,
    ),
    Column(
        key="right",
        heading=Text("另一边", "Right"),
        meaning=Text("等式右边，或所见的日期", "Right side of the equality, or the date seen"),
        width=14,
        value=lambda finding, _: finding.right,
    ),
    Column(
        key="cells",
        heading=Text("单元格", "Cells"),
        meaning=Text("所涉单元格的编号，以分号分隔", "Ids of the cells involved, separated by ;"),
        width=40,
        to_read=False,
        value=lambda finding, _: "; ".join(finding.cells),
    ),
    Column(
        key="quotes",
        heading=Text("原文", "Quotes"),
        meaning=Text("报告中的原数与所在页", "The report's own figures with their pages"),
        width=50,
        value=lambda finding, language: "; ".join(_quotes(finding, language)),
    ),
    Column(
        key="captures",
        heading=Text("存档快照", "Captures"),
        meaning=Text("公布情况所依据的快照", "What a finding about publication rests on"),
        width=30,
        to_read=False,
        value=lambda finding, _: "; ".join(finding.captures),
    ),
)


def _quotes(finding: Finding, language: Language) -> list[str]:
    page = Text("（第{}页）", " (page {})").in_language(language)
    return [
        quote.text + (page.format(quote.place.page) if quote.place and quote.place.page else "")
        for quote in finding.quotes
    ]


def summary_lines(result: AuditResult, language: Language) -> list[tuple[str, Cell]]:
    """The figures of an audit with their names, in the order in which they are read."""
    summary = summarise(result.verdicts)
    words = {
        "as_of": Text("截至（北京时间）", "As of (Beijing time)"),
        "obligations": Text("应尽义务数", "Obligations"),
        "share": Text("无法判断的占比（按已到期者计）", "Share that cannot be told, of those due"),
        "findings": Text("发现数", "Findings"),
    }
    named = {key: word.in_language(language) for key, word in words.items()}
    return [
        (named["as_of"], moment(result.as_of)),
        (named["obligations"], summary.obligations),
        *(
            (VERDICTS[verdict].in_language(language), count)
            for verdict, count in summary.counts.items()
        ),
        (named["share"], f"{summary.unresolved_share:.1%}"),
        (named["findings"], len(result.findings)),
    ]
