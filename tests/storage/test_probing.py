"""What is asked for every page of a crawl, while others write."""

from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import StorageError
from model.ids import Digest
from storage.database import Database
from storage.database.connections import Connections
from tests.storage.builders import CRAWL, URL, a_capture, a_visit


def test_what_was_not_known_is_known_as_soon_as_it_is_stored(database: Database) -> None:
    capture = replace(a_capture(1), etag='"1"')
    assert database.holder_of(capture.payload_digest) is None
    assert database.holder_of(capture.payload_digest, URL) is None
    assert database.validators(URL) is None
    assert database.visits_to(URL, crawl=CRAWL) == ()
    visit = a_visit(capture=capture)
    database.record(captures=[capture], visits=[visit])
    assert database.holder_of(capture.payload_digest) == capture
    assert database.holder_of(capture.payload_digest, URL) == capture
    found = database.validators(URL)
    assert found is not None
    assert found.holder == capture
    assert database.visits_to(URL, crawl=CRAWL) == (visit,)
    assert database.visits_to(f"{URL}?2", crawl=CRAWL) == ()
    assert database.holder_of(Digest("f" * 64)) is None


def test_what_another_process_stores_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "nianbao.db"
    with Database.open(path) as asking, Database.open(path) as writing:
        assert asking.visits_to(URL, crawl=CRAWL) == ()
        writing.record(captures=[a_capture(1)], visits=[a_visit(capture=a_capture(1))])
        assert len(asking.visits_to(URL, crawl=CRAWL)) == 1


def test_a_database_may_be_asked_again_after_it_was_closed(tmp_path: Path) -> None:
    with Database.open(tmp_path / "nianbao.db") as database:
        assert database.validators(URL) is None
        database.close()
        assert database.validators(URL) is None


def test_a_damaged_database_is_told_and_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "nianbao.db"
    with Database.open(path) as database:
        database.record(captures=[a_capture(n) for n in range(200)])
    octets = bytearray(path.read_bytes())
    octets[4096:] = b"\x07" * (len(octets) - 4096)
    path.write_bytes(octets)
    # Opened as usual it would be told at once.
    with Database(Connections(path, read_only=True)) as opened, pytest.raises(StorageError):
        opened.holder_of(Digest("f" * 64))
