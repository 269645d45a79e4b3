"""Proposals as people read them: a table for each agency, and a CSV to work through."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from rich import box
from rich.table import Table

from crawler.discovery import Grade
from model.agency import Registry
from model.capture import LookEnd, Outcome
from model.ids import AgencyId
from model.text import Text
from model.words import LOOK_ENDS, OUTCOMES
from nianbao.views.output import Output

GRADES: dict[Grade, Text] = {
    Grade.LIKELY: Text("很可能", "likely"),
    Grade.POSSIBLE: Text("有可能", "possible"),
    Grade.PASSED_OVER: Text("已排除", "passed over"),
}
COLUMNS = (
    "id",
    "agency_name",
    "grade",
    "score",
    "listing",
    "titles",
    "years",
    "trail",
    "reasons",
    "family",
    "captures",
    "at",
)
_SHOWN = 3
"""Titles shown of one column."""


def print_proposals(output: Output, found: Iterable[Mapping[str, Any]], registry: Registry) -> None:
    for each in found:
        agency = registry.get(AgencyId(each["agency"]))
        name = agency.name if agency else each["agency"]
        output.say(Text(f"\n{name}（{each['agency']}）", f"\n{name} ({each['agency']})"))
        if not each["starts"] and not each["proposals"]:
            output.say(Text("  名录中没有它的主机", "  the registry names no host for it"))
        _print_starts(output, [*each["starts"], *each["closed"]])
        if each["proposals"]:
            output.show(_table(output, each["proposals"]))
        elif not each["closed"] and any(
            start["outcome"] in ("captured", "unchanged") for start in each["starts"]
        ):
            output.say(Text("  未找到年报栏目", "  no column of annual reports was found"))
        for link in each["elsewhere"]:
            output.say(
                Text(
                    f"  “{link['words']}”指向名录之外的主机：{link['url']}；"
                    "若是该机关的网站，请加入 hosts",
                    f"  “{link['words']}” leads to a host outside the registry: {link['url']}; "
                    "if it is the agency's, add it to hosts",
                )
            )


def _print_starts(output: Output, starts: Iterable[Mapping[str, Any]]) -> None:
    for start in starts:
        outcome = Outcome(start["outcome"])
        if outcome in (Outcome.CAPTURED, Outcome.UNCHANGED):
            continue
        why = output.words(OUTCOMES[outcome])
        detail = f" ({start['detail']})" if start["detail"] else ""
        output.say(Text(f"  {start['url']} {why}{detail}", f"  {start['url']} {why}{detail}"))


def _table(output: Output, proposals: Iterable[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE)
    heads = (
        (Text("编号", "id"), {"no_wrap": True}),
        (Text("判断", "grade"), {"no_wrap": True}),
        (Text("分", "score"), {"justify": "right"}),
        (Text("栏目与依据", "listing and evidence"), {"overflow": "fold"}),
    )
    for words, options in heads:
        table.add_column(output.words(words), **options)
    for proposal in proposals:
        table.add_row(
            proposal["id"],
            output.words(GRADES[Grade(proposal["grade"])]),
            str(proposal["score"]),
            "\n".join(_evidence(output, proposal)),
        )
    return table


def _evidence(output: Output, proposal: Mapping[str, Any]) -> Iterable[str]:
    yield proposal["listing"]
    if proposal["trail"]:
        yield " > ".join(step["words"] for step in proposal["trail"])
    for reason in proposal["reasons"]:
        # What rules a page out is no matter of points.
        points = "×" if reason["points"] <= -100 else f"{reason['points']:+}"
        yield f"{points:>4} {reason[output.language.value]}"
    for title in sorted(proposal["titles"], key=lambda title: not title["own"])[:_SHOWN]:
        yield f"     《{title['title']}》"
    more = len(proposal["titles"]) - _SHOWN
    if more > 0:
        yield output.words(Text(f"     另有 {more} 篇", f"     and {more} more"))
    if proposal["end"] and proposal["end"] != LookEnd.READ_TO_END.value:
        yield output.words(LOOK_ENDS[LookEnd(proposal["end"])])


def proposals_csv(output: Output, found: Iterable[Mapping[str, Any]], registry: Registry) -> str:
    """One line a proposal, in UTF-8 with `\\n`; passed-over pages are among them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found:
        agency = registry.get(AgencyId(each["agency"]))
        for proposal in each["proposals"]:
            years = sorted({title["reporting_year"] for title in proposal["titles"]} - {None})
            writer.writerow(
                (
                    proposal["id"],
                    agency.name if agency else "",
                    proposal["grade"],
                    proposal["score"],
                    proposal["listing"],
                    len(proposal["titles"]),
                    ";".join(str(year) for year in years),
                    " > ".join(step["words"] for step in proposal["trail"]),
                    "; ".join(reason[output.language.value] for reason in proposal["reasons"]),
                    proposal["family"] or "",
                    ";".join(proposal["captures"]),
                    proposal["at"],
                )
            )
    return out.getvalue()
