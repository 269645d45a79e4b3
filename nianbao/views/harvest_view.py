"""What a harvest did, as JSON and in a few lines."""

from typing import Any

from crawler import BackOff, HarvestSummary
from model.agency import Registry
from model.capture import LookEnd, Outcome
from model.text import Text
from model.words import LOOK_ENDS
from nianbao.views.output import Output


def harvest_json(summary: HarvestSummary) -> dict[str, Any]:
    return {
        "looks": {end.value: summary.looks.get(end, 0) for end in LookEnd},
        "visits": {outcome.value: summary.visits.get(outcome, 0) for outcome in Outcome},
        "new_captures": summary.new_captures,
        "unchanged": summary.unchanged,
        "not_looked": [{"agency": agency, "end": end.value} for agency, end in summary.not_looked],
        "no_listing": list(summary.no_listing),
        "left_alone": [
            {
                "host": each.place,
                "url": each.url,
                "outcome": each.outcome.value,
                "reason": each.reason,
                "since": each.since.isoformat(),
                "until": each.until.isoformat(),
                "next_day": each.next_day.isoformat(),
            }
            for each in summary.left_alone
        ],
        "interrupted": summary.interrupted,
    }


def print_harvest(output: Output, summary: HarvestSummary, registry: Registry) -> None:
    colon = output.words(Text("：", ": "))
    ends = "  ".join(
        f"{output.words(LOOK_ENDS[end])}{colon}{summary.looks[end]}"
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
    troubles = [(agency, output.words(LOOK_ENDS[end])) for agency, end in summary.not_looked]
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
    _print_left_alone(output, summary.left_alone)
    output.say(Text("接着：nianbao process", "Next: nianbao process"))


def _print_left_alone(output: Output, left_alone: tuple[BackOff, ...]) -> None:
    if not left_alone:
        return
    output.say(
        Text(
            "以下网站或网页拒绝了我们，或请我们稍后再来，到期前不再访问"
            "（--despite-back-off 可提前）：",
            "These sites or pages turned us away or asked us to wait, and are left alone until "
            "their day (--despite-back-off asks them all the same):",
        )
    )
    for each in left_alone:
        where = each.url or each.place
        output.say(
            Text(
                f"  {where}：{each.next_day} 再试（{each.reason}）",
                f"  {where}: again on {each.next_day} ({each.reason})",
            )
        )
