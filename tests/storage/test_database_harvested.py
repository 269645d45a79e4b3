"""Crawls, captures, visits and looks, as stored."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from model.capture import Outcome, Purpose, RecordPlace
from model.ids import AgencyId, CaptureId, CrawlId, Digest
from storage.database import Database
from tests.storage.builders import (
    CRAWL,
    START,
    URL,
    a_capture,
    a_look,
    a_visit,
    later,
    registered,
)


class TestCrawls:
    def test_an_unfinished_crawl_of_the_same_plan_is_found_again(self, database: Database) -> None:
        crawl = database.begin_crawl(at=START, plan='{"year":2024}', simulated=True)
        assert database.open_crawl('{"year":2024}') == crawl
        assert database.open_crawl('{"year":2023}') is None
        database.finish_crawl(crawl, later(hours=1))
        assert database.open_crawl('{"year":2024}') is None
        (stored,) = database.crawls()
        assert (stored.at, stored.finished, stored.simulated) == (START, later(hours=1), True)

    def test_ids_tell_when_and_never_collide(self, database: Database) -> None:
        ids = [database.begin_crawl(at=START, plan="{}", simulated=False) for _ in range(3)]
        assert len(set(ids)) == 3
        assert all(id_.startswith("20250401T010203Z-") for id_ in ids)
        assert database.open_crawl("{}") == ids[-1]


class TestRecord:
    def test_everything_comes_back_the_same(self, database: Database) -> None:
        revisit = replace(
            a_capture(2, at=later(days=1)),
            refers_to=CaptureId("capture-1"),
            stored_digest=Digest("0" * 64),
            etag='W/"1"',
            last_modified="Mon, 20 Jan 2025 01:00:00 GMT",
            truncated="length",
            http_status=None,
            media_type=None,
        )
        place = RecordPlace(warc="a.warc.gz", offset=2**33, length=7)
        visit = replace(a_visit(capture=revisit), record=place)
        bare = replace(
            a_visit("v2", outcome=Outcome.UNREACHABLE, purpose=Purpose.ROBOTS),
            agency=None,
            listing=None,
            title=None,
            declared=None,
            reporting_year=None,
            at=later(hours=2),
        )
        look = a_look(pages=(CaptureId("capture-1"), CaptureId("capture-2")))
        database.record(captures=[a_capture(1), revisit], visits=[visit, bare], looks=[look])
        assert list(database.captures().values()) == [a_capture(1), revisit]
        assert database.visits() == (visit, bare)
        assert database.looks() == (look,)

    def test_what_is_known_is_passed_over(self, database: Database) -> None:
        for _ in range(2):
            registered(database, a_capture(1))
            database.record(looks=[a_look()])
        counts = database.counts()
        assert (counts["captures"], counts["visits"], counts["looks"]) == (1, 1, 1)

    def test_a_crawl_that_is_named_is_registered(self, database: Database) -> None:
        database.record(visits=[a_visit(at=later(days=1))], looks=[a_look(at=START)])
        (crawl,) = database.crawls()
        assert (crawl.id, crawl.at, crawl.plan, crawl.finished) == (CRAWL, START, None, None)

    def test_a_crawl_that_is_known_stays_as_it_is(self, database: Database) -> None:
        crawl = database.begin_crawl(at=START, plan="{}", simulated=True)
        database.record(visits=[a_visit(crawl=crawl, at=later(days=1))])
        assert database.open_crawl("{}") == crawl

    def test_one_bad_value_leaves_nothing_of_the_call(self, database: Database) -> None:
        with pytest.raises(StatementError, match="time zone"):
            database.record(
                captures=[a_capture(1)], visits=[a_visit(at=START.replace(tzinfo=None))]
            )
        assert database.captures() == {}

    def test_moments_are_utc_whatever_zone_they_came_in(self, database: Database) -> None:
        china = START.astimezone(timezone(timedelta(hours=8)))
        database.record(captures=[replace(a_capture(1), at=china)])
        (capture,) = database.captures().values()
        assert capture.at == START
        assert capture.at.tzinfo is UTC


class TestFilters:
    def test_visits_and_looks_by_crawl_and_agency(self, database: Database) -> None:
        other = CrawlId("other")
        database.record(
            visits=[a_visit("a"), a_visit("b", crawl=other), a_visit("c", agency="yundu")],
            looks=[a_look(), a_look(crawl=other), a_look(agency="yundu")],
        )
        assert [v.id for v in database.visits(crawl=other)] == ["b"]
        assert [v.id for v in database.visits(agency=AgencyId("yundu"))] == ["c"]
        assert database.visits(crawl=other, agency=AgencyId("yundu")) == ()
        assert [look.crawl for look in database.looks(agency=AgencyId("qinghe"))] == [CRAWL, other]

    def test_oldest_first_and_in_archive_order_at_one_moment(self, database: Database) -> None:
        captures = [
            a_capture(3, at=later(days=1)),
            replace(a_capture(2), record=RecordPlace(warc="a.warc.gz", offset=9, length=1)),
            replace(a_capture(1), record=RecordPlace(warc="a.warc.gz", offset=10, length=1)),
        ]
        database.record(captures=captures)
        assert list(database.captures()) == ["capture-2", "capture-1", "capture-3"]

    def test_captures_by_id_of_any_number(self, database: Database) -> None:
        database.record(captures=[a_capture(n, at=later(seconds=n)) for n in range(1200)])
        wanted = [CaptureId(f"capture-{n}") for n in (5, 3, 1100, 99_999)]
        found = database.captures([*wanted, *wanted])
        assert list(found) == ["capture-3", "capture-5", "capture-1100"]
        assert len(database.captures(list(database.captures()))) == 1200
        assert database.captures([]) == {}


class TestHolder:
    def test_is_the_first_capture_that_holds_the_payload_whole(self, database: Database) -> None:
        digest = a_capture(1).payload_digest
        cut = replace(a_capture(1), id=CaptureId("cut"), truncated="time")
        first = replace(a_capture(1, at=later(days=1)), id=CaptureId("first"))
        revisit = replace(first, id=CaptureId("revisit"), at=START, refers_to=first.id)
        other = replace(a_capture(1, at=later(days=2), url=URL + "?2"), id=CaptureId("other"))
        database.record(captures=[cut, first, revisit, other])
        assert database.holder_of(digest) == first
        assert database.holder_of(digest, URL + "?2") == other
        assert database.holder_of(digest, "http://elsewhere.example/") == first
        assert database.holder_of(Digest("f" * 64)) is None


class TestValidators:
    HOLDER = replace(a_capture(1), etag='"1"', last_modified="Mon, 20 Jan 2025 01:00:00 GMT")

    def test_are_those_of_the_latest_answer(self, database: Database) -> None:
        newer = replace(a_capture(2, at=later(days=1)), etag='"2"')
        database.record(captures=[self.HOLDER, newer])
        found = database.validators(URL)
        assert found is not None
        assert (found.etag, found.last_modified, found.holder) == ('"2"', None, newer)

    def test_after_a_304_still_stand_for_the_payload(self, database: Database) -> None:
        unmodified = replace(
            a_capture(2, at=later(days=1)), http_status=304, etag='"1"', refers_to=self.HOLDER.id
        )
        database.record(captures=[self.HOLDER, unmodified])
        found = database.validators(URL)
        assert found is not None
        assert (found.etag, found.holder) == ('"1"', self.HOLDER)

    def test_of_an_error_a_cut_body_or_nothing_are_none(self, database: Database) -> None:
        database.record(
            captures=[
                replace(self.HOLDER, http_status=404),
                replace(a_capture(2), etag='"2"', truncated="time"),
            ]
        )
        assert database.validators(URL) is None
        database.record(captures=[a_capture(3, at=later(days=1))])
        assert database.validators(URL) is None

    def test_without_the_holder_are_none(self, database: Database) -> None:
        database.record(captures=[replace(self.HOLDER, refers_to=CaptureId("lost"))])
        assert database.validators(URL) is None

    def test_a_page_that_stopped_sending_them_has_none(self, database: Database) -> None:
        database.record(captures=[self.HOLDER, a_capture(2, at=later(days=1))])
        assert database.validators(URL) is None


def test_nothing_is_known_of_an_empty_archive(database: Database) -> None:
    assert database.archived_until() == {}
    assert set(database.counts().values()) == {0}
