"""Opening: created, migrated, refused with a remedy; the same schema on every database."""

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, create_mock_engine, inspect, text
from sqlalchemy.schema import CreateIndex, CreateTable

from model.errors import NoSpace, StorageError
from storage.database import Database
from storage.database import sqlite as sqlite_only
from storage.database.connections import Connections
from storage.database.migrate import migrate
from storage.database.schema import metadata
from tests.storage.builders import a_capture, a_look, later, open_database, registered


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection to the database of the test, made first."""
    open_database(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "nianbao.db")
    yield connection
    connection.close()


class TestMigrations:
    def test_from_nothing_they_make_the_schema_of_the_program(self, tmp_path: Path) -> None:
        open_database(tmp_path).close()
        engine = create_engine(url_of(tmp_path / "nianbao.db"))
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
            inspector = inspect(connection)
            for table in metadata.sorted_tables:
                indexes = {i["name"] for i in inspector.get_indexes(table.name)}
                assert indexes == {index.name for index in table.indexes}
                keys = inspector.get_foreign_keys(table.name)
                wanted = {key.target_fullname.split(".")[0] for key in table.foreign_keys}
                assert {key["referred_table"] for key in keys} == wanted
        engine.dispose()

    def test_opening_again_changes_nothing(self, tmp_path: Path) -> None:
        with open_database(tmp_path) as database:
            registered(database, a_capture(1))
        with open_database(tmp_path) as database:
            assert list(database.captures()) == ["capture-1"]

    def test_they_stop_half_way_without_a_trace(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("alembic.op.create_index", broken)
            with pytest.raises(KeyboardInterrupt):
                open_database(tmp_path)
        connection = sqlite3.connect(tmp_path / "nianbao.db")
        assert connection.execute("select count(*) from sqlite_master").fetchone() == (0,)
        connection.close()
        open_database(tmp_path).close()

    def test_many_processes_may_open_a_new_database_at_once(self, tmp_path: Path) -> None:
        context = multiprocessing.get_context("spawn")
        with context.Pool(4) as pool:
            assert pool.map(_open_and_count, [url_of(tmp_path / "n.db")] * 8) == [0] * 8

    def test_they_write_what_postgresql_understands(self) -> None:
        dialect = create_mock_engine("postgresql://", print).dialect
        for table in metadata.sorted_tables:
            ddl = str(CreateTable(table).compile(dialect=dialect))
            assert "CREATE TABLE" in ddl
            for index in table.indexes:
                assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))
        made = str(CreateTable(metadata.tables["reports"]).compile(dialect=dialect))
        assert "measures JSON NOT NULL" in made
        assert "first_at TIMESTAMP WITH TIME ZONE NOT NULL" in made

    def test_the_steps_themselves_can_be_written_for_postgresql(self) -> None:
        code = (
            "from alembic import command; from alembic.config import Config\n"
            "from alembic.migration import MigrationContext; from alembic.operations import *\n"
            "import io, importlib, pkgutil; from sqlalchemy.dialects import postgresql\n"
            "from storage.migrations import versions\n"
            "out = io.StringIO()\n"
            "context = MigrationContext.configure(dialect=postgresql.dialect(),"
            " opts={'as_sql': True, 'output_buffer': out})\n"
            "with Operations.context(context):\n"
            "    for name in sorted(m.name for m in pkgutil.iter_modules(versions.__path__)):\n"
            "        importlib.import_module(f'{versions.__name__}.{name}').upgrade()\n"
            "print(out.getvalue())"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
        )
        assert ran.returncode == 0, ran.stderr
        left = ran.stdout.count("CREATE TABLE") - ran.stdout.count("DROP TABLE")
        assert left == len(metadata.tables)
        assert "value JSON NOT NULL" in ran.stdout


class TestRefusals:
    def test_of_a_newer_schema(self, tmp_path: Path, raw: sqlite3.Connection) -> None:
        raw.execute("update alembic_version set version_num = '9999'")
        raw.commit()
        with pytest.raises(StorageError, match="newer") as caught:
            open_database(tmp_path)
        assert "Upgrade nianbao" in caught.value.remedy.en

    def test_of_an_older_schema_when_only_reading(
        self, tmp_path: Path, raw: sqlite3.Connection
    ) -> None:
        raw.execute("delete from alembic_version")
        raw.commit()
        with pytest.raises(StorageError, match="upgraded"):
            Database.open(url_of(tmp_path / "nianbao.db"), read_only=True)

    def test_of_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        path = tmp_path / "nianbao.db"
        path.write_bytes(b"# not a database\n" * 100)
        with pytest.raises(StorageError, match="damaged") as caught:
            open_database(tmp_path)
        assert caught.value.source == str(path)
        assert "archive rebuild" in caught.value.remedy.en

    def test_of_a_missing_database_when_only_reading(self, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match="cannot be opened"):
            Database.open(url_of(tmp_path / "none.db"), read_only=True)
        assert not list(tmp_path.iterdir())

    def test_of_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match="cannot be opened"):
            open_database(tmp_path / "none")

    def test_of_what_is_no_url(self) -> None:
        with pytest.raises(StorageError, match="no database URL"):
            Database.open("nianbao.db")


class TestReadOnly:
    def test_reads_and_never_writes(self, tmp_path: Path) -> None:
        with open_database(tmp_path) as database:
            registered(database, a_capture(1))
        with Database.open(url_of(tmp_path / "nianbao.db"), read_only=True) as database:
            assert len(database.captures()) == 1
            with pytest.raises(StorageError):
                registered(database, a_capture(2))

    def test_names_with_odd_letters_are_found(self, tmp_path: Path) -> None:
        folder = tmp_path / "年报 #1 100%25?"
        folder.mkdir()
        with open_database(folder) as database:
            registered(database, a_capture(1))
        with Database.open(folder / "nianbao.db", read_only=True) as database:
            assert len(database.captures()) == 1


class TestDamage:
    def test_a_sound_database_passes(self, database: Database) -> None:
        registered(database, a_capture(1))
        database.check()

    def test_overwritten_pages_are_found(self, tmp_path: Path) -> None:
        with open_database(tmp_path) as database:
            database.record(looks=[a_look(at=later(hours=n)) for n in range(200)])
        path = tmp_path / "nianbao.db"
        data = bytearray(path.read_bytes())
        middle = len(data) // 2 // 4096 * 4096
        data[middle : middle + 8192] = b"\x5a" * 8192
        path.write_bytes(data)
        with pytest.raises(StorageError), open_database(tmp_path) as database:
            database.check()

    @pytest.mark.parametrize("broken", ["[{}]", "[{", ""])
    def test_a_value_of_another_shape_is_damage(
        self, tmp_path: Path, raw: sqlite3.Connection, broken: str
    ) -> None:
        with open_database(tmp_path) as database:
            database.record(looks=[a_look()])
            raw.execute("update looks set links = ?", [broken])
            raw.commit()
            with pytest.raises(StorageError, match="damaged"):
                database.looks()

    def test_an_orphan_is_found(self, tmp_path: Path, raw: sqlite3.Connection) -> None:
        raw.execute("insert into listings values ('nobody', 'http://a.example/', 0)")
        raw.commit()
        with open_database(tmp_path) as database, pytest.raises(StorageError, match="foreign key"):
            database.check()


class TestSideBySide:
    def test_readers_are_not_blocked_by_a_writer(self, tmp_path: Path) -> None:
        with open_database(tmp_path) as database, open_database(tmp_path) as reader:
            registered(database, a_capture(1))
            connections = Connections(url_of(tmp_path / "nianbao.db"), read_only=False)
            with connections.writing() as connection:
                connection.execute(text("delete from visits"))
                # In the middle of the other's transaction, as it was before.
                assert len(reader.visits()) == 1
            assert len(reader.visits()) == 0
            connections.close()

    def test_a_writer_waits_for_another(self, tmp_path: Path) -> None:
        with open_database(tmp_path) as one, open_database(tmp_path) as two:
            threads = [
                threading.Thread(target=_write_some, args=(database, start))
                for database, start in ((one, 0), (two, 100))
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(one.captures()) == 60

    def test_one_that_waited_in_vain_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite_only, "BUSY_SECONDS", 0)
        with open_database(tmp_path) as database:
            holder = sqlite3.connect(tmp_path / "nianbao.db", isolation_level=None)
            holder.execute("begin immediate")
            with pytest.raises(StorageError, match="locked") as caught:
                registered(database, a_capture(1))
            holder.close()
        assert "try again" in caught.value.remedy.en

    def test_a_full_disk_is_told_as_such(self, database: Database, tmp_path: Path) -> None:
        connections = Connections(url_of(tmp_path / "nianbao.db"), read_only=False)
        with pytest.raises(NoSpace) as caught:
            _fill_up(connections)
        assert "Free some space" in caught.value.remedy.en
        connections.close()
        assert database.captures() == {}


def test_an_upgrade_is_not_run_twice(tmp_path: Path) -> None:
    connections = Connections(url_of(tmp_path / "n.db"), read_only=False)
    migrate(connections, read_only=False)
    upgraded = connections.version()
    migrate(connections, read_only=False)
    assert connections.version() == upgraded
    connections.close()


def _fill_up(connections: Connections) -> None:
    with connections.writing() as connection:
        connection.execute(text("pragma max_page_count = 1"))
        connection.execute(text("create table filler (x)"))
        connection.execute(text("insert into filler values (zeroblob(10000000))"))


def _open_and_count(url: str) -> int:
    with Database.open(url) as database:
        return len(database.captures())


def _write_some(database: Database, start: int) -> None:
    for number in range(start, start + 30):
        registered(database, a_capture(number))
