"""What the audit says: verdicts and findings, as last stored."""

from dataclasses import replace

from model.finding import Certainty
from model.text import Text
from storage.database import Browse, Decided, Filters, Page
from web.reviewing.replies import BEGINNING, replies_in
from web.tables.columns import basis, due, listed, of_type, report_id, text, who, year
from web.tables.making import finding_row, verdict_row
from web.tables.parties import OF_AGENCIES
from web.tables.rows import FindingRow, VerdictRow
from web.tables.table import Table, Type


def _verdicts(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[VerdictRow]:
    page = browse.verdicts(filters, after=after, limit=limit)
    known = browse.agencies_of(stored.record.agency for stored in page.items)
    return Page(items=tuple(verdict_row(one, known) for one in page.items), after=page.after)


def _findings(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[FindingRow]:
    # What rests on an uncertain reading does not leave the house by itself.
    if filters.certainty is None and filters.decided is Decided.DISMISSED:
        filters = replace(filters, certainty=Certainty.CONFIRMED)
    elif filters.certainty is None:
        filters = replace(filters, for_everybody=True)
    page = browse.findings(filters, after=after, limit=limit)
    known = browse.agencies_of(stored.finding.agency for stored in page.items)
    replies = replies_in(browse.decisions(BEGINNING))
    rows = tuple(finding_row(one, known, replies) for one in page.items)
    return Page(items=rows, after=page.after)


VERDICTS: Table[VerdictRow] = Table(
    name="verdicts",
    title=Text("结论", "Verdicts"),
    about=Text(
        "每项义务的结论及其证据，以最近一次审核为准；年度新者在前。“未见”指我们在所列时间没有见到；"
        "“无法判断”说的是我们的查看，不是该机关",
        "The answer for each obligation with its evidence, as last audited; latest year first. "
        "`not_found` is about the times of the evidence, `unobservable` about our view, never "
        "about the agency",
    ),
    key=("agency", "reporting_year"),
    filters=OF_AGENCIES
    | {
        *("years", "verdict", "reason"),
        *("published_from", "published_until", "seen_from", "seen_until"),
    },
    read=_verdicts,
    columns=(
        *who(),
        year(lambda row: row.reporting_year),
        due(lambda row: row.due),
        text(
            "verdict",
            Text("结论", "Verdict"),
            Text(
                "published 已公布、late 逾期公布、not_found 未见、unobservable 无法判断、"
                "not_due 未到期或无义务",
                "published, late, not_found (by us, at the times of the evidence), unobservable "
                "(we cannot tell) or not_due",
            ),
            lambda row: row.verdict,
        ),
        text(
            "reason",
            Text("无法判断的原因", "Why it cannot be told"),
            Text("仅在无法判断时填写", "Only where it cannot be told"),
            lambda row: row.reason,
            width=18,
        ),
        of_type(
            Type.FLAG,
            "graded",
            Text("证据较弱", "Weaker evidence"),
            Text(
                "“未见”而没有已知的往年报告可资比对",
                "Not found by us, without an earlier report to compare with",
            ),
            lambda row: row.graded,
            width=10,
        ),
        text(
            "explanation_zh",
            Text("说明", "Explanation (Chinese)"),
            Text("结论的依据和可以做的事", "What it rests on, in Chinese"),
            lambda row: row.explanation.zh,
            width=50,
        ),
        text(
            "explanation_en",
            Text("说明（英文）", "Explanation"),
            Text("同上，英文", "The same in English"),
            lambda row: row.explanation.en,
            width=50,
        ),
        of_type(
            Type.DAY,
            "declared",
            Text("所示日期", "Date shown"),
            Text("网站所示的公布日期", "The day of publication that the site shows"),
            lambda row: row.declared,
        ),
        of_type(
            Type.MOMENT,
            "last_absent",
            Text("最后未见于", "Last seen absent"),
            Text("最后一次读完栏目而未见的时间", "When the listing was last read without it"),
            lambda row: row.last_absent,
            width=20,
        ),
        of_type(
            Type.MOMENT,
            "first_seen",
            Text("首次见于", "First seen"),
            Text("我们首次见到的时间", "By us"),
            lambda row: row.first_seen,
            width=20,
        ),
        report_id(lambda row: row.report),
        of_type(
            Type.MOMENT,
            "audited",
            Text("审核时间", "Audited"),
            Text("结论以此时所知为准", "As known at this moment"),
            lambda row: row.audited,
            width=20,
        ),
        *basis(lambda row: row.basis),
        text(
            "captures",
            Text("存档快照", "Captures"),
            Text("结论所依据的快照，以分号分隔", "What it rests on, separated by ;"),
            lambda row: listed(piece.capture for piece in row.evidence),
            width=30,
        ),
        text(
            "records",
            Text("存档记录", "Archive records"),
            Text("WARC 文件名:位置，与快照同序", "WARC file:offset, in the order of captures"),
            lambda row: listed(
                f"{piece.record.warc}:{piece.record.offset}" for piece in row.evidence
            ),
            width=30,
        ),
        text(
            "urls",
            Text("网址", "URLs"),
            Text("与快照同序", "In the order of captures"),
            lambda row: listed(piece.url for piece in row.evidence),
            width=50,
        ),
    ),
)

FINDINGS: Table[FindingRow] = Table(
    name="findings",
    title=Text("发现", "Findings"),
    about=Text(
        "各项检查规则就机关的报告与公布情况所陈述者，附证据；首次陈述时间新者在前。"
        "未另指明时只有读数确定者",
        "What the rules state about reports and their publication, with evidence; those stated "
        "for the first time last come first. Only those whose reading is certain, unless "
        "`certainty` asks for the others",
    ),
    key=("id",),
    filters=OF_AGENCIES
    | {"years", "rule", "severity", "certainty", "decided", "report", "seen_from", "seen_until"},
    read=_findings,
    columns=(
        text(
            "id",
            Text("发现编号", "Finding id"),
            Text("同一陈述在历次审核中不变", "The same in every audit that states the same"),
            lambda row: row.id,
            width=18,
        ),
        *who(),
        year(lambda row: row.reporting_year),
        report_id(lambda row: row.report),
        text(
            "rule",
            Text("规则", "Rule"),
            Text("检查规则的编号", "Id of the check"),
            lambda row: row.rule,
            width=28,
        ),
        text(
            "severity",
            Text("级别", "Severity"),
            Text("error、warning 或 attention", "error, warning or attention"),
            lambda row: row.severity,
        ),
        text(
            "certainty",
            Text("读数是否确定", "Certainty"),
            Text(
                "unconfirmed：所依据的读数尚不确定，须先与原件核对",
                "unconfirmed: it rests on an uncertain reading; compare with the original first",
            ),
            lambda row: row.certainty,
        ),
        text(
            "message_zh",
            Text("内容", "Message (Chinese)"),
            Text("哪些数字或时间不相符", "What does not agree, in Chinese"),
            lambda row: row.message.zh,
            width=60,
        ),
        text(
            "message_en",
            Text("内容（英文）", "Message"),
            Text("同上，英文", "What does not agree"),
            lambda row: row.message.en,
            width=60,
        ),
        text(
            "left",
            Text("一边", "Left"),
            Text("等式左边，或应有的日期", "Left side of the equality, or the date that counts"),
            lambda row: row.left,
        ),
        text(
            "right",
            Text("另一边", "Right"),
            Text("等式右边，或所见的日期", "Right side of the equality, or the date seen"),
            lambda row: row.right,
        ),
        text(
            "cells",
            Text("单元格", "Cells"),
            Text("所涉单元格的编号，以分号分隔", "Ids of the cells involved, separated by ;"),
            lambda row: listed(row.cells),
            width=40,
        ),
        text(
            "quotes",
            Text("原文", "Quotes"),
            Text("报告中的原文，以分号分隔", "The report's own words, separated by ;"),
            lambda row: listed(quote.text for quote in row.quotes),
            width=50,
        ),
        text(
            "captures",
            Text("存档快照", "Captures"),
            Text("公布情况所依据的快照", "What a finding about publication rests on"),
            lambda row: listed(row.captures),
            width=30,
        ),
        of_type(
            Type.MOMENT,
            "first_seen",
            Text("首次陈述于", "First stated"),
            Text("审核首次得出此项的时间", "When an audit first stated it"),
            lambda row: row.first_seen,
            width=20,
        ),
        of_type(
            Type.MOMENT,
            "audited",
            Text("审核时间", "Audited"),
            Text("以此时所知为准", "As known at this moment"),
            lambda row: row.audited,
            width=20,
        ),
        text(
            "decision",
            Text("人工核对", "Decision"),
            Text(
                "open 尚无人判定、confirmed 属实、dismissed 不成立（默认不列）",
                "open, confirmed or dismissed by a person; the dismissed are only listed when "
                "asked for",
            ),
            lambda row: row.decision,
        ),
        of_type(
            Type.MOMENT,
            "decided",
            Text("判定时间", "Decided"),
            Text("最近一次人工判定的时间", "When a person decided last"),
            lambda row: row.decided,
            width=20,
        ),
        text(
            "decision_note",
            Text("判定说明", "Note"),
            Text("判定的人所写", "By the person who decided"),
            lambda row: row.decision_note,
            width=40,
        ),
        text(
            "replies",
            Text("机关的答复", "Replies"),
            Text(
                "机关原话，非本库观点，以分号分隔",
                "The agency's own words, not ours, separated by ;",
            ),
            lambda row: listed(
                f"{one.on.isoformat()} {one.who}: {one.text}" for one in row.replies
            ),
            width=50,
        ),
    ),
)
