"""What must hold between an agency and the division it belongs to."""

from collections.abc import Iterator, Mapping, Sequence

from model.agency import Kind, Level
from model.errors import Problem
from model.text import Text
from registry.agencies import Draft
from registry.changes import RegionChanges
from registry.regions import FROZEN, Region, Regions, contains, is_free

_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)


def place_problems(
    drafts: Sequence[Draft], regions: Regions, changes: RegionChanges
) -> Iterator[Problem]:
    by_id = {draft.id: draft for draft in reversed(drafts) if draft.id is not None}
    for draft in drafts:
        if draft.region is None:
            continue
        if not regions.knows(draft.region):
            yield _unknown(draft)
            continue
        region = regions.get(draft.region)
        if region is not None:
            yield from _time_problems(draft, region, changes)
            yield from _level_problems(draft, region)
        yield from _parent_problems(draft, by_id)


def _unknown(draft: Draft) -> Problem:
    return draft.row.problem(
        "region",
        Text(
            f"{draft.region} 不在 2006 年以来的区划代码之列（截至 {FROZEN}）",
            f"{draft.region} is no division's code since 2006 (list of {FROZEN})",
        ),
        Text(
            "核对代码；不属于任何区划的机关可用省或市两位为 99 的代码",
            "check the code; for what is no division, codes with 99 for the province or the "
            "prefecture are free",
        ),
    )


def _time_problems(draft: Draft, region: Region, changes: RegionChanges) -> Iterator[Problem]:
    """An agency cannot begin in, or go on in, a division that was abolished."""
    if region.last_listed is None:
        return
    began_after = draft.since is not None and draft.since.isoformat()[:7] > region.last_listed
    ended = next((each for each in changes.of(region.code, region.name)), None)
    if draft.until is not None and not began_after:
        return
    now = changes.now_of(region.code, region.name, since=region.last_listed)
    until = f"{region.name}（{region.code}）"
    if began_after:
        yield draft.row.problem(
            "since",
            Text(
                f"{until}最后见于 {region.last_listed} 的代码表，早于设立日期 {draft.since}",
                f"{region.name} ({region.code}) was abolished before it began: last in the list "
                f"of {region.last_listed}, since {draft.since}",
            ),
            Text("核对 region 和 since", "check region and since"),
        )
        return
    successor = now if now != region.code else ended.to_code if ended else None
    yield draft.row.problem(
        "region",
        Text(
            f"{until}已不存在，最后见于 {region.last_listed} 的代码表",
            f"{region.name} ({region.code}) exists no more: last in the list of "
            f"{region.last_listed}",
        ),
        Text(
            f"写现行代码{f' {successor}' if successor else ''}，或填写 until",
            f"write the code of today{f', {successor}' if successor else ''}, or give until",
        ),
    )


def _level_problems(draft: Draft, region: Region) -> Iterator[Problem]:
    """Governments and their offices stand at the level of their division; others need not."""
    if draft.kind not in (Kind.GOVERNMENT, Kind.OFFICE) or draft.level not in _LEVELS:
        return
    if draft.level is not region.level:
        yield draft.row.problem(
            "level",
            Text(
                f"{region.name}（{region.code}）是 {region.level.value} 级",
                f"{region.name} ({region.code}) is of the level {region.level.value}",
            ),
            Text("核对 level 和 region", "check level and region"),
        )


def _parent_problems(draft: Draft, by_id: Mapping[str, Draft]) -> Iterator[Problem]:
    parent = by_id.get(draft.parent) if draft.parent else None
    if parent is None or parent.region is None or draft.region is None or draft.note:
        return
    if is_free(parent.region) or is_free(draft.region) or contains(parent.region, draft.region):
        return
    yield draft.row.problem(
        "parent",
        Text(
            f"上级“{parent.id}”在 {parent.region}，不辖 {draft.region}",
            f"its parent “{parent.id}” is in {parent.region}, which does not contain "
            f"{draft.region}",
        ),
        Text(
            "核对 parent 和 region；确实跨区划的，在 note 说明",
            "check parent and region; where it is so, say why in note",
        ),
    )
