"""The database: what the stages know, and what is left to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from model.agency import Level, Obligation, Registry
from model.capture import Capture, Look, LookEnd, Visit
from model.errors import AppError, NotFoundError
from model.finding import Decision, Failure
from model.ids import AgencyId, CaptureId, CrawlId, Digest, RegionCode, ReportId
from model.report import ReportVersion
from model.text import Text
from storage.database import (
    crawled,
    filed,
    harvested,
    judged,
    latest,
    owing,
    shelved,
    sightings,
    touched,
    watched,
    work,
)
from storage.database.answering import Answering
from storage.database.browsing import Browse
from storage.database.bulk import chunks, count_rows
from storage.database.connections import Connections
from storage.database.evidence import Evidence
from storage.database.latest import LatestLook
from storage.database.migrate import migrate
from storage.database.paging import Page
from storage.database.schema import metadata
from storage.database.stored_audits import StoredAudits
from storage.database.values import (
    Counts,
    Crawl,
    CrawlTally,
    Harvested,
    Reading,
    Registered,
    Seen,
    SyncCounts,
    Validators,
    Watch,
    Work,
)

_SHOWN = 5
"""Ids listed when a prefix is ambiguous."""


class Database(Answering, StoredAudits):
    """One connection pool; use from one process, any number of processes at a time.

    Every method that writes is one transaction: after a kill it has happened or it has not.
    Readers are never blocked. Everything raises StorageError when the database is damaged, locked
    for too long or of another version, and NoSpace when the disk is full.
    """

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

    # Harvest

    def begin_crawl(self, *, at: datetime, plan: str, simulated: bool) -> CrawlId:
        """`plan` is the canonical JSON of the harvest's filters."""
        with self._connections.writing() as connection:
            return harvested.begin_crawl(connection, at, plan, simulated=simulated)

    def open_crawl(self, plan: str) -> CrawlId | None:
        """The latest unfinished crawl of the same plan, to be resumed."""
        with self._connections.reading() as connection:
            return harvested.open_crawl(connection, plan)

    def finish_crawl(self, crawl: CrawlId, at: datetime) -> None:
        with self._connections.writing() as connection:
            harvested.finish_crawl(connection, crawl, at)

    def finish_rebuilt_crawls(self) -> None:
        """Those that only the archive knew: nobody can go on with them."""
        with self._connections.writing() as connection:
            harvested.finish_rebuilt(connection)

    def crawls(self) -> tuple[Crawl, ...]:
        """Oldest first."""
        with self._connections.reading() as connection:
            return harvested.read_crawls(connection)

    def record(
        self,
        *,
        captures: Iterable[Capture] = (),
        visits: Iterable[Visit] = (),
        looks: Iterable[Look] = (),
    ) -> None:
        """Registers what was archived, in one transaction. What is known already is passed over.

        A crawl that visits or looks name and that is not known is registered along with them.
        """
        with self._connections.writing() as connection:
            found = Harvested(captures=tuple(captures), visits=tuple(visits), looks=tuple(looks))
            harvested.save_harvested(connection, found)

    def catch_up(self, found: Harvested, *, until: Mapping[str, int]) -> Registered:
        """Registers what was read back from the archive, and how far it was read, at once."""
        with self._connections.writing() as connection:
            registered = harvested.save_harvested(connection, found)
            if registered != Registered(decisions=registered.decisions):
                # Pages of looks that were known already may be among them, whosever they are.
                touched.note_everybody(connection)
            harvested.save_archived_until(connection, until)
            return registered

    def archived_until(self) -> Mapping[str, int]:
        """WARC file → the offset before which everything is known to the database."""
        with self._connections.reading() as connection:
            return harvested.archived_until(connection)

    def looks(
        self, *, crawl: CrawlId | None = None, agency: AgencyId | None = None
    ) -> tuple[Look, ...]:
        """Oldest first."""
        with self._connections.reading() as connection:
            return harvested.read_looks(connection, crawl, agency)

    def latest_looks(
        self, *, end: LookEnd | None = None, limit: int = 60, after: str | None = None
    ) -> Page[LatestLook]:
        """The last look at each listing, by agency. Raises UsageError for what is no cursor."""
        with self._connections.reading() as connection:
            return latest.page_of_latest(connection, end, limit, after)

    def count_latest_looks(self) -> Mapping[LookEnd, int]:
        """Listings by how the last look at them ended."""
        with self._connections.reading() as connection:
            return latest.count_latest(connection)

    def count_agencies_looked_at(self) -> int:
        with self._connections.reading() as connection:
            return latest.count_agencies(connection)

    def visits(
        self, *, crawl: CrawlId | None = None, agency: AgencyId | None = None
    ) -> tuple[Visit, ...]:
        """Oldest first."""
        with self._connections.reading() as connection:
            return harvested.read_visits(connection, crawl, agency)

    def captures(self, ids: Iterable[CaptureId] | None = None) -> Mapping[CaptureId, Capture]:
        """Those of `ids` that are known (all of them without `ids`), oldest first."""
        with self._connections.reading() as connection:
            return harvested.read_captures(connection, ids)

    def visits_to(self, url: str, *, crawl: CrawlId) -> tuple[Visit, ...]:
        """Of this crawl, whoever they were for; oldest first."""
        if self._connections.finds_nothing(crawled.VISITS_TO, {"crawl": crawl, "url": url}):
            return ()
        with self._connections.reading() as connection:
            return crawled.visits_to(connection, crawl, url)

    def look_of(self, crawl: CrawlId, agency: AgencyId, listing: str) -> Look | None:
        """The latest of this crawl."""
        with self._connections.reading() as connection:
            return crawled.look_of(connection, crawl, agency, listing)

    def whole_looks(self, agency: AgencyId, listing: str) -> Iterator[Look]:
        """Those that were read to the end, the latest first."""
        with self._connections.reading() as connection:
            yield from crawled.whole_looks(connection, agency, listing)

    def crawl_tally(self, crawl: CrawlId) -> CrawlTally:
        with self._connections.reading() as connection:
            return crawled.tally(connection, crawl)

    def visits_near_walls(self, *, since: datetime) -> Iterator[Visit]:
        """Answered visits for every agency that a site turned away since then; oldest first."""
        with self._connections.reading() as connection:
            yield from crawled.visits_near_walls(connection, since)

    def holder_of(self, digest: Digest, url: str | None = None) -> Capture | None:
        """The capture whose record holds this payload whole; one of `url` if there is one."""
        if self._connections.finds_nothing(harvested.HOLDERS, {"digest": digest, "url": url}):
            return None
        with self._connections.reading() as connection:
            return harvested.holder_of(connection, digest, url)

    def validators(self, url: str) -> Validators | None:
        """Of the latest good answer (status 200) from `url`, if it came with any."""
        if self._connections.finds_nothing(harvested.GOOD_ANSWERS, {"url": url}):
            return None
        with self._connections.reading() as connection:
            return harvested.validators(connection, url)

    def watch(
        self, agencies: Sequence[AgencyId], *, since: datetime, without: CrawlId | None = None
    ) -> Mapping[AgencyId, Watch]:
        """What planning has to know of each; looks before `since` and one crawl are left out."""
        with self._connections.reading() as connection:
            return watched.watch(connection, agencies, since=since, without=without)

    # Process

    def unprocessed(self, code_version: str, *, again: bool = False) -> Iterator[Work]:
        """Payloads of reports, attachments and added files not yet read by this code version.

        One per payload digest, in the order first captured; `again` gives all of them. Only whole
        answers count: status 200 (or an added file), visit CAPTURED or UNCHANGED.
        """
        with self._connections.reading() as connection:
            digests = work.digests_to_read(connection, code_version, again=again)
        # In small steps: between them the results of the first may already be stored.
        for chunk in chunks(digests):
            with self._connections.reading() as connection:
                found = tuple(work.work_of(connection, chunk))
            yield from found

    def work_on(self, digests: Iterable[Digest]) -> Iterator[Work]:
        """What led to these payloads, whether they were read or not; unknown ones are left out."""
        with self._connections.reading() as connection:
            yield from work.known_work(connection, digests)

    def save_report(self, reading: Reading, *, code_version: str) -> ReportVersion:
        """Stores a report in place of what was known of its payload; marks the payload read.

        Forgets the failure of an earlier code version. Versions of the same agency and year are
        counted anew, as `storage.database.versions` says.
        """
        (version,) = self.save_reports([reading], code_version=code_version)
        return version

    def save_reports(
        self, readings: Sequence[Reading], *, code_version: str
    ) -> tuple[ReportVersion, ...]:
        """The same for many reports in one transaction."""
        with self._connections.writing() as connection:
            ids = filed.save_readings(connection, readings, code_version)
            return tuple(shelved.read_reports(connection, ids))

    def save_failure(
        self, failure: Failure, *, digest: Digest | None = None, code_version: str | None = None
    ) -> None:
        """Stores what we could not do, in place of an earlier failure of the same stage and input.

        With `digest` and `code_version` the payload is marked read, and a report that an earlier
        code version made of it is forgotten, with what was found in it.
        """
        with self._connections.writing() as connection:
            filed.save_failure(connection, failure, digest, code_version)

    def failures(
        self, *, stage: str | None = None, digest: Digest | None = None
    ) -> tuple[Failure, ...]:
        """Ordered by stage, then subject."""
        with self._connections.reading() as connection:
            return filed.read_failures(connection, stage, digest)

    def reports(
        self,
        *,
        year: int | None = None,
        agency: AgencyId | None = None,
        region: RegionCode | None = None,
        level: Level | None = None,
        ids: Iterable[ReportId] | None = None,
        current: bool = True,
    ) -> Iterator[ReportVersion]:
        """Newest year first, then agency. `current` leaves out all but the last version.

        `region` takes in everything below it: 410000 is the province with all its counties.
        """
        with self._connections.reading() as connection:
            found = shelved.report_ids(
                connection, year=year, agency=agency, region=region, level=level, current=current
            )
        wanted = None if ids is None else set(ids)
        kept = [id_ for id_ in found if wanted is None or id_ in wanted]
        for chunk in chunks(kept):
            with self._connections.reading() as connection:
                versions = tuple(shelved.read_reports(connection, chunk))
            yield from versions

    def documents_of(self, agency: AgencyId, year: int) -> tuple[ReportId, ...]:
        """Every document that reads as the same report, by version."""
        with self._connections.reading() as connection:
            return shelved.report_ids(
                connection, year=year, agency=agency, region=None, level=None, current=False
            )

    def ownerless(self) -> Mapping[ReportId, Digest]:
        """Reports that nobody is known to own, and their payloads: newest year first."""
        with self._connections.reading() as connection:
            return shelved.ownerless(connection)

    def report(self, prefix: str) -> ReportVersion:
        """The report whose id begins with `prefix`.

        Raises: NotFoundError when there is none, or more than one.
        """
        with self._connections.reading() as connection:
            ids = shelved.ids_beginning(connection, prefix, _SHOWN + 1)
            if len(ids) != 1:
                raise _not_one(prefix, ids)
            return next(shelved.read_reports(connection, ids))

    def settle_versions(self) -> None:
        """Has what was met again count: an old version may stand again, a copy turn out as one."""
        with self._connections.writing() as connection:
            sightings.recount(connection, sightings.unsettled(connection))

    def seen(self, ids: Sequence[ReportId]) -> Mapping[ReportId, Seen]:
        """When the documents behind these reports were met first and last."""
        with self._connections.reading() as connection:
            return sightings.seen(connection, ids)

    def report_stamps(self) -> Mapping[ReportId, str]:
        """Current report → a stamp that changes when its content or its agency's facts do."""
        with self._connections.reading() as connection:
            return shelved.stamps(connection)

    @contextmanager
    def browsing(self) -> Iterator[Browse]:
        """One consistent state, to be read table by table in pages."""
        with self._connections.reading() as connection:
            yield Browse(connection)

    # Audit

    @contextmanager
    def evidence(self) -> Iterator[Evidence]:
        """One consistent state, to be read agency by agency."""
        with self._connections.reading() as connection:
            yield Evidence(connection)

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


def _not_one(prefix: str, ids: Sequence[ReportId]) -> NotFoundError:
    if not ids:
        return NotFoundError(
            prefix,
            Text("没有编号以此开头的报告", "no report has an id that begins like this"),
            Text(
                "请用 nianbao search 或 nianbao audit 查到报告编号。",
                "Find the id of a report with `nianbao search` or `nianbao audit`.",
            ),
        )
    listed = ", ".join(ids[:_SHOWN]) + (", …" if len(ids) > _SHOWN else "")
    return NotFoundError(
        prefix,
        Text(f"不止一份报告的编号以此开头：{listed}", f"more than one report: {listed}"),
        Text("请多写几位编号。", "Give more digits of the id."),
    )
