"""The state of our seeing: only the last look at a listing counts, and all are counted."""

from dataclasses import replace

from model.capture import LookEnd
from storage.database import Database
from tests.storage.builders import a_look, later


def test_of_each_listing_only_the_last_look_is_told(database: Database) -> None:
    blocked = replace(a_look(at=later(days=2)), end=LookEnd.BLOCKED, detail="HTTP 412")
    database.record(looks=[a_look(), a_look(at=later(days=1)), blocked])

    (latest,) = database.latest_looks().items

    assert (latest.at, latest.end, latest.detail) == (blocked.at, LookEnd.BLOCKED, "HTTP 412")
    assert latest.looks == 3
    assert database.count_latest_looks() == {LookEnd.BLOCKED: 1}


def test_a_listing_that_was_blocked_once_is_not_among_the_blocked(database: Database) -> None:
    early = replace(a_look(), end=LookEnd.BLOCKED)
    database.record(looks=[early, a_look(at=later(days=1))])

    assert database.latest_looks(end=LookEnd.BLOCKED).items == ()
    assert len(database.latest_looks(end=LookEnd.READ_TO_END).items) == 1


def test_pages_follow_each_other_without_gaps(database: Database) -> None:
    agencies = [f"agency-{number}" for number in range(5)]
    database.record(looks=[a_look(agency=agency) for agency in agencies])

    seen, after = [], None
    while True:
        page = database.latest_looks(limit=2, after=after)
        seen += [look.agency for look in page.items]
        after = page.after
        if after is None:
            break

    assert seen == agencies
    assert database.count_agencies_looked_at() == 5
