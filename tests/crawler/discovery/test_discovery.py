"""On sites of ours: what is proposed, with which evidence, and what is not."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.discovery import Discovery, Grade, Proposal
from model.agency import Agency
from model.capture import LookEnd, Outcome, Purpose, Visit
from tests.crawler.child import an_agency, open_database
from tests.crawler.discovery.search import search
from tests.crawler.discovery.worlds import BUREAU, COLUMN, WORLDS
from tests.crawler.site import Site, serve


@dataclass(frozen=True)
class Searched:
    site: Site
    found: Discovery
    visits: tuple[Visit, ...]

    @property
    def proposed(self) -> list[str]:
        """Paths of what is proposed, best first."""
        return [
            self.path(proposal)
            for proposal in self.found.proposals
            if proposal.grade is not Grade.PASSED_OVER
        ]

    def codes(self, path: str) -> set[str]:
        (proposal,) = [each for each in self.found.proposals if self.path(each) == path]
        return {reason.code for reason in proposal.reasons}

    @staticmethod
    def path(proposal: Proposal) -> str:
        return "/" + proposal.listing.split("/", 3)[3]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Searched]]:
    home: Path = tmp_path_factory.mktemp("home")
    agencies: list[Agency] = [an_agency(hosts=(), id_="homeless", name=BUREAU)]
    neighbours: list[Agency] = []
    with ExitStack() as stack:
        sites: dict[str, Site] = {}
        for name, world in WORLDS.items():
            site = sites[name] = stack.enter_context(serve())
            site.replies |= world.pages(site) if callable(world.pages) else world.pages
            listings = (site.url(world.listing),) if world.listing else ()
            agencies.append(an_agency(*listings, hosts=(site.host,), id_=name, name=BUREAU))
            if world.neighbour is not None:
                neighbours.append(
                    an_agency(hosts=(site.host,), id_=f"{name}-2", name=world.neighbour)
                )
        found = {each.agency: each for each in search(home, *agencies, others=tuple(neighbours))}
        with open_database(home) as database:
            visits = database.visits()
        assert found["homeless"].starts == ()  # type: ignore[index]
        yield {
            name: Searched(
                site=site,
                found=found[name],  # type: ignore[index]
                visits=tuple(visit for visit in visits if visit.agency == name),
            )
            for name, site in sites.items()
        }


def test_from_the_home_page_through_the_menu(searched: Mapping[str, Searched]) -> None:
    plain = searched["plain"]

    (best, *_) = plain.found.proposals
    assert best.listing == plain.site.url("/zwgk/zfxxgknb/")
    assert best.grade is Grade.LIKELY
    assert best.score == 100
    assert {reason.code for reason in best.reasons} == {
        "own_reports",
        "column_type",
        "menu_words",
        "calls_itself",
        "path",
    }
    assert [step.words for step in best.trail] == ["政务公开", COLUMN]
    assert [title.reporting_year for title in best.titles] == [2023, 2022, 2021]
    assert plain.site.paths == ["/robots.txt", "/", "/zwgk/", "/zwgk/zfxxgknb/"]


def test_every_visit_is_archived_as_one_of_discovery(searched: Mapping[str, Searched]) -> None:
    plain = searched["plain"]

    assert {visit.purpose for visit in plain.visits} == {Purpose.ROBOTS, Purpose.DISCOVERY}
    (best, *_) = plain.found.proposals
    captures = {visit.capture for visit in plain.visits}
    assert best.captures
    assert set(best.captures) <= captures


def test_sisters_and_parents_are_no_candidates(searched: Mapping[str, Searched]) -> None:
    sisters = searched["sisters"]

    assert sisters.proposed == []
    assert not {"/fzzf/", "/wznb/"} & set(sisters.site.paths)
    assert "other_agency" in sisters.codes("/city/zfxxgknb/")
    assert "lookalikes" in sisters.codes("/ndbg/")
    words = " ".join(r.text.zh for p in sisters.found.proposals for r in p.reasons)
    assert "清禾市人民政府" in words


def test_a_column_cloned_from_another_bureau(searched: Mapping[str, Searched]) -> None:
    assert searched["clone"].proposed == []
    assert "other_agency" in searched["clone"].codes("/fgw/ndbg/")


def test_on_a_shared_portal_the_own_part_goes_before_the_whole(
    searched: Mapping[str, Searched],
) -> None:
    portal = searched["portal"]

    assert portal.proposed == ["/nb/jyj/", "/nb/"]
    assert "shared" in portal.codes("/nb/")
    assert "/nb/sjj/" not in portal.site.paths


@pytest.mark.parametrize(
    ("name", "grade", "code"),
    [
        ("unnamed", Grade.LIKELY, "own_host"),
        ("unnamed-shared", Grade.POSSIBLE, "unnamed_reports"),
        ("unnamed-titled", Grade.LIKELY, "named_page"),
    ],
)
def test_titles_that_name_nobody(
    searched: Mapping[str, Searched], name: str, grade: Grade, code: str
) -> None:
    (proposal,) = searched[name].found.proposals

    assert proposal.grade is grade
    assert code in {reason.code for reason in proposal.reasons}


def test_several_candidates_are_all_shown_best_first(searched: Mapping[str, Searched]) -> None:
    assert searched["several"].proposed == ["/zfxxgknb/", "/old/nb/"]


def test_a_list_that_a_script_fills_is_possible_and_says_so(
    searched: Mapping[str, Searched],
) -> None:
    (proposal,) = searched["scripted"].found.proposals

    assert proposal.grade is Grade.POSSIBLE
    assert proposal.end is LookEnd.NEEDS_SCRIPT
    assert "needs_script" in {reason.code for reason in proposal.reasons}


def test_a_menu_that_a_script_draws_leaves_the_site_map(searched: Mapping[str, Searched]) -> None:
    mapped = searched["mapped"]

    assert mapped.proposed == ["/zwgk/zfxxgknb/"]
    assert [step.words for step in mapped.found.proposals[0].trail] == ["sitemap.xml"]
    assert "/xw/" not in mapped.site.paths


def test_a_site_map_for_people_and_a_report_in_the_news(searched: Mapping[str, Searched]) -> None:
    assert searched["news"].proposed == ["/xxgkbg/"]


def test_a_list_whose_years_have_pages_of_their_own(searched: Mapping[str, Searched]) -> None:
    years = searched["years"]

    assert years.proposed[0] == "/zfxxgknb/"
    assert len(years.found.proposals[0].captures) > 1


def test_a_menu_that_leads_to_another_host_is_told_and_not_followed(
    searched: Mapping[str, Searched],
) -> None:
    found = searched["elsewhere"].found

    assert found.proposals == ()
    assert [each.url for each in found.elsewhere] == ["http://127.0.0.2:9/zfxxgknb/"]
    assert not [visit for visit in searched["elsewhere"].visits if "127.0.0.2" in visit.url]


def test_robots_are_obeyed_and_a_wall_is_no_absence(searched: Mapping[str, Searched]) -> None:
    assert searched["shut"].site.paths == ["/robots.txt"]
    assert [start.outcome for start in searched["shut"].found.starts] == [Outcome.ROBOTS]
    assert [start.outcome for start in searched["walled"].found.starts] == [Outcome.BLOCKED]
    assert searched["walled"].found.proposals == ()


def test_an_unconfirmed_address_is_looked_at_first(searched: Mapping[str, Searched]) -> None:
    (proposal,) = searched["given"].found.proposals

    assert "given" in {reason.code for reason in proposal.reasons}
    assert proposal.grade is Grade.LIKELY


def test_a_column_without_any_report_is_possible(searched: Mapping[str, Searched]) -> None:
    (proposal,) = searched["empty"].found.proposals

    assert proposal.grade is Grade.POSSIBLE
    assert proposal.titles == ()
    assert len(proposal.lookalikes) == 1


def test_a_single_report_is_no_column(searched: Mapping[str, Searched]) -> None:
    assert searched["one-by-one"].proposed == ["/nb/list.html"]
    assert "/nb/1001.htm" not in searched["one-by-one"].site.paths


def test_a_column_that_cannot_be_read_is_told(searched: Mapping[str, Searched]) -> None:
    found = searched["gone"].found

    assert found.proposals == ()
    assert [start.outcome for start in found.closed] == [Outcome.NOT_FOUND]


def test_a_search_ends(searched: Mapping[str, Searched]) -> None:
    endless = searched["endless"]

    assert endless.found.exhausted
    assert len(endless.site.paths) <= 21
