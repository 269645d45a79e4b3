"""A page that may be the column: read as a listing is, as far as needed to see titles. Pure."""

from crawler.asking import Answer
from crawler.discovery.leads import Lead, Weight
from crawler.discovery.proposals import Proposal
from crawler.discovery.weighing import Sighting, names_it, titles_of, weigh
from crawler.discovery.words import says_column, says_other_reports
from crawler.families import Page, Query
from crawler.families.visible import words
from crawler.grouping import grouped
from crawler.links import to_link
from crawler.media import to_html, to_source
from crawler.outcomes import CONTENT, look_end
from crawler.reading import Ended, Reading, doubts
from model.agency import Agency
from model.capture import LinkKind, ListedLink

_COLUMN_TYPE = "信息公开年报"
_HEADINGS = "//title//text() | //h1//text() | //meta[@name='ColumnName']/@content"
_PLACE = "//*[contains(text(), '位置')][1]/descendant-or-self::*/text()"


class Candidate:
    def __init__(self, answer: Answer, lead: Lead, agency: Agency) -> None:
        self.lead = lead
        self.answers: list[Answer] = []
        self._agency = agency
        self._reading = Reading(answer.url)
        self._ended: Ended | None = None
        query = self._reading.wanted or Query(url=answer.url)
        self._reading.circle()
        self.page = self._page(answer, query)
        self._take(answer, self.page)
        self._heading = words(self.page.html.xpath(_HEADINGS).getall())
        self._place = words(self.page.html.xpath(_PLACE).getall())
        self._is_column = says_column(self._heading) or says_column(self._place)
        self._column_type = _column_type(self.page) == _COLUMN_TYPE

    @property
    def is_promising(self) -> bool:
        """Whether it is worth being weighed: by the way to it, its own words or what it lists."""
        return (
            self._is_column
            or self._column_type
            or self.lead.weight >= Weight.SOME_REPORT
            or sum(title.own for title in titles_of(self._links())) > 1
        )

    def wanted(self) -> Query | None:
        """What is to be asked to see more of the list; None when titles were seen or it ended."""
        if self._ended is not None or titles_of(self._links()):
            return None
        query = self._reading.wanted
        if query is not None:
            self._ended = self._reading.circle()
        return None if self._ended is not None else query

    def take(self, answer: Answer, query: Query) -> None:
        if answer.body is None or answer.visit.outcome not in CONTENT:
            self.answers.append(answer)
            end = look_end(answer.visit.outcome)
            self._ended = Ended(end=end, detail=answer.visit.detail)
            return
        self._take(answer, self._page(answer, query))

    def _take(self, answer: Answer, page: Page) -> None:
        self.answers.append(answer)
        self._ended = self._reading.take(page)

    def proposal(self, *, shared_host: bool) -> Proposal:
        links = self._links()
        ended = self._ended
        if ended is None and self._reading.wanted is None:
            ended = doubts(self._reading, links)
        trail = " ".join(step.words for step in self.lead.trail)
        score, grade, reasons = weigh(
            Sighting(
                url=self.page.url,
                lead=self.lead,
                links=links,
                column_type=self._column_type,
                calls_itself=self._is_column,
                names_agency=names_it(self._agency, f"{self._heading} {self._place} {trail}"),
                is_sister=says_other_reports(self._heading),
                shared_host=shared_host,
                end=ended.end if ended else None,
            )
        )
        family = self._reading.family
        return Proposal(
            agency=self._agency.id,
            listing=self.page.url,
            score=score,
            grade=grade,
            reasons=reasons,
            trail=self.lead.trail,
            titles=titles_of(links),
            lookalikes=tuple(link.title for link in links if link.kind is LinkKind.LOOKALIKE),
            family=family.name if family else None,
            end=ended.end if ended else None,
            captures=tuple(a.visit.capture for a in self.answers if a.visit.capture is not None),
            at=self.answers[0].visit.at,
        )

    def _links(self) -> tuple[ListedLink, ...]:
        return grouped(to_link(entry, self._agency) for entry in self._reading.entries.values())

    def _page(self, answer: Answer, query: Query) -> Page:
        source = to_source(answer.body or b"", answer.media_type)
        return Page(
            html=to_html(source),
            source=source,
            url=answer.url,
            number=self._reading.number,
            asked=query,
            before=self._reading.before,
        )


def _column_type(page: Page) -> str | None:
    return page.html.xpath(
        "//meta[translate(@name, 'COLUMNTYPE', 'columntype')='columntype']/@content"
    ).get()
