"""The database's side of processing: payloads to read, and what became of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from model.agency import Level
from model.errors import NotFoundError
from model.finding import Failure
from model.ids import AgencyId, Digest, RegionCode, ReportId
from model.report import ReportVersion
from model.text import Text
from storage.database import filed, shelved, sightings, work
from storage.database.bulk import chunks
from storage.database.connections import Connections
from storage.database.values import Reading, Seen, Work

_SHOWN = 5
"""Ids listed when a prefix is ambiguous."""


class StoredReports:
    """Mixed into `Database`."""

    _connections: Connections

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
