"""Verdicts and findings as last audited: replaced, found again, paged, counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from model.agency import Level, Registry
from model.capture import RecordPlace
from model.errors import UsageError
from model.finding import Certainty, Finding, Quote, Severity
from model.ids import AgencyId, CaptureId, Digest, RegionCode, ReportId, RuleId
from model.place import Place
from model.text import Text
from model.verdict import Evidence, Reason, Verdict, VerdictRecord
from storage.database import (
    Cell,
    Covered,
    Database,
    FindingFilter,
    FindingOrder,
    Grounds,
    Grouping,
    Page,
    VerdictFilter,
    VerdictOrder,
)
from tests.storage.builders import START, a_finding, an_agency, later

EVERYBODY = Covered(years=(2000, 2030))
EVERY_FINDING = FindingFilter()
NAMES = ("qinghe", "yundu", "nanji", "qilan", "shili")
REGIONS = dict(zip(NAMES, ("410300", "410322", "410323", "420000", "110101"), strict=True))


def a_verdict(
    agency: str = "qinghe",
    year: int = 2024,
    verdict: Verdict = Verdict.PUBLISHED,
    *,
    reason: Reason | None = None,
    first_seen: datetime | None = None,
    report: str | None = None,
) -> VerdictRecord:
    return VerdictRecord(
        agency=AgencyId(agency),
        agency_name=f"{agency}市人民政府",
        reporting_year=year,
        due=date(year + 1, 1, 31),
        basis=Text("条例第五十条", "Article 50"),
        verdict=verdict,
        reason=reason,
        explanation=Text(f"{agency}：{verdict}", f"{agency}: {verdict}"),
        declared=date(year + 1, 1, 20),
        first_seen=first_seen,
        report=None if report is None else ReportId(report),
        evidence=(
            Evidence(
                capture=CaptureId("capture-1"),
                url="http://www.qinghe.example/",
                at=START,
                record=RecordPlace(warc="a.warc.gz", offset=1, length=2),
                digest=Digest("0" * 64),
            ),
        ),
    )


def store(
    database: Database,
    records: Sequence[VerdictRecord] = (),
    findings: Sequence[tuple[str, Finding]] = (),
    *,
    covered: Covered = EVERYBODY,
    as_of: datetime = START,
) -> None:
    database.replace_audit(covered, records, findings, as_of=as_of)


def about(agency: str, year: int, rule: str = "applications.balance") -> Finding:
    return replace(a_finding(rule=rule), agency=AgencyId(agency), reporting_year=year)


@pytest.fixture
def many(database: Database) -> Database:
    """Five agencies over four years; the report of each year was met a day after the other's."""
    agencies = [
        an_agency(name, region=region, level=Level.COUNTY if region[-1] != "0" else None)
        for name, region in REGIONS.items()
    ]
    database.sync_registry(Registry(agencies=tuple(agencies)))
    records = [
        a_verdict(
            name,
            year,
            (Verdict.PUBLISHED, Verdict.LATE, Verdict.UNOBSERVABLE)[(place + year) % 3],
            reason=Reason.BLOCKED if (place + year) % 3 == 2 else None,
            first_seen=later(days=place + 10 * year) if (place + year) % 3 < 2 else None,
            report=f"{place}{year}" if (place + year) % 3 < 2 else None,
        )
        for place, name in enumerate(NAMES)
        for year in range(2021, 2025)
    ]
    stated = [
        (f"f-{name}-{year}", about(name, year, rule))
        for name, rule in zip(NAMES, ("a.b", "a.b", "c.d", "c.d", "c.d"), strict=True)
        for year in (2022, 2024)
    ]
    store(database, records, stated)
    return database


def key(record: VerdictRecord) -> tuple[str, int]:
    return record.agency, record.reporting_year


