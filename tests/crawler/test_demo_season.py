"""The demo's season: three harvests of the whole prefecture, compared with what its sites are."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

import pytest

import demo
from model.capture import LinkKind, LookEnd, Outcome
from registry import load_registry
from tests.crawler.child import Harvest, harvest, open_archive


@dataclass(frozen=True)
class Season:
    server: demo.Server
    harvests: tuple[Harvest, ...]
    seconds: float


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    home = tmp_path_factory.mktemp("season")
    with demo.serve(home / "sites", day=demo.SEASON[0].date()) as server:
        (home / "registry.csv").write_text(demo.registry_csv(server), encoding="utf-8")
        registry = load_registry([home / "registry.csv"])
        began = time.monotonic()
        harvests = []
        for moment in demo.SEASON:
            server.day = moment.date()
            harvests.append(harvest(home, *registry.agencies, at=moment.astimezone(UTC)))
        yield Season(server, tuple(harvests), time.monotonic() - began)


def test_every_listing_ends_in_one_look_that_says_how(season: Season) -> None:
    for done in season.harvests:
        ends = {look.agency: look.end for look in done.looks}
        assert len(done.looks) == len({look.listing for look in done.looks})
        troubled = {a: end for a, end in ends.items() if end is not LookEnd.READ_TO_END}
        assert troubled == {
            "qinghe-audit": LookEnd.UNREACHABLE,
            "qinghe-police": LookEnd.ROBOTS,
            "qinghe-finance": LookEnd.BLOCKED,
            "qinghe-market": LookEnd.NEEDS_SCRIPT,
        }
        assert done.summary.no_listing == ("qinghe-veterans",)


def test_a_look_lists_exactly_the_reports_that_the_site_lists(season: Season) -> None:
    content = season.server.content
    for moment, done in zip(demo.SEASON, season.harvests, strict=True):
        for look in done.looks:
            if look.end is not LookEnd.READ_TO_END:
                continue
            columns = [c for site in content.sites for c in site.columns if c.agency == look.agency]
            owners = {look.agency, *(also for column in columns for also in column.also)}
            listed = {
                (report.year, report.published)
                for owner in owners
                for report in content.reports_of(owner)
                if report.published <= moment.date()
            }
            links = [link for link in look.links if link.kind is LinkKind.REPORT]
            assert {(link.reporting_year, link.declared) for link in links} == listed
            assert look.freshest is not None
            assert look.freshest <= moment.date()


def test_what_has_not_changed_is_not_captured_again(season: Season) -> None:
    first, *later = season.harvests
    assert first.summary.new_captures > 0
    for done in later:
        assert done.summary.unchanged > 0
        assert done.summary.new_captures < first.summary.new_captures
    outcomes = {visit.outcome for done in season.harvests for visit in done.visits}
    assert Outcome.REJECTED not in outcomes


def test_the_season_is_quick_and_its_archive_sound(season: Season) -> None:
    # 15 s on a quiet machine, of which the sites' own Crawl-delay takes most.
    assert season.seconds < 60
    with open_archive(season.harvests[0].home) as archive:
        assert list(archive.verify()) == []
