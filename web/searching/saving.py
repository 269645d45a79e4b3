"""Saved searches: what a person keeps looking for, and what is new since the last time.

Each step is a decision in the archive, as other things that people said: a rebuild keeps them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from index import Engine, SearchFilters, SearchResult
from index.query import AllOf, OneOf
from model.errors import NotFoundError, UsageError
from model.finding import Decision, DecisionKind
from model.ids import ReportId
from model.text import Text
from storage.archive import Archive
from storage.database import Database
from web.searching.asking import asked_query
from web.searching.searching import INDEX_ORDERS, Search, resolved

_FINGERPRINT = "search:"
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    name: str
    search: Search
    saved: datetime
    ran: datetime | None
    """When it was run last; None: never."""
    seen: frozenset[ReportId]
    """What it had found up to then."""


def save_search(
    database: Database, archive: Archive, name: str, search: Search, *, by: str, now: datetime
) -> None:
    """In place of an earlier search of that name. Raises SearchError, UsageError."""
    asked_query(search.text)
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise UsageError(
            name[:_LONGEST_NAME],
            Text("不能作名称", "cannot be a name"),
            Text(f"写 1 到 {_LONGEST_NAME} 个字符", f"write 1 to {_LONGEST_NAME} characters"),
        )
    said = {
        "query": search.text,
        "filters": asdict(search.filters),
        "sort": search.sort,
        "fold": search.fold,
    }
    _decide(database, archive, name, DecisionKind.CONFIRM, said, by=by, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    found: frozenset[ReportId]
    new: frozenset[ReportId]
    result: SearchResult
    """A page of what is new."""


def news_of(engine: Engine, database: Database, saved: SavedSearch, *, page_size: int) -> News:
    """What is new since the last run; everything is new at the first. Raises SearchError."""
    asked = saved.search
    query = resolved(database, asked_query(asked.text), asked.filters)
    filters = replace(asked.filters, verdict=None)
    found = engine.matching(query, filters)
    new = found - saved.seen
    result = engine.search(
        replace(query, root=AllOf((query.root, OneOf(new)))),
        filters,
        sort=asked.sort if asked.sort in INDEX_ORDERS else "newest",
        page_size=page_size,
    )
    return News(found=found, new=new, result=result)


def record_run(
    database: Database,
    archive: Archive,
    saved: SavedSearch,
    found: Iterable[ReportId],
    *,
    by: str,
    now: datetime,
) -> None:
    """Remembers what was found; only what is new is written down."""
    new = sorted(set(found) - saved.seen)
    _decide(database, archive, saved.name, DecisionKind.NOTE, {"new": new}, by=by, now=now)


def forget_search(
    database: Database, archive: Archive, name: str, *, by: str, now: datetime
) -> None:
    """Raises NotFoundError."""
    saved_search(database, name)
    _decide(database, archive, name, DecisionKind.DISMISS, None, by=by, now=now)


def saved_search(database: Database, name: str) -> SavedSearch:
    """Raises NotFoundError."""
    known = {saved.name: saved for saved in saved_searches(database)}
    if name in known:
        return known[name]
    raise NotFoundError(
        name,
        Text("没有这个名称的检索", "no search was saved under this name"),
        Text(
            f"已存的检索：{'、'.join(known) or '无'}",
            f"saved searches: {', '.join(known) or 'none'}",
        ),
    )


def saved_searches(database: Database) -> tuple[SavedSearch, ...]:
    """By name."""
    steps: dict[str, list[Decision]] = {}
    for decision in database.decisions():
        if decision.fingerprint.startswith(_FINGERPRINT):
            name = decision.fingerprint.removeprefix(_FINGERPRINT)
            steps.setdefault(name, []).append(decision)
    found = (_standing(name, steps[name]) for name in sorted(steps))
    return tuple(saved for saved in found if saved is not None)


def _standing(name: str, steps: Sequence[Decision]) -> SavedSearch | None:
    """What became of a name, step by step."""
    standing: SavedSearch | None = None
    for step in steps:
        said = json.loads(step.note) if step.note else {}
        if step.kind is DecisionKind.CONFIRM:
            standing = SavedSearch(
                name=name, search=_search(said), saved=step.at, ran=None, seen=frozenset()
            )
        elif step.kind is DecisionKind.DISMISS:
            standing = None
        elif standing is not None:
            standing = SavedSearch(
                name=name,
                search=standing.search,
                saved=standing.saved,
                ran=step.at,
                seen=standing.seen | {ReportId(report) for report in said["new"]},
            )
    return standing


def _search(said: dict[str, object]) -> Search:
    filters = said["filters"]
    assert isinstance(filters, dict)  # noqa: S101 - we wrote it
    known = {key: filters[key] for key in asdict(SearchFilters()) if filters.get(key) is not None}
    if "year" in known:
        known["year"] = tuple(known["year"])
    return Search(
        text=str(said["query"]),
        filters=SearchFilters(**known),
        sort=str(said["sort"]),
        fold=bool(said["fold"]),
    )


def _decide(
    database: Database,
    archive: Archive,
    name: str,
    kind: DecisionKind,
    said: object,
    *,
    by: str,
    now: datetime,
) -> None:
    decision = Decision(
        fingerprint=f"{_FINGERPRINT}{name}",
        kind=kind,
        at=now,
        by=by,
        note=None if said is None else json.dumps(said, ensure_ascii=False, sort_keys=True),
    )
    archive.write_decision(decision)
    database.save_decision(decision)
