"""What pages keep of the database is what it holds."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.agency import Registry
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import load_settings
from storage.database import Covered, Database
from tests.storage.builders import START, an_agency, open_database
from tests.web.asking import Client
from web.app import create_app
from web.keeping import MOST, until_written

_TEXT = Text("说明", "said")


def counting() -> tuple[list[int], Callable[[], int]]:
    asked: list[int] = []

    def ask() -> int:
        asked.append(len(asked))
        return len(asked)

    return asked, ask


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path) as opened:
        yield opened


def test_an_answer_is_kept_until_anything_is_written(database: Database) -> None:
    asked, ask = counting()
    assert [until_written(database, "one", ask) for _ in range(3)] == [1, 1, 1]
    assert until_written(database, "other", ask) == 2
    database.sync_registry(Registry(agencies=(an_agency(),)))

    assert until_written(database, "one", ask) == 3
    assert until_written(database, "other", ask) == 4
    assert len(asked) == 4


def test_what_another_process_writes_counts_as_well(database: Database, tmp_path: Path) -> None:
    _, ask = counting()
    with open_database(tmp_path) as other:
        assert until_written(database, "one", ask) == 1
        other.sync_registry(Registry(agencies=(an_agency(),)))
        assert until_written(database, "one", ask) == 2


def test_what_is_written_during_the_reading_makes_the_next_one_read(database: Database) -> None:
    def slow() -> str:
        database.sync_registry(Registry(agencies=(an_agency(),)))
        return "before"

    assert until_written(database, "one", slow) == "before"
    assert until_written(database, "one", lambda: "after") == "after"


def test_what_was_not_asked_for_longest_goes_first(database: Database) -> None:
    _, ask = counting()
    for question in range(MOST):
        until_written(database, question, ask)
    until_written(database, 0, ask)
    until_written(database, MOST, ask)

    assert until_written(database, 0, ask) == 1
    assert until_written(database, 1, ask) == MOST + 2


def test_an_error_is_no_answer(database: Database) -> None:
    def broken() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        until_written(database, "one", broken)
    assert until_written(database, "one", lambda: 7) == 7


def test_nothing_is_kept_of_a_database_in_memory() -> None:
    _, ask = counting()
    with Database.open("sqlite://") as database:
        assert [until_written(database, "one", ask) for _ in range(2)] == [1, 2]


def judged(database: Database, *records: VerdictRecord) -> None:
    database.replace_audit(Covered(years=(2020, 2030)), records, [], as_of=START)


def a_verdict(verdict: Verdict, reason: Reason | None = None) -> VerdictRecord:
    agency = an_agency()
    return VerdictRecord(
        agency=agency.id,
        agency_name=agency.name,
        reporting_year=2024,
        due=START.date().replace(month=1, day=31),
        basis=_TEXT,
        verdict=verdict,
        reason=reason,
        explanation=_TEXT,
        first_seen=START if verdict in {Verdict.PUBLISHED, Verdict.LATE} else None,
    )


def test_pages_show_the_newest_audit(tmp_path: Path) -> None:
    home = Home(folder=tmp_path, settings=load_settings(tmp_path))
    with open_database(tmp_path) as writer, serving(home, lambda: START) as site:
        client = Client(create_app(site))
        assert "还没有审核过" in client.get("/audit").text
        assert "这里还没有数据" in client.get("/").text
        writer.sync_registry(Registry(agencies=(an_agency(),)))
        judged(writer, a_verdict(Verdict.UNOBSERVABLE, Reason.UNREACHABLE))
        assert "还没有看到哪个机关的报告，一律无法判断" in client.get("/").text
        audit = client.get("/audit").text
        assert "<span>无法判断</span></span> <b>1</b>" in audit
        assert "没有逾期公布的报告" in audit

        judged(writer, a_verdict(Verdict.LATE))
        for path in ("/", "/audit"):
            shown = client.get(path).text
            assert "<span>逾期公布</span></span> <b>1</b>" in shown
            assert "<span>无法判断</span></span> <b>1</b>" not in shown
            assert "一律无法判断" not in shown
        assert "没有逾期公布的报告" not in client.get("/audit").text
