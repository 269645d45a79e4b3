"""The plan of looks and what a run did, as JSON and in tables."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rich import box
from rich.table import Table

from model.agency import Registry
from model.text import Language, Text
from nianbao.clock import local_text
from nianbao.lock import Holder
from nianbao.schedule.planned import Kind, Planned, Why
from nianbao.schedule.ran import Ran
from nianbao.stages.planning import Schedule
from nianbao.views.output import Output

MOST_ROWS = 60
"""More entries than these are counted by day and reason."""

KINDS: dict[Kind, Text] = {
    Kind.LOOK: Text("查看栏目", "look at the listing"),
    Kind.AGAIN: Text("复查报告", "visit the report again"),
}
WHYS: dict[Why, Text] = {
    Why.FIRST: Text("首次查看", "first look"),
    Why.DEADLINE: Text("期限前后", "deadline"),
    Why.SEASON: Text("每周", "weekly"),
    Why.MONTH: Text("每月", "monthly"),
    Why.VERDICT: Text("结论所需", "for a verdict"),
    Why.RETRY: Text("重试", "retry"),
    Why.MISSING: Text("补取", "not had yet"),
    Why.RECAPTURE: Text("定期复查", "recapture"),
}


def planned_json(item: Planned, at: str, registry: Registry, language: Language) -> dict[str, Any]:
    agency = registry.get(item.agency)
    return {
        "day": item.day.isoformat(),
        "at": f"{item.day.isoformat()}T{at}:00+08:00",
        "agency": item.agency,
        "agency_name": agency.name if agency else item.agency,
        "kind": item.kind.value,
        "url": item.url,
        "why": item.why.value,
        "reason": item.reason.in_language(language),
    }


def schedule_json(
    schedule: Schedule, *, at: str, registry: Registry, holder: Holder | None, language: Language
) -> dict[str, Any]:
    return {
        "at": at,
        "running": holder.doing if holder else None,
        "days": [
            {"day": day.isoformat(), **{why.value: count for why, count in sorted(counts.items())}}
            for day, counts in by_day(schedule.planned).items()
        ],
        "planned": [planned_json(item, at, registry, language) for item in schedule.planned],
        "resting": [
            {"place": rest.place, "until": rest.until.isoformat(), "reason": rest.reason}
            for rest in schedule.rests
        ],
    }


def by_day(planned: Iterable[Planned]) -> Mapping[date, Counter[Why]]:
    days: dict[date, Counter[Why]] = {}
    for item in planned:
        days.setdefault(item.day, Counter())[item.why] += 1
    return days


def print_schedule(
    output: Output,
    schedule: Schedule,
    *,
    at: str,
    registry: Registry,
    holder: Holder | None,
    one_by_one: bool,
) -> None:
    if not schedule.planned:
        output.say(Text("这些天没有要做的", "Nothing is due on these days"))
    elif one_by_one or len(schedule.planned) <= MOST_ROWS:
        _print_each(output, schedule.planned, at, registry, urls=one_by_one)
    else:
        _print_by_day(output, schedule.planned, at)
    if schedule.rests:
        output.say(Text("拒绝过我们、暂不打扰的：", "Left alone, because they turned us away:"))
    for rest in schedule.rests:
        output.say(
            Text(
                f"  {rest.place}  至 {rest.until}（{rest.reason}）",
                f"  {rest.place}  until {rest.until} ({rest.reason})",
            )
        )
    if holder is not None:
        output.say(
            Text(
                f"正在进行：{holder.doing}，进程 {holder.pid}（{holder.host}）",
                f"Under way: {holder.doing}, process {holder.pid} on {holder.host}",
            )
        )


def _print_each(
    output: Output, planned: Iterable[Planned], at: str, registry: Registry, *, urls: bool
) -> None:
    table = Table(box=box.SIMPLE)
    titles = (Text("时间", "when"), Text("机关", "agency"), Text("做什么", "what"))
    for title in titles:
        table.add_column(output.words(title), overflow="fold")
    table.add_column(output.words(Text("为什么", "why")), overflow="fold", ratio=1)
    for same in _alike(planned, apart=urls):
        item = same[0]
        agency = registry.get(item.agency)
        what = output.words(KINDS[item.kind])
        table.add_row(
            f"{item.day} {at}",
            agency.name if agency else item.agency,
            what if len(same) == 1 else f"{what} ×{len(same)}",
            f"{output.words(item.reason)}\n{item.url}" if urls else output.words(item.reason),
        )
    output.show(table)


def _alike(planned: Iterable[Planned], *, apart: bool) -> Iterable[list[Planned]]:
    """What is planned for one agency, on one day, for one reason: several reports at a time."""
    groups: dict[object, list[Planned]] = {}
    for item in planned:
        same = (item.day, item.agency, item.kind, item.reason, item.url if apart else None)
        groups.setdefault(same, []).append(item)
    return groups.values()


def _print_by_day(output: Output, planned: Iterable[Planned], at: str) -> None:
    days = by_day(planned)
    used = [why for why in Why if any(counts[why] for counts in days.values())]
    table = Table(box=box.SIMPLE)
    table.add_column(output.words(Text("时间", "when")))
    for why in used:
        table.add_column(output.words(WHYS[why]), justify="right")
    table.add_column(output.words(Text("合计", "total")), justify="right")
    for day, counts in days.items():
        cells = [str(counts[why] or "·") for why in used]
        table.add_row(f"{day} {at}", *cells, str(counts.total()))
    output.show(table)
    output.say(
        Text(
            "逐条并附理由和网址：加 --agency 机关编号，或 --json",
            "One by one with reasons and addresses: --agency ID, or --json",
        )
    )


def ran_json(ran: Ran) -> dict[str, Any]:
    return {"at": ran.at.isoformat(), "exit": ran.exit, **ran.steps}


def print_ran(output: Output, ran: Ran) -> None:
    when = local_text(ran.at)
    harvested, read = ran.steps.get("harvest"), ran.steps.get("process")
    if not harvested:
        output.say(
            Text(f"{when}  未能采集（退出码 {ran.exit}）", f"{when}  no harvest (exit {ran.exit})")
        )
        return
    looks = sum(harvested["looks"].values())
    new, same = harvested["new_captures"], harvested["unchanged"]
    reports = len(read["reports"]) if read else 0
    output.say(
        Text(
            f"{when}  查看栏目 {looks} 个，新存档 {new} 项，未变 {same} 项，读成报告 {reports} 份"
            f"（退出码 {ran.exit}）",
            f"{when}  {looks} listings looked at, {new} new captures, {same} unchanged, "
            f"{reports} reports read (exit {ran.exit})",
        )
    )
