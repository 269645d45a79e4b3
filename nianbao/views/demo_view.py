"""The demo's account: of forty agencies only those that call for a word."""

from collections import defaultdict

from rich.text import Text as Styled

from model.text import Text
from model.verdict import Verdict
from model.words import REASONS, VERDICTS
from nianbao.clock import local_text
from nianbao.stages.audit import Audited
from nianbao.views.audit_view import print_counts, print_figures
from nianbao.views.output import Output

_STYLES = {
    Verdict.LATE: "yellow",
    Verdict.NOT_FOUND: "bold red",
    Verdict.UNOBSERVABLE: "magenta",
}


def print_account(output: Output, audited: Audited, year: int) -> None:
    at = local_text(audited.result.as_of)
    output.say(
        Text(
            f"{year} 年度报告，截至 {at}（北京时间）所知",
            f"Reports for {year}, as known at {at} (Beijing time)",
        )
    )
    print_counts(output, audited)
    for verdict in (Verdict.LATE, Verdict.NOT_FOUND):
        _print_each(output, audited, verdict)
    _print_unseen(output, audited)
    print_figures(output, audited.result.findings, audited.registry, audited.ownerless)


def _print_each(output: Output, audited: Audited, verdict: Verdict) -> None:
    """One line an agency, with what the verdict rests on."""
    records = [record for record in audited.result.verdicts if record.verdict is verdict]
    if records:
        _print_heading(output, verdict)
    for record in records:
        name = Styled(f"  {record.agency_name}  ", "bold")
        output.prose(name.append(output.words(record.explanation), "not bold"))


def _print_unseen(output: Output, audited: Audited) -> None:
    """One line a reason: who is behind it says nothing about them."""
    behind: dict[str, list[str]] = defaultdict(list)
    for record in audited.result.verdicts:
        if record.reason is not None:
            behind[output.words(REASONS[record.reason])].append(record.agency_name)
    if behind:
        _print_heading(output, Verdict.UNOBSERVABLE)
    for reason, names in behind.items():
        line = Styled(f"  {reason}  ", "bold")
        output.prose(
            line.append(output.words(Text("、".join(names), ", ".join(names))), "not bold")
        )


def _print_heading(output: Output, verdict: Verdict) -> None:
    output.prose("")
    output.prose(Styled(output.words(VERDICTS[verdict]), _STYLES[verdict]))