class TestReplacing:
    def test_what_stands_is_not_written_again(self, database: Database) -> None:
        database.sync_registry(Registry(agencies=(an_agency(),)))
        said, other = a_verdict(), replace(a_verdict(year=2023), explanation=Text("甲", "a"))
        store(database, [said, other])
        unlike = replace(said, explanation=Text("不写", "is not written"))
        database.replace_audit(
            EVERYBODY,
            [unlike, replace(other, explanation=Text("乙", "b"))],
            [],
            as_of=later(days=1),
            grounds=Grounds(made_by="us", known=7),
            standing={(said.agency, said.reporting_year)},
        )
        stored = {one.record.reporting_year: one for one in database.each_verdict()}
        assert stored[2024].record == said
        assert stored[2023].record.explanation.en == "b"
        assert {one.audited for one in stored.values()} == {later(days=1)}
        with database.evidence() as evidence:
            standing = evidence.standing(EVERYBODY, "us", later(days=1))
            assert {one.record.reporting_year for one in standing} == {2023, 2024}

    def test_a_verdict_comes_back_as_it_was_given(self, database: Database) -> None:
        database.sync_registry(Registry(agencies=(an_agency(),)))
        given = a_verdict(first_seen=later(days=-3), report="0a1b2c3d4e5f")
        graded = replace(a_verdict(year=2023, verdict=Verdict.NOT_FOUND), graded=True)
        store(database, [given, graded])
        stored = database.verdict_of(AgencyId("qinghe"), 2024)
        assert stored is not None
        assert stored.record == given
        assert (stored.region, stored.level) == ("410300", Level.PREFECTURE)
        assert (stored.audited, stored.changed) == (START, START)
        assert [one.record for one in database.each_verdict()] == [given, graded]
        assert database.verdict_of(AgencyId("qinghe"), 2022) is None

    def test_an_audit_replaces_what_it_covers_and_nothing_else(self, database: Database) -> None:
        store(database, [a_verdict(name, year) for name in NAMES for year in (2022, 2023)])
        covered = Covered(
            years=(2023, 2023), agencies=frozenset({AgencyId("yundu"), AgencyId("nanji")})
        )
        again = a_verdict("yundu", 2023, Verdict.LATE)
        store(database, [again], covered=covered, as_of=later(days=1))
        left = {key(one.record): one.audited for one in database.each_verdict()}
        everything = {(name, year) for name in NAMES for year in (2022, 2023)}
        assert left.keys() == everything - {("nanji", 2023)}
        assert {one for one, at in left.items() if at != START} == {("yundu", 2023)}
        assert database.audited_at() == later(days=1)
        store(database, covered=Covered(years=(2023, 2023)), as_of=later(days=2))
        assert {key(one.record) for one in database.each_verdict()} == {
            (name, 2022) for name in NAMES
        }
        assert database.audited_years() == (2022,)

    def test_audits_of_which_nothing_stands_are_forgotten(self, database: Database) -> None:
        assert database.audited_at() is None
        for day in range(3):
            store(database, [a_verdict()], as_of=later(days=day))
        assert database.counts()["audits"] == 1
        store(database, as_of=later(days=9))
        assert (database.counts()["audits"], database.audited_at()) == (0, None)

    def test_what_did_not_change_keeps_its_moment(self, database: Database) -> None:
        blocked = a_verdict(verdict=Verdict.UNOBSERVABLE, reason=Reason.BLOCKED)
        moments = []
        for day, record in enumerate(
            [
                a_verdict(),
                replace(a_verdict(), explanation=Text("另一句", "other words")),
                blocked,
                replace(blocked, declared=None),
                replace(blocked, reason=Reason.ROBOTS),
                a_verdict(report="1"),
                a_verdict(report="2"),
            ]
        ):
            store(database, [record], as_of=later(days=day))
            stored = database.verdict_of(AgencyId("qinghe"), 2024)
            assert stored is not None
            assert stored.record == record
            moments.append((stored.changed - START).days)
        assert moments == [0, 0, 2, 2, 4, 5, 6]

    def test_a_finding_is_first_seen_once(self, database: Database) -> None:
        def days() -> dict[str, int]:
            return {one.fingerprint: (one.first_seen - START).days for one in findings(database)}

        store(database, findings=[("a", about("qinghe", 2024))])
        both = [("a", about("qinghe", 2024)), ("b", about("qinghe", 2023))]
        store(database, findings=both, as_of=later(days=1))
        assert days() == {"a": 0, "b": 1}
        store(database, findings=both[:1], as_of=later(days=2))
        assert days() == {"a": 0}
        store(database, findings=both, as_of=later(days=3))
        assert days() == {"a": 0, "b": 1}

    def test_findings_of_nobody_belong_to_whole_audits(self, database: Database) -> None:
        nobodys = replace(about("qinghe", 2024), agency=None, report=ReportId("0a1b2c3d4e5f"))
        store(database, findings=[("n", nobodys), ("q", about("qinghe", 2024))])
        some = Covered(years=(2024, 2024), agencies=frozenset({AgencyId("qinghe")}))
        store(database, covered=some, as_of=later(days=1))
        (left,) = findings(database)
        assert (left.finding, left.region, left.level) == (nobodys, None, None)
        store(database, covered=Covered(years=(2024, 2024)), as_of=later(days=2))
        assert findings(database) == ()

    def test_nothing_is_replaced_when_an_audit_breaks_off(self, database: Database) -> None:
        store(database, [a_verdict()], [("a", about("qinghe", 2024))])

        def breaking() -> Iterator[tuple[str, Finding]]:
            yield "b", about("qinghe", 2024)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            database.replace_audit(EVERYBODY, [], breaking(), as_of=later(days=1))
        assert [one.record for one in database.each_verdict()] == [a_verdict()]
        assert [one.fingerprint for one in findings(database)] == ["a"]
        assert database.audited_at() == START

    def test_cells_and_quotes_of_findings_are_kept(self, database: Database) -> None:
        quoted = replace(a_finding(), quotes=(Quote(text="收到11件", place=Place(line=4)),))
        store(database, findings=[("a", quoted)])
        assert database.findings() == (quoted,)
        found = database.audit_finding("a")
        assert found is not None
        assert found.finding == quoted
        assert database.audit_finding("b") is None
        assert database.counts()["finding_cells"] == len(quoted.cells) == 2
        store(database, as_of=later(days=1))
        assert database.counts()["finding_cells"] == 0


