"""An audit on a terminal: the figures first, then each verdict, then what does not add up."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from model.agency import Registry
from model.finding import Finding
from model.ids import ReportId
from model.report import ReportVersion
from model.text import Text
from model.verdict import Verdict, VerdictRecord
from model.words import REASONS, VERDICTS
from nianbao.clock import local_text
from nianbao.exports.audit_columns import verdict_word
from nianbao.stages.audit import Audited, Scope
from nianbao.views.output import Output
from nianbao.views.report_terminal import finding_line

_SAID_BY_THE_VERDICT = ("publication.late", "publication.not_found")

_STYLES = {
    Verdict.PUBLISHED: "green",
    Verdict.LATE: "yellow",
    Verdict.NOT_FOUND: "bold red",
    Verdict.UNOBSERVABLE: "magenta",
    Verdict.NOT_DUE: "dim",
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


def _print_verdicts(output: Output, verdicts: Sequence[VerdictRecord]) -> None:
    """A line an obligation; then, for all that is not plainly in time or not due, the reasons."""
    if not verdicts:
        return
    several_years = len({record.reporting_year for record in verdicts}) > 1
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    if several_years:
        table.add_column(output.words(Text("年度", "year")), no_wrap=True)
    table.add_column(output.words(Text("机关", "agency")), overflow="fold")
    for name in (
        Text("期限", "due"),
        Text("结论", "verdict"),
        Text("所示日期", "dated"),
        Text("报告", "report"),
    ):
        table.add_column(output.words(name), no_wrap=True)
    for record in verdicts:
        cells = (
            record.agency_name,
            record.due.isoformat() if record.due else "–",
            _verdict(output, record),
            record.declared.isoformat() if record.declared else "–",
            record.report or "–",
        )
        table.add_row(*([str(record.reporting_year)] if several_years else []), *cells)
    output.show(table)
    for record in verdicts:
        if record.verdict not in (Verdict.PUBLISHED, Verdict.NOT_DUE):
            year = f" {record.reporting_year}" if several_years else ""
            line = Styled("  ").append(f"{record.agency_name}{year}  ", "bold")
            line.append_text(_verdict(output, record))
            output.prose(line.append(f"  {output.words(record.explanation)}"))


def _verdict(output: Output, record: VerdictRecord) -> Styled:
    return Styled(verdict_word(record, output.language), _STYLES[record.verdict])


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
    """The findings by agency. What the verdict's own line said already is not said again."""
    names: dict[ReportId | None, str] = {item.id: item.agency_name for item in ownerless}
    shown = [item for item in findings if item.rule not in _SAID_BY_THE_VERDICT]
    output.prose("")
    if not shown:
        output.say(Text("数字没有不合之处", "No figures that do not add up"))
        return
    output.say(Text(f"发现 {len(shown)} 项", f"Findings: {len(shown)}"))
    heading = ""
    for finding in shown:
        agency = registry.get(finding.agency) if finding.agency else None
        name = agency.name if agency else names.get(finding.report) or ""
        above = f"{name} {finding.reporting_year or ''}"
        if above != heading:
            output.prose(Styled(f" {above}", "bold"))
        heading = above
        output.prose(finding_line(finding, output.language))
