"""Tables in pages: whole, stable under inserts, narrowed; views for readers of the file."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from model.agency import Kind, Level, Registry
from model.errors import UsageError
from model.ids import AgencyId, MeasureId, ReportId
from model.report import MeasureState
from storage.database import Browse, Database, Filters, Page
from storage.database.views import VIEWS
from tests.storage.builders import (
    a_capture,
    a_finding,
    a_look,
    a_reading,
    a_report,
    an_agency,
    later,
    open_database,
    registered,
)


def fill(database: Database, *numbers: int) -> list[ReportId]:
    """A report for each number, seen that many minutes after the start."""
    captures = [a_capture(number, at=later(minutes=number)) for number in numbers]
    registered(database, *captures)
    readings = [
        a_reading(capture, year=2000 + number)
        for capture, number in zip(captures, numbers, strict=True)
    ]
    return [one.id for one in database.save_reports(readings, code_version="1")]


def ids(page: Page) -> list[ReportId]:  # type: ignore[type-arg]  # of reports
    return [filed.version.id for filed in page.items]


def all_reports(database: Database, filters: Filters, *, limit: int) -> Iterator[ReportId]:
    after = None
    while True:
        with database.browsing() as browse:
            page = browse.reports(filters, after=after, limit=limit)
        yield from ids(page)
        after = page.after
        if after is None:
            return


class TestPages:
    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
    def test_give_every_row_once_whatever_their_size(self, database: Database, limit: int) -> None:
        filed = fill(database, *range(1, 8))
        assert list(all_reports(database, Filters(), limit=limit)) == filed[::-1]

    def test_neither_repeat_nor_lose_rows_when_others_come_meanwhile(
        self, database: Database
    ) -> None:
        filed = fill(database, 2, 4, 6)
        with database.browsing() as browse:
            first = browse.reports(Filters(), limit=2)
        newer, older = fill(database, 8, 1)
        with database.browsing() as browse:
            second = browse.reports(Filters(), after=first.after, limit=9)
        assert ids(first) + ids(second) == [filed[2], filed[1], filed[0], older]
        assert newer not in ids(second)

    def test_of_the_same_moment_are_told_apart(self, database: Database) -> None:
        captures = [a_capture(number) for number in range(1, 6)]
        registered(database, *captures)
        readings = [
            a_reading(capture, year=2000 + number) for number, capture in enumerate(captures)
        ]
        database.save_reports(readings, code_version="1")
        assert len(set(all_reports(database, Filters(), limit=2))) == 5

    @pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIl0", "é", "a" * 5000])
    def test_begin_after_cursors_of_their_list_only(self, database: Database, cursor: str) -> None:
        with database.browsing() as browse, pytest.raises(UsageError, match="cursor"):
            browse.reports(Filters(), after=cursor)


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("peopled")) as database:
        _fill(database)
        yield database


def _fill(database: Database) -> None:
    county = an_agency("yundu", region="410325", level=Level.COUNTY)
    office = replace(an_agency("other", region="420100"), kind=Kind.OFFICE, region_name="远处市")
    database.sync_registry(Registry(agencies=(an_agency(), county, office)))
    captures = [a_capture(number, at=later(days=number)) for number in range(1, 5)]
    registered(database, *captures)
    made = [("qinghe", 2023), ("qinghe", 2024), ("yundu", 2024), ("other", 2024)]
    dated = replace(a_report(), declared=date(2025, 3, 1))
    database.save_reports(
        [
            a_reading(capture, agency=agency, year=year, report=dated if year == 2023 else None)
            for capture, (agency, year) in zip(captures, made, strict=True)
        ],
        code_version="1",
    )


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            (Filters(), "other qinghe qinghe yundu"),
            (Filters(years=(2024, 2024)), "other qinghe yundu"),
            (Filters(years=(2020, 2023)), "qinghe"),
            (Filters(region="410000"), "qinghe qinghe yundu"),
            (Filters(region="410325"), "yundu"),
            (Filters(region="000000"), "other qinghe qinghe yundu"),
            (Filters(region="远处"), "other"),
            (Filters(region="%"), ""),
            (Filters(level=Level.COUNTY), "yundu"),
            (Filters(kind=Kind.OFFICE), "other"),
            (Filters(agency=AgencyId("qinghe"), years=(2024, 2024)), "qinghe"),
            (Filters(seen_from=later(days=3)), "other yundu"),
            (Filters(seen_until=later(days=3)), "qinghe qinghe"),
            (Filters(published_from=date(2025, 3, 1)), "qinghe"),
            (Filters(published_until=date(2025, 2, 28)), ""),
        ],
    )
    def test_narrow_reports(self, peopled: Database, filters: Filters, expected: str) -> None:
        with peopled.browsing() as browse:
            found = browse.reports(filters)
        agencies = sorted(str(filed.version.agency) for filed in found.items)
        assert " ".join(agencies) == expected

    def test_narrow_agencies_and_what_was_captured_for_them(self, peopled: Database) -> None:
        with peopled.browsing() as browse:
            agencies = browse.agencies(Filters(region="410000")).items
            captures = browse.captures(Filters(agency=AgencyId("yundu"))).items
            everything = browse.captures(Filters()).items
        assert [agency.id for agency in agencies] == ["qinghe", "yundu"]
        assert captures == ()  # every visit of the builder is for qinghe
        assert [caught.capture.id for caught in everything] == [
            "capture-4",
            "capture-3",
            "capture-2",
            "capture-1",
        ]
        assert everything[0].visit is not None

    def test_narrow_cells(self, peopled: Database) -> None:
        wanted = Filters(measures=(MeasureId("t2.fees.amount"),), years=(2023, 2023))
        with peopled.browsing() as browse:
            (figures,) = browse.figures(wanted).items
            nothing = browse.figures(replace(wanted, state=MeasureState.BLANK)).items
        assert [measure.raw for measure in figures.measures] == ["12.50"]
        assert [one.measures for one in nothing] == [()]

    def test_leave_out_old_versions_unless_they_are_asked_for(self, database: Database) -> None:
        captures = [a_capture(number, at=later(days=number)) for number in (1, 2)]
        registered(database, *captures)
        database.save_reports(
            [
                a_reading(captures[0], report=a_report(text="先。")),
                a_reading(captures[1], report=a_report(text="后。")),
            ],
            code_version="1",
        )
        with database.browsing() as browse:
            standing = browse.reports(Filters()).items
            everything = browse.reports(Filters(current=False)).items
        assert [filed.version.version for filed in standing] == [2]
        assert [filed.version.version for filed in everything] == [2, 1]


class TestVersion:
    @pytest.mark.parametrize(
        "write",
        [
            lambda database: registered(database, a_capture(9)),
            lambda database: database.sync_registry(Registry(agencies=(an_agency(),))),
        ],
    )
    def test_changes_with_a_write_of_another_connection(
        self, tmp_path: Path, write: Callable[[Database], None]
    ) -> None:
        with open_database(tmp_path) as database, open_database(tmp_path) as other:
            before = database.version()
            write(other)
            assert database.version() != before

    def test_changes_where_the_files_do_not_show_it(self, tmp_path: Path) -> None:
        """A log that begins anew stays as long as it was; clocks of file systems are coarse."""
        with open_database(tmp_path) as database:
            files = [tmp_path / f"nianbao.db{ending}" for ending in ("", "-wal")]
            database.sync_registry(Registry(agencies=(an_agency(),)))
            with closing(sqlite3.connect(files[0])) as other:
                other.execute("PRAGMA wal_checkpoint(RESTART)")
            database.sync_registry(Registry(agencies=(an_agency("yundu"),)))
            before, stats = database.version(), [file.stat() for file in files]
            with closing(sqlite3.connect(files[0])) as other:
                other.execute("PRAGMA wal_checkpoint(RESTART)")
            database.sync_registry(Registry(agencies=(an_agency(),)))
            for file, stat in zip(files, stats, strict=True):
                os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))

            assert [file.stat().st_size for file in files] == [one.st_size for one in stats]
            assert database.version() != before

    def test_stays_while_nothing_is_written(self, database: Database) -> None:
        fill(database, 1)
        before = database.version()
        with database.browsing() as browse:
            browse.reports(Filters())
        assert database.version() == before


class TestViews:
    def test_hold_plain_values_only(self, tmp_path: Path) -> None:
        with open_database(tmp_path) as database:
            database.sync_registry(Registry(agencies=(an_agency(),)))
            fill(database, 1)
            database.record(looks=[a_look()])
        connection = sqlite3.connect(tmp_path / "nianbao.db")
        for name in VIEWS:
            for row in connection.execute(f"SELECT * FROM {name}"):
                assert not [cell for cell in row if isinstance(cell, str) and cell[:1] in "{["]
        connection.close()

    def test_say_what_a_report_holds_in_words(self, tmp_path: Path) -> None:
        with open_database(tmp_path) as database:
            database.sync_registry(Registry(agencies=(an_agency(),)))
            fill(database, 1)
        connection = sqlite3.connect(tmp_path / "nianbao.db")
        cells = connection.execute(
            "SELECT measure, value, raw, state_zh, page, level_zh FROM v_measures"
        ).fetchall()
        seen = connection.execute("SELECT first_seen, warc_offset FROM v_reports").fetchall()
        connection.close()
        assert cells[0] == ("t3.row0.total", 0, "0", "原件所印", 2, "地市级")
        assert cells[-1][:3] == ("t2.fees.amount", "12.50", "12.50")
        assert seen == [("2025-04-01 09:03:03", 1000)]

    def test_are_made_anew_when_a_database_is_upgraded(self, tmp_path: Path) -> None:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        engine = create_engine(f"sqlite:///{tmp_path / 'nianbao.db'}")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0007")
            connection.exec_driver_sql("CREATE VIEW v_reports AS SELECT id AS old FROM reports")
        engine.dispose()
        open_database(tmp_path).close()
        raw = sqlite3.connect(tmp_path / "nianbao.db")
        columns = [row[1] for row in raw.execute("PRAGMA table_info(v_reports)")]
        raw.close()
        assert columns[:2] == ["report", "agency"]


def test_findings_and_verdicts_are_in_test_database_audits(database: Database) -> None:
    with database.browsing() as browse:
        assert isinstance(browse, Browse)
        assert browse.verdicts(Filters()).items == ()
        assert browse.findings(Filters(rule=a_finding().rule)).items == ()
