"""Search for columns nobody knows yet, keep what was proposed, and adopt what a person accepts."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.discovery import Discovery, Grade, discover
from model.agency import Agency, Registry
from model.errors import UsageError
from model.finding import Decision, DecisionKind
from model.ids import AgencyId
from model.text import Text
from nianbao.clock import Clock, local_day
from nianbao.home import Home
from nianbao.lock import only_one
from nianbao.stages.harvest import harvest_plan
from nianbao.stages.registering import store_registry
from nianbao.views.proposal_json import discovery_json
from storage.archive import Archive
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    key: str
    agency: AgencyId
    listing: str
    note: str


def without_listing(registry: Registry) -> tuple[Agency, ...]:
    """Agencies at work that have a host and no confirmed listing."""
    return tuple(
        agency
        for agency in registry.agencies
        if agency.hosts
        and agency.until is None
        and not set(agency.listings) - {*agency.unconfirmed}
    )


def search(
    home: Home,
    database: Database,
    archive: Archive,
    agencies: Sequence[Agency],
    *,
    clock: Clock,
    simulated: bool,
) -> tuple[tuple[Discovery, ...], bool]:
    """What was found for each agency, kept in the home; and whether it was interrupted.

    An interrupted search of the same agencies goes on where it was. Raises Busy when another
    process harvests in this home.
    """
    with only_one(home.harvest_lock, "nianbao registry propose"):
        scope = json.dumps({"discover": [agency.id for agency in agencies]}, ensure_ascii=False)
        crawl = database.open_crawl(scope) or database.begin_crawl(
            at=clock(), plan=scope, simulated=simulated
        )
        plan = replace(
            harvest_plan(home.settings.harvest, crawl=crawl, clock=clock), agencies=tuple(agencies)
        )
        found, interrupted = discover(plan, archive, database)
        if not interrupted:
            database.finish_crawl(crawl, clock())
        archive.write_cdxj()
    _keep(home, found)
    return found, interrupted


def proposals_file(home: Home) -> Path:
    return home.folder / "proposals.json"


def kept_proposals(home: Home) -> Mapping[str, Any]:
    """Agency id → the last discovery, as `discovery_json` writes it."""
    path = proposals_file(home)
    if not path.exists():
        return {}
    value: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return value


def accept(
    home: Home, database: Database, archive: Archive, keys: Sequence[str], *, by: str, now: datetime
) -> tuple[Accepted, ...]:
    """Adopts proposals `AGENCY:NUMBER` into the registry, with a note of how each was seen.

    The decision is archived first. Raises: UsageError when a key names no proposal.
    """
    kept = kept_proposals(home)
    registry = database.registry()
    chosen = [(key, *_proposal(kept, registry, key)) for key in keys]
    accepted: list[Accepted] = []
    for key, agency, proposal in chosen:
        note = _note(proposal, by, local_day(now))
        accepted.append(Accepted(key=key, agency=agency.id, listing=proposal["listing"], note=note))
        decision = Decision(
            fingerprint=f"listing:{agency.id}:{proposal['listing']}",
            kind=DecisionKind.CONFIRM,
            at=now,
            by=by,
            note=note,
        )
        archive.write_decision(decision)
        database.save_decision(decision)
    changed = {each.agency: each for each in accepted}
    agencies = tuple(
        _with_listings(agency, [each for each in accepted if each.agency == agency.id])
        if agency.id in changed
        else agency
        for agency in registry.agencies
    )
    store_registry(home, database, Registry(agencies=agencies))
    return tuple(accepted)


def _with_listings(agency: Agency, accepted: Sequence[Accepted]) -> Agency:
    new = tuple(each.listing for each in accepted)
    notes = [agency.note, *(each.note for each in accepted)]
    return replace(
        agency,
        listings=tuple(dict.fromkeys((*agency.listings, *new))),
        unconfirmed=tuple(each for each in agency.unconfirmed if each not in new),
        note="；".join(note for note in notes if note),
    )


def _proposal(
    kept: Mapping[str, Any], registry: Registry, key: str
) -> tuple[Agency, Mapping[str, Any]]:
    name = key.rpartition(":")[0]
    agency = registry.get(AgencyId(name))
    proposals = kept.get(name, {}).get("proposals", [])
    found = next((each for each in proposals if each["id"] == key), None)
    if agency is None or found is None:
        raise UsageError(
            key,
            Text("没有这个建议", "is no proposal"),
            Text(
                "写作 机关编号:序号；用 nianbao registry propose --kept 查看已有的建议",
                "write AGENCY:NUMBER; nianbao registry propose --kept shows those at hand",
            ),
        )
    if found["grade"] == Grade.PASSED_OVER.value:
        raise UsageError(
            key,
            Text("这一页已被排除，不能作为建议接受", "was passed over: it is not proposed"),
            Text(
                "确认无误的，自行写入名录的 listings 并在 note 说明",
                "if it is right after all, write it into listings yourself and say why in note",
            ),
        )
    return agency, found


def _note(proposal: Mapping[str, Any], by: str, today: date) -> str:
    """When and how the listing was seen, in the words of the registry's note."""
    seen = datetime.fromisoformat(proposal["at"])
    way = " > ".join(step["words"] for step in proposal["trail"]) or "名录中的地址"
    years = sorted({each["reporting_year"] for each in proposal["titles"]} - {None})
    titles = f"所见年报标题 {len(proposal['titles'])} 篇"
    if years:
        titles += f"（{years[0]}–{years[-1]}）" if len(years) > 1 else f"（{years[0]}）"
    captures = "、".join(proposal["captures"])
    return (
        f"栏目 {proposal['listing']}：{local_day(seen)} 经“{way}”找到，{titles}，"
        f"存档 {captures}；{by} 于 {today} 接受"
    )


def _keep(home: Home, found: Sequence[Discovery]) -> None:
    """What is known of other agencies stays; whole or not at all, whenever it is killed."""
    kept: dict[str, Any] = dict(kept_proposals(home))
    kept.update((each.agency, discovery_json(each)) for each in found)
    path = proposals_file(home)
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
