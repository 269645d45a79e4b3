"""Words of the index and figures of the database in one search."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Engine, SearchFilters, open_engine
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    HasSection,
    Not,
    OneOf,
    Phrase,
    WithFinding,
    Within,
    WithVerdict,
)
from model.agency import Agency, Duty, Kind, Level, Registry
from model.errors import NotFoundError, SearchError, UsageError
from model.form import SectionId
from model.ids import AgencyId, FormId, MeasureId, RegionCode, ReportId
from model.place import Place
from model.report import Measure, MeasureState, Section
from nianbao.stages.indexing import bring_index_up_to_date
from storage.archive import Archive
from storage.database import Answer, Database
from storage.rebuild import reconcile
from tests.storage.builders import (
    START,
    a_capture,
    a_reading,
    a_report,
    later,
    open_archive,
    open_database,
    registered,
)
from web.searching import (
    Search,
    answered,
    did_you_mean,
    drill,
    explain,
    forget_search,
    over_time,
    record_run,
    save_search,
    saved_searches,
    search,
    suggest_agencies,
)
from web.searching.saving import news_of, saved_search

BY = "a reader"
PLACES = (
    ("qinghe-gov", "清禾市人民政府", "999800", Level.PREFECTURE, Kind.GOVERNMENT),
    ("qinghe-jyj", "清禾市教育局", "999800", Level.PREFECTURE, Kind.DEPARTMENT),
    ("yundu-gov", "云渡县人民政府", "999821", Level.COUNTY, Kind.GOVERNMENT),
    ("lanting-gov", "兰汀县人民政府", "999822", Level.COUNTY, Kind.GOVERNMENT),
)


def registry() -> Registry:
    return Registry(
        agencies=tuple(
            Agency(
                id=AgencyId(id_),
                name=name,
                level=level,
                kind=kind,
                region=RegionCode(region),
                duty=Duty.STATUTORY,
            )
            for id_, name, region, level, kind in PLACES
        )
    )


@dataclass(frozen=True)
class Home:
    folder: Path
    database: Database
    archive: Archive
    engine: Engine

    def found(self, text: str, filters: SearchFilters | None = None) -> list[str]:
        """`agency year` of what is found, sorted."""
        asked = Search(text=text, filters=filters or SearchFilters())
        hits = search(self.engine, self.database, asked, page_size=50).result.hits
        return sorted(f"{hit.agency} {hit.reporting_year}" for hit in hits)


def store(
    database: Database,
    number: int,
    agency: str,
    year: int,
    text: str,
    figures: Mapping[str, int | MeasureState],
) -> ReportId:
    capture = a_capture(number, at=later(days=number), url=f"http://www.qinghe.example/{number}")
    registered(database, capture)
    measures = {
        MeasureId(name): Measure(
            id=MeasureId(name),
            value=value if isinstance(value, int) else None,
            raw=None,
            state=MeasureState.READ if isinstance(value, int) else value,
        )
        for name, value in figures.items()
    }
    report = replace(
        a_report(),
        sections=(Section(id=SectionId.PROBLEMS, heading="五", text=text, place=Place(line=1)),),
        measures=measures,
        form=FormId("2021") if measures else None,
    )
    reading = replace(
        a_reading(capture, agency=agency, year=year, report=report), agency_name=agency
    )
    return database.save_report(reading, code_version="1").id


RECEIVED, GRANTED = "t3.new_received.total", "t3.granted.total"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with open_database(tmp_path) as database:
        database.sync_registry(registry())
        store(database, 1, "qinghe-gov", 2023, "收到申请一百二十件。", {RECEIVED: 120, GRANTED: 80})
        store(database, 2, "qinghe-gov", 2024, "收到申請130件。", {RECEIVED: 130, GRANTED: 0})
        store(
            database, 3, "yundu-gov", 2024, "警企恳谈会开了两次。", {RECEIVED: MeasureState.BLANK}
        )
        store(database, 4, "qinghe-jyj", 2024, "公开不够及时。", {})
        bring_index_up_to_date(tmp_path / "index", database)
        archive = open_archive(tmp_path / "warc")
        with closing(open_engine(tmp_path / "index")) as engine:
            yield Home(folder=tmp_path, database=database, archive=archive, engine=engine)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("申请数量>=100", ["qinghe-gov 2023", "qinghe-gov 2024"]),
        ("申请数量>=125", ["qinghe-gov 2024"]),
        ("NOT 申请数量>=125", ["qinghe-gov 2023"]),
        ("申请数量<1", []),
        ("予以公开/申请数量>50%", ["qinghe-gov 2023"]),
        ("申请数量>=100 year:2024", ["qinghe-gov 2024"]),
        ("公开不够及时 OR 申请数量=120", ["qinghe-gov 2023", "qinghe-jyj 2024"]),
        ("NOT (恳谈会 OR 申请数量>=125)", ["qinghe-gov 2023"]),
        ("NOT (恳谈会 申请数量>=125)", ["qinghe-gov 2023", "qinghe-gov 2024", "qinghe-jyj 2024"]),
        ("section:problems 收到申请 申请数量>0", ["qinghe-gov 2023", "qinghe-gov 2024"]),
        ("NOT (section:overview 申请数量>125)", ["qinghe-gov 2023", "qinghe-gov 2024",
                                              "qinghe-jyj 2024", "yundu-gov 2024"]),
        ("form:none", ["qinghe-jyj 2024"]),
        ("收到申請", ["qinghe-gov 2023", "qinghe-gov 2024"]),
        ("verdict:late", []),
        ("NOT verdict:late", []),
        ("finding:applications.*", []),
    ],
)  # fmt: skip
def test_finds(home: Home, text: str, found: list[str]) -> None:
    assert home.found(text) == found


def test_a_filter_on_verdicts_is_asked_of_the_database(home: Home) -> None:
    assert home.found("申请数量>0", SearchFilters(verdict="late")) == []
    assert home.found("申请数量>0", SearchFilters(level="prefecture")) == [
        "qinghe-gov 2023",
        "qinghe-gov 2024",
    ]


def test_what_was_asked_is_what_is_said_to_be_understood(home: Home) -> None:
    result = search(home.engine, home.database, Search(text="恳谈会 申请数量≥１００")).result
    assert result.understood == '"恳谈会" AND 申请数量>=100'


def test_counts_what_the_database_knows(home: Home) -> None:
    result = search(home.engine, home.database, Search(text="", sort="applications")).result
    assert [hit.reporting_year for hit in result.hits[:2]] == [2024, 2023]
    assert result.facets["verdict"] == {"unknown": 4}
    assert result.facets["kind"] == {"government": 3, "department": 1}


def test_hits_come_with_what_they_state(home: Home) -> None:
    asked = Search(text="予以公开/申请数量>0 OR 恳谈会")
    found = search(home.engine, home.database, asked)
    by_year = {hit.reporting_year: found.stated[hit.report] for hit in found.result.hits}
    assert by_year == {2023: {"t3.granted.total": 80, "申请数量": 120}, 2024: {}}


def test_explains_who_answers_and_how_many_could_not_be_asked(home: Home) -> None:
    explained = explain(home.engine, home.database, "NOT 申请数量>=125 year:2024")
    assert (explained.total, explained.indexed) == (0, 4)
    assert [(step.depth, step.query, step.by_database) for step in explained.steps] == [
        (0, "(NOT 申请数量>=125 AND year:2024)", True),
        (1, "NOT 申请数量>=125", True),
        (2, "申请数量>=125", True),
        (1, "year:2024", False),
    ]
    assert [(step.reports, step.unknown) for step in explained.steps] == [
        (0, 2), (1, 2), (1, 2), (3, 0),
    ]  # fmt: skip
    assert "t3.new_received.total" in explained.steps[2].words.zh


def test_explains_how_else_a_number_is_written(home: Home) -> None:
    (step,) = explain(home.engine, home.database, "120件").steps
    assert "一百二十件" in step.words.en


def test_over_time_counts_within_the_same_bodies(home: Home) -> None:
    shares = over_time(home.engine, home.database, Search(text="申请数量>=125"))
    assert [(one.year, one.found, one.reports) for one in shares] == [(2023, 0, 1), (2024, 1, 3)]
    county = Search(text="恳谈会 level:county")
    shares = over_time(home.engine, home.database, county)
    assert [(one.year, one.found, one.reports) for one in shares] == [(2024, 1, 1)]
    assert shares[0].share == 1.0


def test_says_what_may_have_been_meant(home: Home) -> None:
    def meant(text: str) -> tuple[str, ...]:
        found = search(home.engine, home.database, Search(text=text))
        return did_you_mean(home.engine, found.query, registry())

    assert meant("警企恳淡会") == ("警企恳谈会",)
    assert meant("恳谈会") == ()
    assert meant("星际航行") == ()


def test_an_order_must_be_known(home: Home) -> None:
    with pytest.raises(SearchError, match="is no order"):
        search(home.engine, home.database, Search(text="", sort="nearest"))
    with pytest.raises(SearchError, match="can mean"):
        search(home.engine, home.database, Search(text="", sort="结果维持"))


class TestSaved:
    def test_shows_what_is_new_and_survives_the_loss_of_the_database(self, home: Home) -> None:
        wanted = Search(text="申请数量>=100", filters=SearchFilters(year=(2020, 2024)))
        save_search(home.database, home.archive, "多", wanted, by=BY, now=START)
        (saved,) = saved_searches(home.database)
        assert (saved.name, saved.search, saved.ran, saved.seen) == (
            "多",
            wanted,
            None,
            frozenset(),
        )
        ran = START + timedelta(days=1)
        self.run(home, "多", ran, "0123456789ab")
        self.run(home, "多", ran + timedelta(days=1), "0123456789ab", "cdef01234567")
        kept = saved_search(home.database, "多")
        assert kept.seen == {"0123456789ab", "cdef01234567"}
        with open_database(home.folder, "again.db") as again:
            reconcile(home.archive, again)
            assert saved_searches(again) == (kept,)

    def test_runs_over_what_is_new_only(self, home: Home) -> None:
        wanted = Search(text="申请数量>=100", sort="申请数量")
        save_search(home.database, home.archive, "多", wanted, by=BY, now=START)
        first = news_of(home.engine, home.database, saved_search(home.database, "多"), page_size=1)
        assert (len(first.found), first.new, first.result.total) == (2, first.found, 2)
        assert [hit.reporting_year for hit in first.result.hits] == [2024]
        one = first.result.hits[0].report
        self.run(home, "多", later(hours=1), one)
        second = news_of(home.engine, home.database, saved_search(home.database, "多"), page_size=9)
        assert second.new == first.found - {one}
        assert [hit.reporting_year for hit in second.result.hits] == [2023]

    def test_can_be_dropped_and_saved_anew(self, home: Home) -> None:
        save_search(home.database, home.archive, "a", Search(text="甲"), by=BY, now=START)
        self.run(home, "a", later(hours=1), "0123456789ab")
        forget_search(home.database, home.archive, "a", by=BY, now=later(hours=2))
        assert saved_searches(home.database) == ()
        with pytest.raises(NotFoundError):
            forget_search(home.database, home.archive, "a", by=BY, now=later(hours=3))
        save_search(home.database, home.archive, "a", Search(text="乙"), by=BY, now=later(hours=4))
        assert saved_search(home.database, "a").seen == frozenset()

    @pytest.mark.parametrize(("name", "text"), [("", "甲"), ("x" * 81, "甲"), (" ", "甲")])
    def test_needs_a_name(self, home: Home, name: str, text: str) -> None:
        with pytest.raises(UsageError):
            save_search(home.database, home.archive, name, Search(text=text), by=BY, now=START)

    def test_must_be_understood_at_once(self, home: Home) -> None:
        with pytest.raises(SearchError):
            save_search(home.database, home.archive, "a", Search(text="甲 >"), by=BY, now=START)

    @staticmethod
    def run(home: Home, name: str, now: datetime, *reports: str) -> None:
        saved = saved_search(home.database, name)
        found = map(ReportId, reports)
        record_run(home.database, home.archive, saved, found, by=BY, now=now)


def test_provinces_come_first() -> None:
    counts = {"410300": 4, "410302": 2, "320800": 1}
    found = drill(counts, registry())
    assert [(one.code, one.name, one.reports, one.deeper) for one in found] == [
        ("320000", "江苏省", 1, True),
        ("410000", "河南省", 6, True),
    ]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("清禾", ["清禾市教育局", "清禾市人民政府"]),
        ("清教局", ["清禾市教育局"]),
        ("县人", ["云渡县人民政府", "兰汀县人民政府"]),
        ("雲渡", ["云渡县人民政府"]),
        ("局", ["清禾市教育局"]),
        ("教清", []),
        ("", []),
        ("(.*", []),
    ],
)
def test_agencies_while_typing(typed: str, names: list[str]) -> None:
    assert [one.name for one in suggest_agencies(registry(), typed)] == names


@pytest.mark.parametrize(
    ("under", "rows"),
    [
        (None, [("999800", 4, False), ("999821", 2, False), ("999822", 1, False)]),
        ("999800", [("999800", 4, False), ("999821", 2, False), ("999822", 1, False)]),
        ("410000", []),
    ],
)
def test_regions_one_step_down(under: str | None, rows: list[tuple[str, int, bool]]) -> None:
    counts = {"999800": 4, "999821": 2, "999822": 1, "unknown": 5}
    found = drill(counts, registry(), under)
    assert [(one.code, one.reports, one.deeper) for one in found] == rows
    assert {one.name for one in found if one.code == "999821"} <= {"云渡县"}


# Three values: a model of nine reports, of which A and B are each known to hold, known not to hold,
# or unknown; the first three say "甲".
REPORTS = tuple(ReportId(str(number)) for number in range(9))
A, B = WithFinding("a"), WithVerdict("b")
TRUTH = {
    A: dict(zip(REPORTS, [True] * 3 + [False] * 3 + [None] * 3, strict=True)),
    B: dict(zip(REPORTS, [True, False, None] * 3, strict=True)),
}
LEAVES = st.sampled_from([A, B, Phrase("甲"), HasSection("problems")])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AllOf),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AnyOf),
        inner.map(lambda one: Within("problems", one)),
    ),
    max_leaves=8,
)


def says(report: ReportId, section: str | None) -> bool:
    """The phrase stands in the section `problems` of 0 and 4, elsewhere in 1 and 5."""
    return report in "04" or (section is None and report in "15")


def truth(condition: Condition, report: ReportId, section: str | None = None) -> bool | None:
    """Kleene's three values."""
    value: bool | None
    match condition:
        case WithFinding() | WithVerdict():
            value = TRUTH[condition][report]
        case OneOf(reports):
            value = report in reports
        case Phrase():
            value = says(report, section)
        case HasSection():
            value = report in "0347"
        case Not(inner):
            denied = truth(inner, report, section)
            value = None if denied is None else not denied
        case Within(name, inner):
            value = truth(AllOf((HasSection(name), inner)), report, name)
        case AllOf(conditions):
            value = joined(False, [truth(one, report, section) for one in conditions])
        case AnyOf(conditions):
            value = joined(True, [truth(one, report, section) for one in conditions])
        case _:
            raise AssertionError(condition)
    return value


def joined(decisive: bool, values: list[bool | None]) -> bool | None:
    if decisive in values:
        return decisive
    return None if None in values else not decisive


@given(TREES)
def test_negations_of_what_is_unknown_are_unknown(condition: Condition) -> None:
    def answers(stored: Condition) -> Answer:
        known = TRUTH[stored]
        return Answer(
            yes=frozenset(one for one in REPORTS if known[one] is True),
            no=frozenset(one for one in REPORTS if known[one] is False),
        )

    resolved = answered(condition, answers)
    for report in REPORTS:
        assert truth(resolved, report) == (truth(condition, report) is True)
