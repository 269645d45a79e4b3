"""What a harvest did, as JSON and in a few lines."""

from typing import Any

from crawler import HarvestSummary
from model.agency import Registry
from model.capture import LookEnd, Outcome
from model.text import Text
from nianbao.views.output import Output

ENDS: dict[LookEnd, Text] = {
    LookEnd.READ_TO_END: Text("读到底", "read to the end"),
    LookEnd.UNREACHABLE: Text("无法访问", "unreachable"),
    LookEnd.BLOCKED: Text("被拦截", "blocked"),
    LookEnd.ROBOTS: Text("robots.txt 不允许", "robots.txt"),
    LookEnd.NEEDS_SCRIPT: Text("须运行脚本", "needs a script"),
    LookEnd.UNREADABLE: Text("未能读到底", "not read to the end"),
    LookEnd.UNRECOGNISED: Text("不是可识别的年报栏目", "no recognised column of reports"),
}


def harvest_json(summary: HarvestSummary) -> dict[str, Any]:
    return {
        "looks": {end.value: summary.looks.get(end, 0) for end in LookEnd},
        "visits": {outcome.value: summary.visits.get(outcome, 0) for outcome in Outcome},
        "new_captures": summary.new_captures,
        "unchanged": summary.unchanged,
        "not_looked": [{"agency": agency, "end": end.value} for agency, end in summary.not_looked],
        "no_listing": list(summary.no_listing),
        "interrupted": summary.interrupted,
    }


def print_harvest(output: Output, summary: HarvestSummary, registry: Registry) -> None:
    colon = output.words(Text("：", ": "))
    ends = "  ".join(
        f"{output.words(ENDS[end])}{colon}{summary.looks[end]}"
        for end in LookEnd
        if summary.looks.get(end)
    )
    output.say(Text(f"栏目  {ends}", f"Listings  {ends}"))
    output.say(
        Text(
            f"新存档 {summary.new_captures} 项，未变 {summary.unchanged} 项",
            f"{summary.new_captures} new captures, {summary.unchanged} unchanged",
        )
    )
    troubles = [(agency, output.words(ENDS[end])) for agency, end in summary.not_looked]
    troubles += [
        (agency, output.words(Text("名录中没有栏目页", "no listing in the registry")))
        for agency in summary.no_listing
    ]
    if troubles:
        output.warn(
            Text(
                "未能查看（不等于未公布）：",
                "Could not be looked at (which is not the same as unpublished):",
            )
        )
    for agency, why in troubles:
        known = registry.get(agency)
        output.alert(f"  {known.name if known else agency}{colon}{why}")
    output.say(Text("接着：nianbao process", "Next: nianbao process"))
