"""A look: one listing of one agency, read page by page to its end, and what it links to."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from w3lib.url import safe_url_string

from crawler.asking import Answer, Ask
from crawler.attachments import attachments_of
from crawler.families import Entry, Family, Page, Paging, entries_of, family_of
from crawler.links import to_link
from crawler.media import is_html, to_html, to_source
from crawler.outcomes import CONTENT, look_end
from crawler.past import Past
from crawler.plan import HarvestPlan
from crawler.recorder import Recorder
from crawler.signs import loads_by_script
from crawler.visitor import Visitor
from model.agency import Agency
from model.capture import LinkKind, ListedLink, Look, LookEnd, Purpose
from model.ids import CaptureId


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What has been read of a listing so far."""

    family: Family | None = None
    at: datetime | None = None
    """Of the first answer: from then on nothing was seen before."""
    pages: list[CaptureId] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    entries: dict[str, Entry] = field(default_factory=dict)
    scripted: bool = False
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    end: LookEnd
    detail: str | None = None


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
        reading = _Reading()
        began = self._plan.clock()
        ended = await self._read(agency, listing, reading)
        links = tuple(to_link(entry) for entry in reading.entries.values())
        if ended.end is LookEnd.READ_TO_END:
            ended = _doubts(reading, links) or ended
        at = reading.at or began
        return Look(
            crawl=self._plan.crawl,
            agency=agency.id,
            listing=listing,
            at=at,
            end=ended.end,
            detail=ended.detail,
            family=reading.family.name if reading.family else None,
            pages=tuple(reading.pages),
            links=links,
            freshest=_freshest(links, at),
        )

    async def _read(self, agency: Agency, listing: str, reading: _Reading) -> _End:
        url: str | None = safe_url_string(listing)
        while url is not None:
            if len(reading.pages) >= self._plan.max_pages:
                return _unreadable(f"more than {self._plan.max_pages} pages")
            if url in reading.urls:
                return _unreadable(f"leads back to {url}")
            reading.urls.add(url)
            answer = await self._visitor.visit(
                Ask(url=url, purpose=Purpose.LISTING, agency=agency, listing=listing)
            )
            if reading.at is None:
                reading.at = answer.visit.at
            if answer.visit.capture is not None:
                reading.pages.append(answer.visit.capture)
            if answer.body is None or answer.visit.outcome not in CONTENT:
                return _failed(answer)
            paging = _read_page(_page(answer, len(reading.pages)), reading)
            if isinstance(paging, _End):
                return paging
            url = paging.next_url
        return _End(end=LookEnd.READ_TO_END)

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
        if answer.body is None or not is_html(answer.body, answer.media_type):
            return
        html = to_html(to_source(answer.body, answer.media_type))
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


def _page(answer: Answer, number: int) -> Page:
    source = to_source(answer.body or b"", answer.media_type)
    return Page(html=to_html(source), source=source, url=answer.url, number=number)


def _read_page(page: Page, reading: _Reading) -> Paging | _End:
    """Takes in the entries of a page; how to go on, or why the look ends here."""
    if reading.family is None:
        reading.family = family_of(page)
    entries = entries_of(page)
    reading.scripted = reading.scripted or loads_by_script(page.source)
    if not entries:
        return _unreadable(f"no entries on page {page.number}")
    new = [entry for entry in entries if entry.url not in reading.entries]
    if not new:
        return _unreadable(f"page {page.number} repeats what came before")
    reading.entries.update((entry.url, entry) for entry in new)
    paging = reading.family.paging(page)
    reading.total = paging.total or reading.total
    return _unreadable(paging.broken) if paging.broken is not None else paging


def _doubts(reading: _Reading, links: tuple[ListedLink, ...]) -> _End | None:
    """What speaks against having seen everything, although the paging came to its end."""
    if reading.scripted and all(link.kind is LinkKind.OTHER for link in links):
        # What was read may be the news beside a list that only a script fills.
        return _End(end=LookEnd.NEEDS_SCRIPT, detail="no report among the entries, and a script")
    if reading.total is not None and reading.total > len(links):
        return _unreadable(f"says {reading.total} entries, {len(links)} read")
    return None


def _freshest(links: tuple[ListedLink, ...], at: datetime) -> date | None:
    """The latest day beside an entry; one after tomorrow is a slip, not a sign of life."""
    latest = at.date() + timedelta(days=1)
    days = (link.declared for link in links if link.declared is not None)
    return max((day for day in days if day <= latest), default=None)


def _failed(answer: Answer) -> _End:
    visit = answer.visit
    words = [visit.outcome.value, visit.detail, visit.url]
    return _End(end=look_end(visit.outcome), detail=" ".join(word for word in words if word))


def _unreadable(detail: str) -> _End:
    return _End(end=LookEnd.UNREADABLE, detail=detail)
