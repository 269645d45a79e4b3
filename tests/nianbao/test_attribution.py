"""Whose report is it? Attributed wrongly, one agency would be praised and another accused."""

from datetime import UTC, datetime

import pytest

from model.agency import Agency, Duty, Kind, Level, Registry
from model.capture import Outcome, Purpose, Visit
from model.ids import AgencyId, CaptureId, CrawlId, RegionCode, VisitId
from model.report import Report
from nianbao.stages.attribution import UNNAMED, attribute
from registry import AgencyMatcher

HOST = "www.qinghe.example"


def agency(key: str, name: str, *, aliases: tuple[str, ...] = ()) -> Agency:
    return Agency(
        id=AgencyId(key),
        name=name,
        aliases=aliases,
        level=Level.PREFECTURE,
        kind=Kind.DEPARTMENT,
        region=RegionCode("999900"),
        duty=Duty.STATUTORY,
        listings=(f"http://{HOST}/{key}/",),
        hosts=(HOST,),
    )


JUSTICE = agency("justice", "清禾市司法局", aliases=("清禾市司法行政局",))
AUDIT = agency("audit", "清禾市审计局")
REGISTRY = Registry(agencies=(JUSTICE, AUDIT))


def listed_by(owner: Agency) -> Visit:
    return Visit(
        id=VisitId(f"visit-{owner.id}"),
        crawl=CrawlId("crawl"),
        url=f"http://{HOST}/{owner.id}/2024.html",
        at=datetime(2025, 2, 1, tzinfo=UTC),
        purpose=Purpose.REPORT,
        outcome=Outcome.CAPTURED,
        agency=owner.id,
        listing=owner.listings[0],
        capture=CaptureId("capture"),
    )


def added(owner: Agency | None = None, year: int | None = None) -> Visit:
    return Visit(
        id=VisitId("added"),
        crawl=CrawlId("crawl"),
        url="urn:added",
        at=datetime(2025, 2, 1, tzinfo=UTC),
        purpose=Purpose.ADDED,
        outcome=Outcome.CAPTURED,
        agency=owner.id if owner else None,
        reporting_year=year,
        capture=CaptureId("capture"),
    )


def report(name: str | None, year: int | None = 2024) -> Report:
    return Report(
        title=None,
        agency_printed=name,
        agency_name=name,
        reporting_year=year,
        year_candidates=(),
        form=None,
        sections=(),
        measures={},
    )


def owner_of(visits: list[Visit], read: Report) -> AgencyId | None:
    return attribute(REGISTRY, AgencyMatcher(REGISTRY), visits, read).agency


@pytest.mark.parametrize(
    ("visits", "name", "owner"),
    [
        ([listed_by(JUSTICE)], "清禾市司法局", JUSTICE.id),
        ([listed_by(JUSTICE)], "清禾市司法行政局", JUSTICE.id),
        ([listed_by(JUSTICE)], "司法局", JUSTICE.id),
        ([listed_by(JUSTICE)], None, JUSTICE.id),
        # A column copied from another bureau: the name in the report decides.
        ([listed_by(JUSTICE)], "清禾市审计局", AUDIT.id),
        # It names a body we do not know: nobody's, rather than the listing's.
        ([listed_by(JUSTICE)], "清禾市水利局", None),
        # Two listings lead to it and it names nobody.
        ([listed_by(JUSTICE), listed_by(AUDIT)], None, None),
        ([listed_by(JUSTICE), listed_by(AUDIT)], "清禾市审计局", AUDIT.id),
        ([added()], "清禾市司法局", JUSTICE.id),
        ([added()], "司法局", None),
        # A person's word stands.
        ([added(AUDIT)], "清禾市司法局", AUDIT.id),
        ([listed_by(JUSTICE), added(AUDIT)], "清禾市司法局", AUDIT.id),
    ],
)
def test_the_owner(visits: list[Visit], name: str | None, owner: AgencyId | None) -> None:
    assert owner_of(visits, report(name)) == owner


def test_what_a_person_says_of_the_year_stands() -> None:
    matcher = AgencyMatcher(REGISTRY)

    told = attribute(REGISTRY, matcher, [added(JUSTICE, 2023)], report("清禾市司法局", 2024))
    read = attribute(REGISTRY, matcher, [added(JUSTICE)], report("清禾市司法局", 2024))

    assert told.reporting_year == 2023
    assert read.reporting_year == 2024


def test_a_name_nobody_has_is_kept_as_printed_and_no_name_says_so() -> None:
    matcher = AgencyMatcher(REGISTRY)

    assert attribute(REGISTRY, matcher, [added()], report("某县水利局")).agency_name == "某县水利局"
    assert attribute(REGISTRY, matcher, [added()], report(None)).agency_name == UNNAMED
