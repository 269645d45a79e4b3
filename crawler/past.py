"""What this crawl has already done, so that a resumed one goes on and does nothing twice.

Asked of the database each time: a crawl of ten thousand sites must not grow with every visit.
"""

from hashlib import sha256

from crawler.asking import Ask
from crawler.known_items import is_trusted
from model.capture import Look, Outcome, Purpose, Visit
from model.ids import AgencyId, CrawlId, VisitId
from storage.database import Database


class Past:
    """Visits and looks of one crawl, those of its earlier runs included."""

    def __init__(self, database: Database, crawl: CrawlId) -> None:
        self._database = database
        self._crawl = crawl

    def visits_to(self, ask: Ask) -> tuple[Visit | None, Visit | None]:
        """The visit for the same agency and purpose, and the first for anybody.

        A visit that we refused to make is none for anybody else.
        """
        known = self._database.visits_to(ask.key, crawl=self._crawl)
        id_ = visit_id(self._crawl, ask)
        own = next((visit for visit in known if visit.id == id_), None)
        made = (visit for visit in known if visit.outcome is not Outcome.REJECTED)
        return own, next(made, None)

    def look_at(self, agency: AgencyId, listing: str) -> Look | None:
        return self._database.look_of(self._crawl, agency, listing)

    def trusted_look(self, agency: AgencyId, listing: str) -> Look | None:
        """The latest whole look of any crawl by which another one may be measured."""
        return next(filter(is_trusted, self._database.whole_looks(agency, listing)), None)


def visit_id(crawl: CrawlId, ask: Ask) -> VisitId:
    """The same for the same visit, so that a repetition cannot be stored as another one.

    A page that lists reports and shows one is visited as both, though it is asked only once.
    """
    as_listing = " listing" if ask.purpose is Purpose.LISTING else ""
    name = f"{ask.agency.id} {ask.key}{as_listing}".encode()
    return VisitId(f"{crawl}-{sha256(name).hexdigest()[:16]}")
