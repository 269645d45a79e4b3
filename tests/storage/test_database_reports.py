"""What is left to read, reports with their versions, failures in their place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from model.agency import Level, Registry
from model.capture import Capture, Outcome, Purpose
from model.errors import NotFoundError
from model.ids import AgencyId, CaptureId, Digest, RegionCode, ReportId
from storage.database import Checks, Covered, Database
from storage.database.filed import report_id
from tests.storage.builders import (
    START,
    a_capture,
    a_failure,
    a_finding,
    a_reading,
    a_report,
    a_visit,
    an_agency,
    later,
    open_database,
    registered,
)

V1, V2 = "1", "2"


def left(database: Database, version: str = V1) -> list[str]:
    return [work.capture.id for work in database.unprocessed(version)]


def save(database: Database, capture: Capture, **facts: Any) -> ReportId:
    reading = replace(a_reading(capture), **facts)
    return database.save_report(reading, code_version=V1).id


class TestWork:
    def test_one_per_payload_with_all_visits_that_led_to_it(self, database: Database) -> None:
        first, second = a_capture(1), a_capture(2, at=later(days=1))
        revisit = replace(first, id=CaptureId("again"), at=later(days=2), refers_to=first.id)
        registered(database, second, revisit, first)
        one, two = database.unprocessed(V1)
        assert (one.digest, one.capture) == (first.payload_digest, first)
        assert [visit.capture for visit in one.visits] == [first.id, revisit.id]
        assert two.capture == second

    def test_is_done_once_read_by_this_version(self, database: Database) -> None:
        one, two = a_capture(1), a_capture(2, at=later(days=1))
        registered(database, one, two)
        save(database, one)
        assert left(database) == [two.id]
        database.save_failure(a_failure(), digest=two.payload_digest, code_version=V1)
        assert left(database) == []
        assert left(database, V2) == [one.id, two.id]
        assert len(list(database.unprocessed(V1, again=True))) == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"purpose": Purpose.LISTING},
            {"purpose": Purpose.ROBOTS},
            {"outcome": Outcome.SOFT_404},
            {"outcome": Outcome.TRUNCATED},
        ],
    )
    def test_other_visits_are_none(self, database: Database, changes: dict[str, Any]) -> None:
        capture = a_capture(1)
        visit = replace(a_visit(capture=capture), **changes)
        database.record(captures=[capture], visits=[visit])
        assert left(database) == []

    @pytest.mark.parametrize("changes", [{"http_status": 404}, {"truncated": "time"}])
    def test_other_answers_are_none(self, database: Database, changes: dict[str, Any]) -> None:
        registered(database, replace(a_capture(1), **changes))
        assert left(database) == []

    @pytest.mark.parametrize("purpose", [Purpose.REPORT, Purpose.ATTACHMENT, Purpose.ADDED])
    def test_reports_attachments_and_added_files_are(
        self, database: Database, purpose: Purpose
    ) -> None:
        capture = replace(a_capture(1), http_status=None)
        visit = a_visit(capture=capture, purpose=purpose, outcome=Outcome.UNCHANGED)
        database.record(captures=[capture], visits=[visit])
        assert left(database) == [capture.id]

    def test_a_capture_without_a_visit_waits_for_one(self, database: Database) -> None:
        # Killed between the two; the crawl that goes on visits again and finds it unchanged.
        orphan = a_capture(1)
        database.record(captures=[orphan])
        assert left(database) == []
        revisit = replace(orphan, id=CaptureId("again"), at=later(days=1), refers_to=orphan.id)
        registered(database, revisit)
        (work,) = database.unprocessed(V1)
        assert (work.capture, len(work.visits)) == (orphan, 1)

    def test_a_payload_whose_holder_was_lost_is_still_told_of(self, database: Database) -> None:
        registered(database, replace(a_capture(1), refers_to=CaptureId("lost")))
        assert left(database) == ["capture-1"]

    def test_may_be_saved_while_it_is_handed_out(self, database: Database) -> None:
        registered(database, *(a_capture(n, at=later(seconds=n)) for n in range(1100)))
        done = 0
        for work in database.unprocessed(V1):
            if done % 400 == 0:
                database.save_report(a_reading(work.capture, year=done), code_version=V1)
            done += 1
        assert done == 1100
        assert len(left(database)) == 1100 - 3


class TestReports:
    def test_come_back_the_same(self, database: Database) -> None:
        registered(database, a_capture(1))
        saved = database.save_report(a_reading(a_capture(1)), code_version=V1)
        assert saved.report == a_report()
        assert (saved.version, saved.capture, saved.code_version) == (1, a_capture(1), V1)
        assert saved.id == a_capture(1).payload_digest[:12]
        assert list(database.reports()) == [saved]
        assert database.report(saved.id[:4]) == saved

    def test_saved_twice_are_there_once(self, database: Database) -> None:
        registered(database, a_capture(1))
        first = database.save_report(a_reading(a_capture(1)), code_version=V1)
        again = database.save_report(a_reading(a_capture(1)), code_version=V1)
        assert again == first
        counts = database.counts()
        assert (counts["reports"], counts["sections"], counts["documents"]) == (1, 2, 1)

    def test_the_same_payload_twice_in_one_batch_is_there_once(self, database: Database) -> None:
        registered(database, a_capture(1))
        saved = database.save_reports([a_reading(a_capture(1))] * 2, code_version=V1)
        assert len(saved) == 1

    def test_versions_count_in_the_order_first_captured(self, database: Database) -> None:
        captures = [a_capture(n, at=later(days=n)) for n in (1, 2, 3)]
        registered(database, *captures)
        ids = {
            n: save(database, captures[n - 1], report=a_report(text=f"第{n}稿。"))
            for n in (3, 1, 2)
        }
        every = {r.id: r.version for r in database.reports(current=False)}
        assert every == {ids[1]: 1, ids[2]: 2, ids[3]: 3}
        assert [r.id for r in database.reports()] == [ids[3]]
        one = database.report(ids[1])
        assert one.agency is not None
        assert one.reporting_year is not None
        found = database.documents_of(one.agency, one.reporting_year)
        assert found == (ids[1], ids[2], ids[3])
        assert database.documents_of(one.agency, one.reporting_year + 1) == ()

    def test_versions_close_up_when_a_report_turns_out_another_years(
        self, database: Database
    ) -> None:
        captures = [a_capture(n, at=later(days=n)) for n in (1, 2)]
        registered(database, *captures)
        first, second = (save(database, capture) for capture in captures)
        save(database, captures[0], reporting_year=2023)
        assert {r.id: r.version for r in database.reports()} == {first: 1, second: 1}
        database.save_failure(a_failure(), digest=captures[0].payload_digest, code_version=V2)
        assert [r.id for r in database.reports()] == [second]

    def test_nobodys_reports_are_no_versions_of_each_other(self, database: Database) -> None:
        captures = [a_capture(n, at=later(days=n)) for n in (1, 2)]
        registered(database, *captures)
        for capture in captures:
            save(database, capture, agency=None)
        assert [r.version for r in database.reports()] == [1, 1]

    def test_newest_year_first_then_agency(self, database: Database) -> None:
        captures = [a_capture(n, at=later(days=n)) for n in range(4)]
        registered(database, *captures)
        filed = [(2023, "a"), (2024, "b"), (2024, "a"), (None, "a")]
        for capture, (year, agency) in zip(captures, filed, strict=True):
            save(database, capture, reporting_year=year, agency=AgencyId(agency))
        order = [(r.reporting_year, r.agency) for r in database.reports()]
        assert order[:3] == [(2024, "a"), (2024, "b"), (2023, "a")]
        assert order[3] == (None, "a")

    def test_by_year_agency_level_and_ids(self, database: Database) -> None:
        one, two = self._two_places(database)
        assert [r.id for r in database.reports(year=2024)] == [one, two]
        assert [r.id for r in database.reports(year=1999)] == []
        assert [r.id for r in database.reports(agency=AgencyId("yunxian"))] == [two]
        assert [r.id for r in database.reports(level=Level.PREFECTURE)] == [one]
        assert [r.id for r in database.reports(ids=[two])] == [two]
        assert [r.id for r in database.reports(ids=[])] == []

    @pytest.mark.parametrize(
        ("region", "expected"),
        [
            ("000000", 2), ("410000", 2), ("410300", 2), ("410324", 1), ("410325", 0),
            ("420000", 0), ("410400", 0),
        ],
    )  # fmt: skip
    def test_a_region_takes_in_everything_below_it(
        self, database: Database, region: str, expected: int
    ) -> None:
        self._two_places(database)
        assert len(list(database.reports(region=RegionCode(region)))) == expected

    @staticmethod
    def _two_places(database: Database) -> tuple[ReportId, ReportId]:
        city, county = an_agency("qinghe"), an_agency("yunxian", region="410324")
        county = replace(county, level=Level.COUNTY)
        database.sync_registry(Registry(agencies=(city, county)))
        registered(database, a_capture(1), a_capture(2))
        return (
            save(database, a_capture(1), agency=city.id),
            save(database, a_capture(2), agency=county.id),
        )

    def test_an_unknown_or_ambiguous_prefix_is_told(self, database: Database) -> None:
        captures = [
            replace(a_capture(n, at=later(days=n)), payload_digest=Digest(f"{n:064x}"[::-1]))
            for n in (0x1A, 0x2A)
        ]
        registered(database, *captures)
        for capture in captures:
            save(database, capture)
        with pytest.raises(NotFoundError, match="no report"):
            database.report("zzz")
        with pytest.raises(NotFoundError, match="a10000000000, a20000000000"):
            database.report("a")
        with pytest.raises(NotFoundError, match="no report"):
            database.report("%")
        assert database.report("a1").id == "a10000000000"
        assert database.report("A1").id == "a10000000000"


class TestChecks:
    """What the rules said of figures is kept with a report, for as long as both are the same."""

    RULES = "rules of today"

    def kept(self, database: Database, made_by: str = RULES) -> Mapping[ReportId, object]:
        ids = [report_id(a_capture(n).payload_digest) for n in (1, 2)]
        with database.evidence() as evidence:
            return evidence.checks(ids, made_by)

    def test_they_come_with_the_reading_or_later(self, database: Database) -> None:
        database.record(captures=[a_capture(1), a_capture(2)])
        said = Checks(made_by=self.RULES, findings=(a_finding(),))
        first = replace(a_reading(a_capture(1)), checks=said)
        one, two = database.save_reports([first, a_reading(a_capture(2))], code_version="1")
        assert self.kept(database) == {one.id: (a_finding(),)}
        nothing = Checks(made_by=self.RULES, findings=())
        database.save_checks({two.id: nothing, ReportId("gone"): nothing})
        assert self.kept(database) == {one.id: (a_finding(),), two.id: ()}
        assert self.kept(database, "other rules") == {}

    def test_they_go_with_what_was_read(self, database: Database) -> None:
        database.record(captures=[a_capture(1)])
        said = Checks(made_by=self.RULES, findings=(a_finding(),))
        database.save_report(replace(a_reading(a_capture(1)), checks=said), code_version="1")
        database.save_report(a_reading(a_capture(1)), code_version="2")
        assert self.kept(database) == {}


class TestStamps:
    def test_change_with_the_content_and_with_the_agency_only(self, database: Database) -> None:
        agency = an_agency()
        database.sync_registry(Registry(agencies=(agency,)))
        registered(database, a_capture(1))
        seen = []

        def look() -> str:
            (stamp,) = database.report_stamps().values()
            seen.append(stamp)
            return stamp

        save(database, a_capture(1))
        look()
        save(database, a_capture(1), report=a_report(text="另一段文字。"))
        look()
        database.sync_registry(Registry(agencies=(replace(agency, level=Level.COUNTY),)))
        look()
        assert all(one != other for one, other in pairwise(seen))
        save(database, a_capture(1), report=a_report(text="另一段文字。"))
        database.sync_registry(Registry(agencies=(replace(agency, level=Level.COUNTY),)))
        assert look() == seen[-2]

    def test_are_of_current_versions(self, database: Database) -> None:
        captures = [a_capture(n, at=later(days=n)) for n in (1, 2)]
        registered(database, *captures)
        _, current = (
            save(database, capture, report=a_report(text=text))
            for capture, text in zip(captures, ("初稿。", "改过的稿。"), strict=True)
        )
        assert list(database.report_stamps()) == [current]


class TestFailures:
    def test_come_back_the_same_and_once(self, database: Database) -> None:
        for _ in range(2):
            database.save_failure(a_failure("b"))
            database.save_failure(a_failure("a"))
        database.save_failure(a_failure("a", stage="add"))
        assert database.failures() == (
            a_failure("a", stage="add"),
            a_failure("a"),
            a_failure("b"),
        )
        assert database.failures(stage="process") == (a_failure("a"), a_failure("b"))

    def test_give_way_to_a_report_and_the_other_way_round(self, database: Database) -> None:
        registered(database, a_capture(1))
        digest = a_capture(1).payload_digest
        database.save_failure(a_failure(), digest=digest, code_version=V1)
        assert database.failures(digest=digest) == (a_failure(),)
        report = database.save_report(a_reading(a_capture(1)), code_version=V2)
        assert database.failures() == ()
        database.replace_audit(
            Covered(years=(2024, 2024)), (), [("f", a_finding(report.id))], as_of=START
        )
        database.save_failure(a_failure(), digest=digest, code_version="3")
        assert list(database.reports()) == []
        assert database.findings() == ()
        assert left(database, "3") == []


def test_many_reports_are_stored_in_batches(tmp_path: Path) -> None:
    captures = [a_capture(n, at=START + timedelta(seconds=n)) for n in range(1000)]
    report = a_report(measures=200)
    with open_database(tmp_path, "bulk.db") as database:
        registered(database, *captures)
        for start in range(0, len(captures), 300):
            readings = [
                a_reading(capture, agency=f"a{number}", report=report)
                for number, capture in enumerate(captures[start : start + 300], start)
            ]
            database.save_reports(readings, code_version=V1)
        assert len(database.report_stamps()) == 1000
        assert left(database) == []
