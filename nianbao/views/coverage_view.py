"""The coverage of an audit on a terminal: rates with their denominators."""

from rich.table import Table

from model.text import Text
from model.verdict import Verdict
from model.words import VERDICTS
from nianbao.clock import local_text
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.coverage_tables import late_words, range_words
from nianbao.views.output import Output

_COUNTED = (Verdict.PUBLISHED, Verdict.LATE, Verdict.NOT_FOUND, Verdict.UNOBSERVABLE)


def print_coverage(output: Output, export: AuditExport) -> None:
    at = local_text(export.result.as_of)
    output.say(
        Text(f"覆盖情况，截至 {at}（北京时间）所知", f"Coverage, as known at {at} (Beijing time)")
    )
    _print_groups(output, export)
    output.say(
        Text(
            "  如期公布率的下限以无法判断者全未公布计，上限以其全部如期公布计。",
            "  The rate's lower end counts what cannot be told as unpublished, its upper end as "
            "published in time.",
        )
    )
    late = [each for each in export.coverage.late if each.count]
    if late:
        words = output.words(Text("，", ", ")).join(
            f"{output.words(late_words(each))} {each.count}" for each in late
        )
        output.say(Text(f"  逾期（至少）：{words}", f"  Late by at least: {words}"))


def _print_groups(output: Output, export: AuditExport) -> None:
    several = len(export.coverage.years) > 1
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", overflow="fold", min_width=10)
    if several:
        table.add_column(output.words(Text("年度", "year")), no_wrap=True)
    heads = (
        Text("已到期", "due"),
        *(VERDICTS[verdict] for verdict in _COUNTED),
        Text("如期公布率", "in time"),
        Text("无法判断%", "not told %"),
    )
    for head in heads:
        table.add_column(output.words(head), justify="right", overflow="fold")
    previous = ""
    for line in export.lines:
        if previous not in ("", line.by):
            table.add_row()
        previous = line.by
        table.add_row(
            output.words(line.name),
            *([str(line.year)] if several else []),
            str(line.tally.due),
            *(str(line.tally.counts[verdict]) for verdict in _COUNTED),
            range_words(line.tally.share(Verdict.PUBLISHED)),
            f"{line.tally.unresolved_share:.0%}" if line.tally.due else "–",
        )
    output.show(table)