class TestFinding:
    def test_verdicts_are_filtered(self, many: Database) -> None:
        expected: dict[VerdictFilter, Callable[[VerdictRecord], bool]] = {
            VerdictFilter(years=(2022, 2023)): lambda one: one.reporting_year in (2022, 2023),
            VerdictFilter(region=RegionCode("410300")): lambda one: one.agency in NAMES[:3],
            VerdictFilter(region=RegionCode("410322")): lambda one: one.agency == "yundu",
            VerdictFilter(region=RegionCode("000000")): lambda _: True,
            VerdictFilter(level=Level.PREFECTURE): lambda one: one.agency in ("qinghe", "qilan"),
            VerdictFilter(agency=AgencyId("nanji")): lambda one: one.agency == "nanji",
            VerdictFilter(verdicts=(Verdict.LATE, Verdict.PUBLISHED)): lambda one: (
                one.verdict is not Verdict.UNOBSERVABLE
            ),
            VerdictFilter(reasons=(Reason.BLOCKED,)): lambda one: one.reason is Reason.BLOCKED,
            VerdictFilter(reasons=(Reason.ROBOTS,)): lambda _: False,
            VerdictFilter(first_seen_since=later(days=20231)): lambda one: (
                one.first_seen is not None and one.first_seen >= later(days=20231)
            ),
            VerdictFilter(changed_since=later(days=1)): lambda _: False,
            VerdictFilter(
                changed_since=START, level=Level.COUNTY, years=(2024, 2024)
            ): lambda one: one.agency in ("yundu", "nanji", "shili") and one.reporting_year == 2024,
        }
        everything = [one.record for one in many.each_verdict()]
        assert len(everything) == 20
        for wanted, admits in expected.items():
            found = [one.record for one in many.each_verdict(wanted)]
            assert found == [one for one in everything if admits(one)], wanted
            assert [one.record for one in many.verdicts(wanted).items] == found
            assert many.count_verdicts(wanted) == {(): len(found)}

    def test_findings_are_filtered(self, many: Database) -> None:
        expected: dict[FindingFilter, int] = {
            FindingFilter(years=(2024, 2024)): 5,
            FindingFilter(region=RegionCode("410000")): 6,
            FindingFilter(level=Level.COUNTY): 6,
            FindingFilter(agency=AgencyId("qinghe")): 2,
            FindingFilter(rules=(RuleId("a.b"),)): 4,
            FindingFilter(rules=(RuleId("a.b"), RuleId("c.d")), years=(2022, 2022)): 5,
            FindingFilter(severities=(Severity.WARNING, Severity.ATTENTION)): 0,
            FindingFilter(severities=(Severity.ERROR,)): 10,
            FindingFilter(certainties=(Certainty.UNCONFIRMED,)): 0,
            FindingFilter(report=ReportId("0a1b2c3d4e5f")): 0,
            FindingFilter(first_seen_since=START): 10,
            FindingFilter(first_seen_since=later(seconds=1)): 0,
        }
        for wanted, number in expected.items():
            assert len(findings(many, wanted)) == number, wanted
            assert many.count_findings(wanted) == {(): number}
        assert len(many.findings(rule=RuleId("c.d"), year=2024)) == 3

    @pytest.mark.parametrize("limit", [1, 3, 7, 100])
    @pytest.mark.parametrize("order", list(VerdictOrder))
    def test_pages_are_the_whole_list(
        self, many: Database, order: VerdictOrder, limit: int
    ) -> None:
        def of(one: VerdictRecord) -> tuple[Any, ...]:
            return (-one.reporting_year, REGIONS[one.agency], one.agency)

        whole = [one.record for one in many.verdicts(order=order).items]
        read = all_of(lambda after: many.verdicts(order=order, limit=limit, after=after), limit)
        assert [one.record for one in read] == whole
        assert len({key(one) for one in whole}) == len(whole)
        if order is VerdictOrder.PLACE:
            assert whole == sorted(whole, key=of)
        if order is VerdictOrder.NEWEST:
            seen = [one.first_seen for one in whole if one.first_seen is not None]
            assert seen == sorted(seen, reverse=True)
            assert len(seen) == len(whole) == 13

    @pytest.mark.parametrize("limit", [1, 4])
    @pytest.mark.parametrize("order", list(FindingOrder))
    def test_pages_of_findings_are_the_whole_list(
        self, many: Database, order: FindingOrder, limit: int
    ) -> None:
        store(
            many,
            findings=[("new", about("qinghe", 2020))],
            covered=Covered(years=(2020, 2020)),
            as_of=later(days=5),
        )
        read = all_of(
            lambda after: many.audit_findings(order=order, limit=limit, after=after), limit
        )
        prints = [one.fingerprint for one in read]
        assert len(prints) == len(set(prints)) == 11
        assert prints.index("new") == (10 if order is FindingOrder.PLACE else 0)

    def test_what_comes_in_between_moves_no_page(self, many: Database) -> None:
        first = many.verdicts(limit=5)
        before = all_of(lambda after: many.verdicts(limit=5, after=after or first.after), 5)
        store(
            many,
            [a_verdict("qilan", 2025)],
            covered=Covered(years=(2025, 2025)),
            as_of=later(days=1),
        )
        assert all_of(lambda after: many.verdicts(limit=5, after=after or first.after), 5) == before

    @pytest.mark.parametrize(
        "cursor",
        [
            *("", "x", "W10", "WzFd", "é", "A" * 5000, "WzEsMiwzXQ", "WyJhIiwiYiIsImMiXQ"),
            *("Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OSwiYSIsImIiXQ", "WzEsIlx1ZDgwMCIsImIiXQ"),
        ],
    )
    def test_a_cursor_of_another_list_is_refused(self, many: Database, cursor: str) -> None:
        with pytest.raises(UsageError):
            many.verdicts(after=cursor)
        with pytest.raises(UsageError):
            many.matrix(after=cursor)

    def test_reports_have_the_verdict_that_names_them(self, many: Database) -> None:
        by_report = many.verdicts_by_report()
        assert len(by_report) == 13
        assert by_report[ReportId("02022")] is Verdict.PUBLISHED
        some = [ReportId("02022"), ReportId("12022"), ReportId("nothing")]
        assert many.verdicts_by_report(some) == {
            ReportId("02022"): Verdict.PUBLISHED,
            ReportId("12022"): Verdict.LATE,
        }


