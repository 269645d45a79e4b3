"""The database's side of harvests: what they left, and what the next one has to know."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from model.capture import Capture, Look, LookEnd, Visit
from model.ids import AgencyId, CaptureId, CrawlId, Digest
from storage.database import crawled, harvested, latest, touched, watched
from storage.database.connections import Connections
from storage.database.latest import LatestLook
from storage.database.paging import Page
from storage.database.values import Crawl, CrawlTally, Harvested, Registered, Validators, Watch


class StoredHarvests:
    """Mixed into `Database`."""

    _connections: Connections

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
