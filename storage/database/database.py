"""The database: what the stages know, and what is left to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from model.agency import Level, Obligation, Registry
from model.capture import Capture, Look, Visit
from model.finding import Decision, Failure, Finding
from model.ids import AgencyId, CaptureId, CrawlId, Digest, RegionCode, ReportId, RuleId
from model.report import ReportVersion
from storage.database.values import Counts, Crawl, Reading, SyncCounts, Validators, Work


class Database:
    """One connection pool; use from one process, any number of processes at a time.

    Every method that writes is one transaction: after a kill it has happened or it has not.
    Readers are never blocked. Everything raises StorageError when the database is damaged, locked
    for too long or of another version, and NoSpace when the disk is full.
    """

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> Self:
        """Opens, creates or upgrades. `url` is SQLAlchemy's: `sqlite:////home/x/nianbao.db`."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

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
        raise NotImplementedError

    def counts(self) -> Counts:
        """Rows by table."""
        raise NotImplementedError

    # Who owes what

    def sync_registry(self, registry: Registry) -> SyncCounts:
        """Makes the stored registry equal to `registry`; calling it again changes nothing."""
        raise NotImplementedError

    def registry(self) -> Registry:
        """The registry as last synchronised, in its order."""
        raise NotImplementedError

    def save_obligations(self, obligations: Iterable[Obligation]) -> None:
        """Replaces all obligations of every reporting year that occurs in `obligations`."""
        raise NotImplementedError

    def obligations(
        self, *, year: int | None = None, agency: AgencyId | None = None
    ) -> tuple[Obligation, ...]:
        """Ordered by reporting year, then agency."""
        raise NotImplementedError

    # Harvest

    def begin_crawl(self, *, at: datetime, plan: str, simulated: bool) -> CrawlId:
        """`plan` is the canonical JSON of the harvest's filters."""
        raise NotImplementedError

    def open_crawl(self, plan: str) -> CrawlId | None:
        """The latest unfinished crawl of the same plan, to be resumed."""
        raise NotImplementedError

    def finish_crawl(self, crawl: CrawlId, at: datetime) -> None:
        raise NotImplementedError

    def crawls(self) -> tuple[Crawl, ...]:
        """Oldest first."""
        raise NotImplementedError

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
        raise NotImplementedError

    def looks(
        self, *, crawl: CrawlId | None = None, agency: AgencyId | None = None
    ) -> tuple[Look, ...]:
        """Oldest first."""
        raise NotImplementedError

    def visits(
        self, *, crawl: CrawlId | None = None, agency: AgencyId | None = None
    ) -> tuple[Visit, ...]:
        """Oldest first."""
        raise NotImplementedError

    def captures(self, ids: Iterable[CaptureId] | None = None) -> Mapping[CaptureId, Capture]:
        """Those of `ids` that are known (all of them without `ids`), oldest first."""
        raise NotImplementedError

    def holder_of(self, digest: Digest, url: str | None = None) -> Capture | None:
        """The capture whose record holds this payload whole; one of `url` if there is one."""
        raise NotImplementedError

    def validators(self, url: str) -> Validators | None:
        """Of the latest good answer (status 200) from `url`, if it came with any."""
        raise NotImplementedError

    # Process

    def unprocessed(self, code_version: str, *, again: bool = False) -> Iterator[Work]:
        """Payloads of reports, attachments and added files not yet read by this code version.

        One per payload digest, in the order first captured; `again` gives all of them. Only whole
        answers count: status 200 (or an added file), visit CAPTURED or UNCHANGED.
        """
        raise NotImplementedError

    def save_report(self, reading: Reading, *, code_version: str) -> ReportVersion:
        """Stores a report in place of what was known of its payload; marks the payload read.

        Forgets the failure of an earlier code version. Versions of the same agency and year are
        counted anew.
        """
        raise NotImplementedError

    def save_reports(
        self, readings: Sequence[Reading], *, code_version: str
    ) -> tuple[ReportVersion, ...]:
        """The same for many reports in one transaction."""
        raise NotImplementedError

    def save_failure(
        self, failure: Failure, *, digest: Digest | None = None, code_version: str | None = None
    ) -> None:
        """Stores what we could not do, in place of an earlier failure of the same stage and input.

        With `digest` and `code_version` the payload is marked read, and a report that an earlier
        code version made of it is forgotten.
        """
        raise NotImplementedError

    def failures(
        self, *, stage: str | None = None, digest: Digest | None = None
    ) -> tuple[Failure, ...]:
        """Ordered by stage, then subject."""
        raise NotImplementedError

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
        raise NotImplementedError

    def report(self, prefix: str) -> ReportVersion:
        """The report whose id begins with `prefix`.

        Raises: NotFoundError when there is none, or more than one.
        """
        raise NotImplementedError

    def report_stamps(self) -> Mapping[ReportId, str]:
        """Current report → a stamp that changes when its content or its agency's facts do."""
        raise NotImplementedError

    # Audit

    def replace_findings(self, scope: str, findings: Iterable[Finding]) -> None:
        """Makes `findings` all that is known of `scope`: `report:0a1b2c3d4e5f`, `audit:2024`."""
        raise NotImplementedError

    def findings(
        self,
        *,
        scope: str | None = None,
        agency: AgencyId | None = None,
        year: int | None = None,
        report: ReportId | None = None,
        rule: RuleId | None = None,
    ) -> tuple[Finding, ...]:
        """By scope, in the order they were given."""
        raise NotImplementedError

    def save_decision(self, decision: Decision) -> None:
        """Append-only; saving the same decision twice keeps one."""
        raise NotImplementedError

    def decisions(self, *, fingerprint: str | None = None) -> tuple[Decision, ...]:
        """Oldest first."""
        raise NotImplementedError
