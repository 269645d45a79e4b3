"""An audit on a terminal: the figures first, then each verdict, then what does not add up."""

from collections import Counter
from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from model.agency import Registry
from model.finding import Finding
from model.ids import ReportId
from model.report import ReportVersion
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from nianbao.clock import local_text
from nianbao.stages.audit import Audited, Scope
from nianbao.views.output import Output
from nianbao.views.report_terminal import finding_line

VERDICTS: dict[Verdict, Text] = {
    Verdict.PUBLISHED: Text("按期公布", "published in time"),
    Verdict.LATE: Text("逾期公布", "published late"),
    Verdict.NOT_FOUND: Text("未能找到", "not found by us"),
    Verdict.UNOBSERVABLE: Text("无法判断", "unobservable"),
    Verdict.NOT_DUE: Text("未到期限", "not due yet"),
}
_STYLES = {
    Verdict.PUBLISHED: "green",
    Verdict.LATE: "yellow",
    Verdict.NOT_FOUND: "bold red",
    Verdict.UNOBSERVABLE: "magenta",
    Verdict.NOT_DUE: "dim",
}
REASONS: dict[Reason, Text] = {
    Reason.NO_LISTING_KNOWN: Text("不知其年报栏目", "no listing known"),
    Reason.UNREACHABLE: Text("网站无法访问", "site unreachable"),
    Reason.BLOCKED: Text("访问被拦截", "blocked"),
    Reason.ROBOTS: Text("robots.txt 不许访问", "robots.txt forbids it"),
    Reason.NEEDS_SCRIPT: Text("栏目由脚本生成", "listing needs a script"),
    Reason.LISTING_UNREADABLE: Text("栏目未能读到底", "listing not read to its end"),
    Reason.KNOWN_ITEM_LOST: Text("往年报告也未能找到", "an earlier report was not found either"),
    Reason.SITE_STALE: Text("网站久未更新", "site stale"),
    Reason.TOO_FEW_LOOKS: Text("查看次数不足", "too few looks"),
    Reason.UNREADABLE_DOCUMENT: Text("文件未能读出", "document not readable"),
}


def print_audit(output: Output, audited: Audited, scope: Scope) -> None:
    first, last = scope.years
    years = f"{first}" if first == last else f"{first}–{last}"
    at = local_text(audited.result.as_of)
    output.say(
        Text(
            f"{years} 年度报告，截至 {at}（北京时间）所知",
            f"Reports for {years}, as known at {at} (Beijing time)",
        )
    )
    print_counts(output, audited)
    _print_verdicts(output, audited.result.verdicts)
    _print_ownerless(output, audited.ownerless)
    print_figures(output, audited.result.findings, audited.registry, audited.ownerless)


def print_counts(output: Output, audited: Audited) -> None:
    """The counts with their denominator, and how much of the ground could not be seen."""
    summary = audited.summary
    if not summary.obligations:
        output.say(
            Text(
                "名录中没有负有此项义务的机关，故无结论可言。",
                "No agency of the registry owes these reports, so there are no verdicts.",
            )
        )
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    for verdict, count in summary.counts.items():
        name = Styled(output.words(VERDICTS[verdict]), _STYLES[verdict])
        why = _reasons(output, audited.result.verdicts) if verdict is Verdict.UNOBSERVABLE else ""
        table.add_row("  ", name, str(count), why)
    output.show(table)
    due = summary.obligations - summary.counts[Verdict.NOT_DUE]
    unresolved = summary.counts[Verdict.UNOBSERVABLE]
    output.say(
        Text(
            f"  应公布 {due} 份，其中 {unresolved} 份（{summary.unresolved_share:.0%}）"
            "我们无法判断，不计为未公布",
            f"  {due} were due; for {unresolved} of them ({summary.unresolved_share:.0%}) "
            "we cannot tell, which is not the same as unpublished",
        )
    )


def _reasons(output: Output, verdicts: Iterable[VerdictRecord]) -> str:
    counts = Counter(record.reason for record in verdicts if record.reason is not None)
    colon = output.words(Text("：", " "))
    return "  ".join(
        f"{output.words(REASONS[reason])}{colon}{count}" for reason, count in counts.items()
    )


def _print_verdicts(output: Output, verdicts: Iterable[VerdictRecord]) -> None:
    table = Table(box=box.SIMPLE)
    for name in (
        Text("年度", "year"),
        Text("机关", "agency"),
        Text("期限", "due"),
        Text("结论", "verdict"),
        Text("公布日期", "dated"),
        Text("报告", "report"),
        Text("说明", "explanation"),
    ):
        table.add_column(output.words(name), overflow="fold")
    rows = 0
    for record in verdicts:
        rows += 1
        table.add_row(
            str(record.reporting_year),
            record.agency_name,
            record.due.isoformat() if record.due else "–",
            Styled(output.words(VERDICTS[record.verdict]), _STYLES[record.verdict]),
            record.declared.isoformat() if record.declared else "–",
            record.report or "–",
            output.words(record.explanation),
        )
    if rows:
        output.show(table)


def _print_ownerless(output: Output, versions: tuple[ReportVersion, ...]) -> None:
    if not versions:
        return
    output.say(
        Text(
            f"存档中另有 {len(versions)} 份报告，其机关不在名录中：",
            f"The archive holds {len(versions)} more reports whose agencies are not in the "
            "registry:",
        )
    )
    for version in versions:
        line = Styled("  ").append(version.id, style="cyan")
        output.prose(line.append(f"  {version.reporting_year}  {version.agency_name}"))
    output.say(
        Text(
            "  把这些机关写入名录（nianbao registry import）即可判断是否按期",
            "  Put these agencies into a registry (nianbao registry import) to judge timeliness",
        )
    )


def print_figures(
    output: Output,
    findings: Iterable[Finding],
    registry: Registry,
    ownerless: Iterable[ReportVersion],
) -> None:
    """The findings, each under the name of its agency."""
    names: dict[ReportId | None, str] = {item.id: item.agency_name for item in ownerless}
    shown = 0
    for finding in findings:
        if shown == 0:
            output.prose("")
            output.say(Text("发现", "Findings"))
        shown += 1
        agency = registry.get(finding.agency) if finding.agency else None
        name = agency.name if agency else names.get(finding.report) or ""
        output.prose(Styled(f"{name} {finding.reporting_year or ''}", "bold"))
        output.prose(finding_line(finding, output.language))
    if not shown:
        output.say(Text("没有发现不合之处", "No findings"))
