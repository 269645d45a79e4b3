"""How many of each year's reports say something: n of N."""

from dataclasses import dataclass, replace

from index import UNKNOWN, Engine, Query
from index.query import AllOf, Condition, Everything, InRegion, InYears, OfAgency, OfKind, OfLevel
from storage.database import Database
from web.searching.asking import asked_query
from web.searching.searching import Search, resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class YearShare:
    year: int
    found: int
    reports: int
    """All reports of the year under the same filters, and under what the query itself says of
    years, regions, levels, kinds and agencies."""

    @property
    def share(self) -> float:
        return self.found / self.reports


def over_time(engine: Engine, database: Database, asked: Search) -> tuple[YearShare, ...]:
    """Oldest first; years without any report are left out. Raises SearchError."""
    query = asked_query(asked.text)
    filters = replace(asked.filters, verdict=None)
    found = engine.search(resolved(database, query, asked.filters), filters, page_size=1)
    every = engine.search(Query(asked.text, setting(query.root)), filters, page_size=1)
    some, all_of_them = found.facets["year"], every.facets["year"]
    return tuple(
        YearShare(year=int(year), found=some.get(year, 0), reports=count)
        for year, count in sorted(all_of_them.items())
        if year != UNKNOWN
    )


def setting(condition: Condition) -> Condition:
    """Of a query: whose reports are asked, not what they say."""
    parts = condition.conditions if isinstance(condition, AllOf) else (condition,)
    whose = tuple(
        part for part in parts if isinstance(part, InYears | InRegion | OfLevel | OfKind | OfAgency)
    )
    if not whose:
        return Everything()
    return whose[0] if len(whose) == 1 else AllOf(whose)
