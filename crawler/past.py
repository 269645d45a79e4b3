"""What this crawl has already done, so that a resumed one goes on and does nothing twice."""

from model.capture import Look, Outcome, Visit
from model.ids import AgencyId, CrawlId
from storage.database import Database


class Past:
    """Visits and looks of one crawl, those of its earlier runs included."""

    def __init__(self, database: Database, crawl: CrawlId) -> None:
        self._by_url: dict[str, Visit] = {}
        self._by_agency: dict[tuple[AgencyId | None, str], Visit] = {}
        self._looks: dict[tuple[AgencyId, str], Look] = {}
        for visit in database.visits(crawl=crawl):
            self.add_visit(visit)
        for look in database.looks(crawl=crawl):
            self.add_look(look)

    def add_visit(self, visit: Visit) -> None:
        if visit.outcome is not Outcome.REJECTED:
            self._by_url.setdefault(visit.url, visit)
        self._by_agency[visit.agency, visit.url] = visit

    def add_look(self, look: Look) -> None:
        self._looks[look.agency, look.listing] = look

    def visit_to(self, url: str) -> Visit | None:
        """The first visit to a URL, whoever it was for, unless we refused to make it."""
        return self._by_url.get(url)

    def visit_for(self, agency: AgencyId, url: str) -> Visit | None:
        return self._by_agency.get((agency, url))

    def look_at(self, agency: AgencyId, listing: str) -> Look | None:
        return self._looks.get((agency, listing))

    @property
    def visits(self) -> tuple[Visit, ...]:
        return tuple(self._by_agency.values())

    @property
    def looks(self) -> tuple[Look, ...]:
        return tuple(self._looks.values())
