"""From an agency's home page to its column: a few visits, the most promising first."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from urllib.parse import urldefrag, urljoin

from w3lib.url import safe_url_string

from crawler.asking import Answer, Ask
from crawler.discovery.candidate import Candidate
from crawler.discovery.leads import Elsewhere, Lead, Weight, leads_of, leads_of_site_map
from crawler.discovery.proposals import Discovery, Grade, Proposal, Start
from crawler.families import Query
from crawler.media import to_source
from crawler.outcomes import CONTENT
from crawler.visitor import Visitor
from model.agency import Agency
from model.capture import Outcome, Purpose
from storage.archive import FORM

MAX_PAGES = 20
"""Answers for one agency; robots.txt is not counted."""
_PAGES_OF_A_COLUMN = 4
"""Answers of one candidate: enough to see titles, also where every year has a page of its own."""
_CERTAIN = 80


@dataclass(slots=True, kw_only=True)
class _Found:
    starts: list[Start] = field(default_factory=list)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    """By what they list."""
    closed: list[Start] = field(default_factory=list)
    elsewhere: dict[str, Elsewhere] = field(default_factory=dict)

    @property
    def is_enough(self) -> bool:
        return any(proposal.score >= _CERTAIN for proposal in self.proposals.values())


class Finder:
    """One search for one agency."""

    def __init__(self, agency: Agency, *, visitor: Visitor, shared_host: bool) -> None:
        self._agency = agency
        self._visitor = visitor
        self._shared_host = shared_host
        self._frontier: list[tuple[int, int, Lead]] = []
        self._order = count()
        self._known: set[str] = set()
        self._answers = 0
        self._found = _Found()

    async def find(self) -> Discovery:
        """Raises: NoSpace, ArchiveError, StorageError."""
        self._add(Lead(url=url, weight=Weight.GIVEN) for url in self._agency.listings)
        for host in self._agency.hosts:
            await self._start(host)
        await self._follow()
        if not self._found.is_enough:
            open_ = [start.url for start in self._found.starts if start.outcome in CONTENT]
            maps = [urljoin(url, "/sitemap.xml") for url in open_]
            self._add(Lead(url=url, weight=Weight.SITE_MAP) for url in maps)
            await self._follow()
        return Discovery(
            agency=self._agency.id,
            starts=tuple(self._found.starts),
            proposals=tuple(sorted(self._found.proposals.values(), key=_best_first)),
            closed=tuple(self._found.closed),
            elsewhere=tuple(self._found.elsewhere.values()),
            pages=self._answers,
            exhausted=bool(self._frontier) and self._answers >= MAX_PAGES,
        )

    async def _start(self, host: str) -> None:
        """The home page of a host; by https where http is not answered."""
        for scheme in ("http", "https"):
            url = f"{scheme}://{host}/"
            self._known.add(url)
            answer = await self._visit(Query(url=url), "")
            visit = answer.visit
            self._found.starts.append(_ending(answer))
            if visit.outcome in CONTENT:
                await self._take(answer, Lead(url=url, weight=Weight.HOME))
            if visit.outcome is not Outcome.UNREACHABLE or ":" in host:
                return

    async def _follow(self) -> None:
        while self._frontier and self._answers < MAX_PAGES:
            _, _, lead = heapq.heappop(self._frontier)
            if self._found.is_enough and lead.weight < Weight.COLUMN_PATH:
                self._frontier.clear()
                return
            answer = await self._visit(Query(url=lead.url), lead.words)
            if answer.visit.outcome in CONTENT:
                await self._take(answer, lead)
            elif lead.weight >= Weight.COLUMN_WORDS:
                self._found.closed.append(_ending(answer))

    def _add(self, leads: Iterable[Lead]) -> None:
        for lead in leads:
            url = safe_url_string(urldefrag(lead.url).url)
            if url not in self._known:
                self._known.add(url)
                entry = (-lead.weight, next(self._order), replace(lead, url=url))
                heapq.heappush(self._frontier, entry)

    async def _visit(self, query: Query, words: str) -> Answer:
        self._answers += 1
        ask = Ask(
            url=safe_url_string(urldefrag(query.url).url),
            purpose=Purpose.DISCOVERY,
            agency=self._agency,
            title=words or None,
        )
        if query.form is not None:
            ask = replace(ask, method="POST", body=query.body, headers=(("Content-Type", FORM),))
        return await self._visitor.visit(ask)

    async def _take(self, answer: Answer, lead: Lead) -> None:
        """Where a page leads, and whether it is the column itself."""
        if lead.weight is Weight.SITE_MAP:
            source = to_source(answer.body or b"", answer.media_type)
            if "<loc>" in source.lower():
                self._add(leads_of_site_map(source, self._agency, answer.url))
                return
        candidate = Candidate(answer, lead, self._agency)
        for found in leads_of(
            candidate.page, self._agency, lead.trail, in_column=candidate.is_promising
        ):
            if isinstance(found, Lead):
                self._add([found])
            else:
                self._found.elsewhere.setdefault(found.url, found)
        if candidate.is_promising:
            await self._read_on(candidate)
            proposal = candidate.proposal(shared_host=self._shared_host)
            self._keep(proposal)

    async def _read_on(self, candidate: Candidate) -> None:
        """Further answers of a list until a title is seen."""
        while len(candidate.answers) < _PAGES_OF_A_COLUMN and self._answers < MAX_PAGES:
            query = candidate.wanted()
            if query is None:
                return
            candidate.take(await self._visit(query, candidate.lead.words), query)

    def _keep(self, proposal: Proposal) -> None:
        """A column under two addresses (`nb/`, `nb/index.html`) is one: by what it lists."""
        shown = " ".join(sorted(title.url for title in proposal.titles)) or proposal.listing
        before = self._found.proposals.get(shown)
        if before is None or before.score < proposal.score:
            self._found.proposals[shown] = proposal


def _ending(answer: Answer) -> Start:
    visit = answer.visit
    return Start(url=visit.url, outcome=visit.outcome, detail=visit.detail)


def _best_first(proposal: Proposal) -> tuple[bool, int, str]:
    return proposal.grade is Grade.PASSED_OVER, -proposal.score, proposal.listing