class TestCounting:
    def test_groups_add_up(self, many: Database) -> None:
        by_verdict = many.count_verdicts(by=[Grouping.YEAR, Grouping.VERDICT])
        assert by_verdict[2024, "unobservable"] == 2
        assert sum(by_verdict.values()) == 20
        places = many.count_verdicts(VerdictFilter(years=(2024, 2024)), by=[Grouping.PROVINCE])
        assert places == {("11",): 1, ("41",): 3, ("42",): 1}
        assert many.count_verdicts(
            VerdictFilter(region=RegionCode("410000"), years=(2023, 2024)),
            by=[Grouping.PREFECTURE, Grouping.REGION, Grouping.LEVEL],
        ) == {
            ("4103", "410300", "prefecture"): 2,
            ("4103", "410322", "county"): 2,
            ("4103", "410323", "county"): 2,
        }
        reasons = many.count_verdicts(by=[Grouping.REASON])
        assert reasons == {(None,): 13, ("blocked",): 7}
        assert many.count_findings(by=[Grouping.RULE, Grouping.YEAR]) == {
            ("a.b", 2022): 2,
            ("a.b", 2024): 2,
            ("c.d", 2022): 3,
            ("c.d", 2024): 3,
        }
        assert many.count_findings(by=[Grouping.SEVERITY, Grouping.CERTAINTY]) == {
            ("error", "confirmed"): 10
        }

    def test_a_matrix_has_agencies_by_place_and_their_years(self, many: Database) -> None:
        strips = all_of(lambda after: many.matrix(limit=2, after=after), 2)
        assert [one.agency for one in strips] == sorted(NAMES, key=lambda name: REGIONS[name])
        assert all(sorted(one.cells) == [2021, 2022, 2023, 2024] for one in strips)
        assert strips[1].cells[2022] == Cell(
            verdict=Verdict.PUBLISHED, reason=None, graded=False, report=ReportId("02022")
        )
        assert (strips[1].region, strips[1].level) == ("410300", Level.PREFECTURE)

    def test_a_matrix_shows_whole_strips_of_who_has_what_is_wanted(self, many: Database) -> None:
        wanted = VerdictFilter(verdicts=(Verdict.UNOBSERVABLE,), years=(2023, 2024))
        strips = many.matrix(wanted).items
        assert {one.agency for one in strips} == {
            record.record.agency for record in many.each_verdict(wanted)
        }
        assert {tuple(one.cells) for one in strips} == {(2023, 2024)}
        assert {cell.verdict for one in strips for cell in one.cells.values()} > {
            Verdict.UNOBSERVABLE
        }


def findings(database: Database, wanted: FindingFilter = EVERY_FINDING) -> tuple[Any, ...]:
    return database.audit_findings(wanted).items


def all_of(read: Callable[[str | None], Page[Any]], limit: int) -> list[Any]:
    """Every page to the last; each but that one is full."""
    found: list[Any] = []
    page = read(None)
    while page.after is not None:
        assert len(page.items) == limit
        found += page.items
        page = read(page.after)
    return [*found, *page.items]
