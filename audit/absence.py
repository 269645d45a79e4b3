"""The proof that a report was not there when we looked, and the doubts that stand in its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from audit.case import Case
from audit.days import local_day
from audit.soundness import flaw
from model.capture import Look, Outcome, Purpose
from model.verdict import Reason

LOOKS_NEEDED = 2
"""Sound looks on so many different days after the deadline, at every listing of the agency."""

PRECEDENCE = (
    Reason.UNREADABLE_DOCUMENT,
    Reason.NO_LISTING_KNOWN,
    Reason.BLOCKED,
    Reason.ROBOTS,
    Reason.NEEDS_SCRIPT,
    Reason.UNREACHABLE,
    Reason.LISTING_UNREADABLE,
    Reason.KNOWN_ITEM_LOST,
    Reason.SITE_STALE,
    Reason.TOO_FEW_LOOKS,
)
"""Which reason is told when several apply: what may be the report itself, then what stopped us
earliest on the way to it. For one listing the most recent look speaks."""

_BY_OUTCOME: dict[Outcome, Reason] = {
    Outcome.BLOCKED: Reason.BLOCKED,
    Outcome.UNREACHABLE: Reason.UNREACHABLE,
    Outcome.ROBOTS: Reason.ROBOTS,
    Outcome.NEEDS_SCRIPT: Reason.NEEDS_SCRIPT,
    Outcome.NOT_FOUND: Reason.LISTING_UNREADABLE,
    Outcome.SOFT_404: Reason.LISTING_UNREADABLE,
    Outcome.MOVED: Reason.LISTING_UNREADABLE,
    Outcome.WRONG_TYPE: Reason.LISTING_UNREADABLE,
    Outcome.TRUNCATED: Reason.LISTING_UNREADABLE,
    Outcome.TOO_LARGE: Reason.LISTING_UNREADABLE,
    Outcome.REJECTED: Reason.LISTING_UNREADABLE,
    Outcome.CAPTURED: Reason.TOO_FEW_LOOKS,
    Outcome.UNCHANGED: Reason.TOO_FEW_LOOKS,
}


class NotProvenError(ValueError):
    """A proof of absence was asked for where there is none: a bug of the caller."""


@dataclass(frozen=True, kw_only=True)
class AbsenceProof:
    """That the report was not found by us, with what this rests on. It exists only where it holds.

    Raises NotProvenError unless, after the deadline, every listing of the agency was read to its
    end by sound looks on at least two different days, and nothing that was ever listed or held
    may be the report.
    """

    case: Case

    def __post_init__(self) -> None:
        if not self.case.after_deadline(self.case.view.as_of):
            raise NotProvenError("the report is not due yet, or not at all")
        if self.case.reports:
            raise NotProvenError("the report was found")
        if doubt := absence_doubt(self.case):
            raise NotProvenError(f"the absence cannot be told: {doubt.value}")

    @property
    def looks(self) -> tuple[Look, ...]:
        """The first and the last sound look at every listing, on different days."""
        pairs = (sound_looks(self.case, listing) for listing in self.case.view.agency.listings)
        return tuple(look for looks in pairs for look in (looks[0], looks[-1]))

    @property
    def last_absent(self) -> datetime:
        """Until then the report was on none of the listings."""
        return min(
            sound_looks(self.case, listing)[-1].at for listing in self.case.view.agency.listings
        )

    @property
    def found_again(self) -> tuple[int, ...]:
        """The earlier reporting years that these looks did show."""
        return tuple(sorted({year for look in self.looks for year in self.case.earlier(look)}))

    @property
    def graded(self) -> bool:
        """Weaker: no earlier report is known that the looks could have found again."""
        return not self.case.known_items


def absence_doubt(case: Case) -> Reason | None:
    """The most telling reason why nothing can be said, or None when the absence is proven."""
    if case.unread:
        return Reason.UNREADABLE_DOCUMENT
    if not case.view.agency.listings:
        return Reason.NO_LISTING_KNOWN
    doubts = {_listing_doubt(case, listing) for listing in case.view.agency.listings}
    return next((reason for reason in PRECEDENCE if reason in doubts), None)


def unconfirmed_listings(case: Case) -> tuple[str, ...]:
    """Those taken from an address list at which no look has shown a report of the agency yet.

    Until then nobody can say that this is where it publishes.
    """
    return tuple(
        listing for listing in case.view.agency.unconfirmed if listing not in case.knowing_listings
    )


def sound_looks(case: Case, listing: str) -> tuple[Look, ...]:
    """Sound looks at a listing after the deadline, in the order of time."""
    return tuple(look for look in _looks_after(case, listing) if flaw(case, look) is None)


def _looks_after(case: Case, listing: str) -> Iterator[Look]:
    return (
        look for look in case.view.looks if look.listing == listing and case.after_deadline(look.at)
    )


def _listing_doubt(case: Case, listing: str) -> Reason | None:
    if listing in unconfirmed_listings(case):
        return Reason.NO_LISTING_KNOWN
    days: set[date] = {local_day(look.at) for look in sound_looks(case, listing)}
    if len(days) >= LOOKS_NEEDED:
        return None
    looks = list(_looks_after(case, listing))
    if not looks:
        return _failed_visit(case, listing) or Reason.TOO_FEW_LOOKS
    return flaw(case, looks[-1]) or Reason.TOO_FEW_LOOKS


def _failed_visit(case: Case, listing: str) -> Reason | None:
    """When a look did not even come about, its visit says why."""
    visits = [
        visit
        for visit in case.view.visits
        if visit.purpose is Purpose.LISTING
        and listing in (visit.url, visit.listing)
        and case.after_deadline(visit.at)
    ]
    return _BY_OUTCOME[max(visits, key=lambda visit: visit.at).outcome] if visits else None
