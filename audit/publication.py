"""When was a report published? An interval: the date it bears, last seen absent, first seen."""

from dataclasses import dataclass
from datetime import date, datetime

from audit.case import Case
from audit.days import local_day
from audit.soundness import shows_absence
from model.capture import Look
from model.report import ReportVersion


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is known about the time of publication of one report."""

    case: Case
    version: ReportVersion
    """The document that stands for the report: of the version that is up now, and readable."""
    first_seen: datetime
    first_look: Look | None
    """The first look that showed it; None when it came another way."""
    declared: date | None
    """The earliest credible date shown beside it on a listing, else the one on its own page."""
    declared_beside: bool
    """Whether a listing shows it. Only then does it count against the agency."""
    excused_by_page: bool
    """Whether its own page bears a credible date in time."""
    last_absent: Look | None
    """Proof that it was on none of the agency's listings then; one that shows it now is among them.

    With several listings: the earliest of their last sound looks without it before `first_seen`,
    because it may have stood on any one of them.
    """

    @property
    def in_time(self) -> bool:
        """Seen on or before the deadline: nothing else matters then."""
        return not self.case.after_deadline(self.first_seen)

    @property
    def late_by_look(self) -> bool:
        """It was not there at a look after the deadline."""
        return self.last_absent is not None and self.case.after_deadline(self.last_absent.at)

    @property
    def late_by_date(self) -> bool:
        """The listing itself dates it after the deadline, and its own page does not disagree."""
        deadline = self.case.deadline
        return (
            self.declared is not None
            and deadline is not None
            and self.declared > deadline
            and not self.excused_by_page
        )

    @property
    def late(self) -> bool:
        return self.late_by_look or self.late_by_date

    @property
    def back_dated(self) -> bool:
        """It bears a date of a day before a look that did not find it.

        The same day does not count: it may have been put there in the afternoon.
        """
        return (
            self.declared is not None
            and self.declared_beside
            and self.last_absent is not None
            and self.declared < local_day(self.last_absent.at)
        )


def publication(case: Case) -> Publication:
    """`case` must have a report."""
    showing = [look for look in case.view.looks if case.leading(look)]
    first_look = showing[0] if showing else None
    first_seen = min(
        [version.capture.at for version in case.reports] + [look.at for look in showing]
    )
    beside = _declared(case, showing, first_seen)
    on_page = _on_its_page(case, first_seen)
    return Publication(
        case=case,
        version=_standing(case),
        first_seen=first_seen,
        first_look=first_look,
        declared=beside or on_page,
        declared_beside=beside is not None,
        excused_by_page=on_page is not None,
        last_absent=_last_absent(case, showing, first_seen),
    )


def _standing(case: Case) -> ReportVersion:
    """One document of the version that is up now.

    Of the versions that were the last to be had at some address, the latest: an old file that
    nobody links may stay on a server for years, and an edit may be taken back.
    """
    by_digest = {version.capture.payload_digest: version for version in case.reports}
    last = [
        next((one.digest for one in reversed(seen) if one.digest in by_digest), None)
        for seen in case.view.sightings.values()
    ]
    up = {by_digest[digest].version for digest in last if digest is not None}
    return standing_version(
        tuple(version for version in case.reports if not up or version.version in up)
    )


def standing_version(reports: tuple[ReportVersion, ...]) -> ReportVersion:
    """The latest version whose tables were recognised, else the latest."""
    readable = [version for version in reports if version.report.form is not None]
    return (readable or list(reports))[-1]


def _last_absent(case: Case, showing: list[Look], first_seen: datetime) -> Look | None:
    if not showing:
        return None
    last: list[Look] = []
    for listing in {*case.view.agency.listings, *(look.listing for look in showing)}:
        absent = (
            look
            for look in reversed(case.view.looks)
            if look.listing == listing and look.at < first_seen and shows_absence(case, look)
        )
        latest = next(absent, None)
        if latest is None:
            return None
        last.append(latest)
    return min(last, key=lambda look: look.at)


def _declared(case: Case, showing: list[Look], first_seen: datetime) -> date | None:
    """The earliest date shown: sites that move date everything anew, always later."""
    shown = {link.declared for look in showing for link in case.leading(look)}
    visited = {
        visit.declared
        for visit in case.view.visits
        if case.year in case.view.years_by_url.get(visit.url, frozenset())
    }
    elsewhere = {met.declared for met in case.view.elsewhere if met.reporting_year == case.year}
    return _earliest(case, shown | visited | elsewhere, first_seen)


def _on_its_page(case: Case, first_seen: datetime) -> date | None:
    """The date that the report's own page declares, where it speaks for the agency.

    Templates, drafts and moves of a site leave their dates in pages, so this one may show that a
    report came in time, and nothing else.
    """
    declared = {version.report.declared for version in case.reports}
    day = _earliest(case, declared, first_seen)
    late = day is not None and case.deadline is not None and day > case.deadline
    return None if late else day


def _earliest(case: Case, days: set[date | None], first_seen: datetime) -> date | None:
    """A date before the end of the reporting year is left over from a template, one after the day
    we saw the report is a slip; neither says anything about publication."""
    return min(
        (
            day
            for day in days
            if day is not None and day.year > case.year and day <= local_day(first_seen)
        ),
        default=None,
    )
