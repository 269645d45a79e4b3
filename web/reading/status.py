"""The state of our seeing: the last look at every listing, and why it was not more."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.capture import LookEnd, Outcome
from model.ids import AgencyId
from model.text import Text
from model.words import LOOK_ENDS, OUTCOMES
from storage.database import Crawl, Database, LatestLook
from web.reading.scope import one_of

ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    crawls: tuple[Crawl, ...]
    """The last ones, newest first."""
    ends: Mapping[LookEnd, int]
    """Listings by how the last look at them ended, every way in fixed order."""
    never: int
    """Agencies of the registry that have no listing or were never looked at."""
    end: LookEnd | None
    looks: tuple[LatestLook, ...]
    names: Mapping[AgencyId, str]
    next: str | None


def why_of(look: LatestLook) -> tuple[Text | None, str]:
    """What the look ended with, in words, and what the site or the network said of it.

    The crawler writes `blocked HTTP 412 http://…`: the outcome of the visit, its detail, its
    address. What stands beside it on the page already is left out.
    """
    detail = look.detail or ""
    first, _, rest = detail.partition(" ")
    if first not in set(Outcome):
        return None, detail
    words = OUTCOMES[Outcome(first)]
    said = rest.removesuffix(look.listing).strip()
    return None if words.zh == LOOK_ENDS[look.end].zh else words, said


def status_view(
    database: Database, names: Mapping[AgencyId, str], given: Mapping[str, str]
) -> StatusView:
    """Raises: UsageError."""
    end = one_of(LookEnd, "end", given)
    page = database.latest_looks(end=end, limit=ROWS, after=given.get("after") or None)
    counts = database.count_latest_looks()
    crawls = sorted(database.crawls(), key=lambda one: one.at, reverse=True)
    return StatusView(
        crawls=tuple(crawls[:10]),
        ends={one: counts[one] for one in LookEnd if one in counts},
        never=max(0, len(names) - database.count_agencies_looked_at()),
        end=end,
        looks=page.items,
        names=names,
        next=page.after,
    )
