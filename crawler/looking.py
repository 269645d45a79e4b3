"""A look: one listing of one agency, read page by page to its end, and what it links to."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urldefrag

from parsel import Selector
from w3lib.url import safe_url_string

from crawler.asking import Answer, Ask
from crawler.attachments import attachments_of
from crawler.families import Page, Query
from crawler.grouping import grouped
from crawler.known_items import known_item, own_reports
from crawler.links import to_link
from crawler.media import is_html, to_html, to_source
from crawler.outcomes import CONTENT, look_end
from crawler.past import Past
from crawler.plan import HarvestPlan
from crawler.reading import Ended, Reading, doubts, unreadable
from crawler.recorder import Recorder
from crawler.visitor import Visitor
from model.agency import Agency
from model.capture import LinkKind, ListedLink, Look, LookEnd, Purpose, Visit
from storage.archive import FORM


class Looker:
    """Looks at listings and visits what they link to."""

    def __init__(
        self, plan: HarvestPlan, *, visitor: Visitor, recorder: Recorder, past: Past
    ) -> None:
        self._plan = plan
        self._visitor = visitor
        self._recorder = recorder
        self._past = past

    async def look_at(self, agency: Agency, listing: str) -> None:
        """One look, then the reports of the wanted years; goes on where an earlier run stopped."""
        look = self._past.look_at(agency.id, listing)
        if look is None:
            look = await self._look(agency, listing)
            self._recorder.add_look(look)
        had = self._plan.had.get(agency.id, frozenset())
        for link in look.links:
            if self._is_wanted(link) and link.url not in had:
                await self.visit_report(agency, listing, link)

    def _is_wanted(self, link: ListedLink) -> bool:
        if link.kind is not LinkKind.REPORT or not link.url.startswith("http"):
            return False
        years = self._plan.years
        # A title without a year may be of any year: only the report itself can tell.
        return years is None or link.reporting_year is None or link.reporting_year in years

    async def _look(self, agency: Agency, listing: str) -> Look:
        reading = Reading(listing)
        visits: list[Visit] = []
        began = self._plan.clock()
        ended = await self._read(agency, listing, reading, visits)
        links = grouped(to_link(entry, agency) for entry in reading.entries.values())
        if ended.end is LookEnd.READ_TO_END:
            ended = doubts(reading, links) or self._is_anothers(agency, listing, links) or ended
        # From the first answer on nothing was seen before.
        at = visits[0].at if visits else began
        before = self._past.trusted_look(agency.id, listing)
        return Look(
            crawl=self._plan.crawl,
            agency=agency.id,
            listing=listing,
            at=at,
            end=ended.end,
            detail=ended.detail,
            family=reading.family.name if reading.family else None,
            pages=tuple(visit.capture for visit in visits if visit.capture is not None),
            links=links,
            freshest=_freshest(links, reading.days, at),
            known_item=known_item(before, links),
        )

    async def _read(
        self, agency: Agency, listing: str, reading: Reading, visits: list[Visit]
    ) -> Ended:
        while (query := reading.wanted) is not None:
            if len(visits) >= self._plan.max_pages:
                return unreadable(f"more than {self._plan.max_pages} pages")
            if (circle := reading.circle()) is not None:
                return circle
            answer = await self._visitor.visit(_to_ask(query, agency, listing))
            visits.append(answer.visit)
            if answer.body is None or answer.visit.outcome not in CONTENT:
                return _failed(answer)
            if (ended := reading.take(_page(answer, query, reading))) is not None:
                return ended
        return Ended(end=LookEnd.READ_TO_END)

    def _is_anothers(
        self, agency: Agency, listing: str, links: tuple[ListedLink, ...]
    ) -> Ended | None:
        """A column copied from another bureau shows that one's reports and none of the agency's."""
        shared = sum(listing in each.listings for each in self._plan.agencies) > 1
        reports = [link for link in links if link.kind is LinkKind.REPORT]
        others = dict.fromkeys(x.other_agency for x in reports if x.other_agency is not None)
        if shared or not reports or own_reports(tuple(reports)) or not others:
            return None
        detail = f"no report of {agency.name}, but of {'、'.join(list(others)[:3])}"
        return Ended(end=LookEnd.UNRECOGNISED, detail=detail)

    async def visit_report(self, agency: Agency, listing: str, link: ListedLink) -> None:
        """The page or file behind a link, then the files attached to it."""
        answer = await self._visitor.visit(
            Ask(
                url=link.url,
                purpose=Purpose.REPORT,
                agency=agency,
                listing=listing,
                title=link.title,
                declared=link.declared,
                reporting_year=link.reporting_year,
            )
        )
        html = _html(answer)
        if html is None:
            return
        for attached in attachments_of(html, answer.url):
            await self._visitor.visit(
                Ask(
                    url=attached.url,
                    purpose=Purpose.ATTACHMENT,
                    agency=agency,
                    listing=listing,
                    title=attached.title,
                    reporting_year=attached.reporting_year,
                )
            )


def _to_ask(query: Query, agency: Agency, listing: str) -> Ask:
    ask = Ask(
        url=safe_url_string(urldefrag(query.url).url),
        purpose=Purpose.LISTING,
        agency=agency,
        listing=listing,
    )
    if query.form is None:
        return ask
    return replace(ask, method="POST", body=query.body, headers=(("Content-Type", FORM),))


def _page(answer: Answer, query: Query, reading: Reading) -> Page:
    known = answer.page
    source = known.source if known else to_source(answer.body or b"", answer.media_type)
    return Page(
        html=known.html if known else to_html(source),
        source=source,
        url=answer.url,
        number=reading.number,
        asked=query,
        before=reading.before,
    )


def _html(answer: Answer) -> Selector | None:
    """The page that came; None for a file, and where nothing came."""
    if answer.page is not None:
        return answer.page.html
    if answer.body is None or not is_html(answer.body, answer.media_type):
        return None
    return to_html(to_source(answer.body, answer.media_type))


def _freshest(links: tuple[ListedLink, ...], shown: set[date], at: datetime) -> date | None:
    """The latest day beside an entry; one after tomorrow is a slip, not a sign of life.

    Where entries bear no days at all, the latest that the pages show elsewhere.
    """
    latest = at.date() + timedelta(days=1)
    days = {link.declared for link in links if link.declared is not None} or shown
    return max((day for day in days if day <= latest), default=None)


def _failed(answer: Answer) -> Ended:
    visit = answer.visit
    words = [visit.outcome.value, visit.detail, visit.url]
    return Ended(end=look_end(visit.outcome), detail=" ".join(word for word in words if word))
