"""Whose report is it, and for which year? What led to it, weighed with what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from model.agency import Registry
from model.capture import Purpose, Visit
from model.ids import AgencyId
from model.report import Report
from nianbao.stages.clues import PageClues, uscc_of_urls
from registry import AgencyMatcher, Clues

NO_CLUES = PageClues()
UNNAMED = "（未能读出机关名称）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    agency: AgencyId | None
    agency_name: str
    reporting_year: int | None


def attribute(
    registry: Registry,
    matcher: AgencyMatcher,
    visits: Sequence[Visit],
    report: Report,
    page: PageClues = NO_CLUES,
) -> Attribution:
    """A person's word first, then the name in the report, then the listing that led to it.

    The name goes before the listing because columns are copied between bureaus: a report that
    names another agency of the registry is that agency's, whoever lists it.
    """
    told = [visit for visit in visits if visit.purpose is Purpose.ADDED]
    agency = next((visit.agency for visit in told if visit.agency), None) or _match(
        matcher, visits, report, page
    )
    known = registry.get(agency) if agency else None
    return Attribution(
        agency=agency if known else None,
        agency_name=known.name if known else report.agency_name or UNNAMED,
        reporting_year=next((v.reporting_year for v in told if v.reporting_year), None)
        or report.reporting_year,
    )


def answered(registry: Registry, whose: Attribution, agency: AgencyId | None) -> Attribution:
    """What a person said of this very document, in place of what we made of it.

    An agency that has left the registry since leaves our own attribution.
    """
    if agency is None:
        return replace(whose, agency=None)
    known = registry.get(agency)
    return replace(whose, agency=known.id, agency_name=known.name) if known else whose


def _match(
    matcher: AgencyMatcher, visits: Sequence[Visit], report: Report, page: PageClues
) -> AgencyId | None:
    """The one agency that all paths to this document agree on; None when they do not."""
    paths = {
        (visit.listing, urlsplit(visit.url).netloc if visit.listing else None) for visit in visits
    }
    uscc = uscc_of_urls(visits) or page.uscc
    matches = {
        matcher.resolve(
            Clues(
                name=report.agency_name,
                listing=listing,
                host=host,
                uscc=uscc,
                site_id=page.site_id,
                year=report.reporting_year,
            )
        )
        for listing, host in paths
    }
    found = {agency for agency in matches if agency is not None}
    return found.pop() if len(found) == 1 else None
