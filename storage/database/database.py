"""The database: what the stages know, and what is left to do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from model.agency import Obligation, Registry
from model.errors import AppError
from model.finding import Decision
from model.ids import AgencyId
from storage.database import judged, owing
from storage.database.answering import Answering
from storage.database.browsing import Browse
from storage.database.bulk import count_rows
from storage.database.connections import Connections
from storage.database.evidence import Evidence
from storage.database.migrate import migrate
from storage.database.schema import metadata
from storage.database.stored_audits import StoredAudits
from storage.database.stored_harvests import StoredHarvests
from storage.database.stored_reports import StoredReports
from storage.database.values import Counts, SyncCounts


class Database(StoredHarvests, StoredReports, StoredAudits, Answering):
    """One connection pool; use from one process, any number of processes at a time.

    Every method that writes is one transaction: after a kill it has happened or it has not.
    Readers are never blocked. Everything raises StorageError when the database is damaged, locked
    for too long or of another version, and NoSpace when the disk is full.

    What the stages ask stands in the classes it is mixed of, one for each; here is the rest.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @classmethod
    def open(cls, url: str | Path, *, read_only: bool = False) -> Self:
        """Opens, creates or upgrades. A path is a SQLite file; a string is SQLAlchemy's URL.

        `read_only` creates and upgrades nothing. In a URL, `%` and `?` of a path must be quoted.
        """
        connections = Connections(url, read_only=read_only)
        try:
            migrate(connections, read_only=read_only)
        except AppError:
            connections.close()
            raise
        return cls(connections)

    def close(self) -> None:
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def check(self) -> None:
        """Raises StorageError when the database is damaged."""
        self._connections.check()

    def counts(self, *names: str) -> Counts:
        """Rows by table: of these, or of all; to count figures takes long."""
        tables = [one for one in metadata.sorted_tables if not names or one.name in names]
        with self._connections.reading() as connection:
            return count_rows(connection, tables)

    def version(self) -> str:
        """Another string after every write, by whatever process: what readers keep by."""
        return self._connections.version()

    # Who owes what

    def sync_registry(self, registry: Registry) -> SyncCounts:
        """Makes the stored registry equal to `registry`; calling it again changes nothing."""
        with self._connections.writing() as connection:
            return owing.sync_registry(connection, registry)

    def registry(self) -> Registry:
        """The registry as last synchronised, in its order."""
        with self._connections.reading() as connection:
            return owing.read_registry(connection)

    def save_obligations(self, obligations: Iterable[Obligation]) -> None:
        """Replaces all obligations of every reporting year that occurs in `obligations`."""
        with self._connections.writing() as connection:
            owing.save_obligations(connection, obligations)

    def obligations(
        self, *, year: int | None = None, agency: AgencyId | None = None
    ) -> tuple[Obligation, ...]:
        """Ordered by reporting year, then agency."""
        with self._connections.reading() as connection:
            return owing.read_obligations(connection, year, agency)

    # For pages and audits: states that stay the same while they are read

    @contextmanager
    def browsing(self) -> Iterator[Browse]:
        """One consistent state, to be read table by table in pages."""
        with self._connections.reading() as connection:
            yield Browse(connection)

    @contextmanager
    def evidence(self) -> Iterator[Evidence]:
        """One consistent state, to be read agency by agency."""
        with self._connections.reading() as connection:
            yield Evidence(connection)

    # What people decided

    def save_decision(self, decision: Decision) -> None:
        """Append-only; saving the same decision twice keeps one."""
        with self._connections.writing() as connection:
            judged.save_decisions(connection, [decision])

    def decisions(
        self, *, fingerprint: str | None = None, beginning: str = ""
    ) -> tuple[Decision, ...]:
        """Oldest first; of one fingerprint, or of all that begin like this."""
        with self._connections.reading() as connection:
            return judged.read_decisions(connection, fingerprint, beginning)
