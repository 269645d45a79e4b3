"""One visit to one URL, made once in a crawl and written down whatever came."""

import asyncio
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

from crawler.asking import Answer, Ask
from crawler.backing_off import MEMORY, back_offs
from crawler.browser import Browser
from crawler.following import Ending, Follower
from crawler.outcomes import CONTENT
from crawler.past import Past, visit_id
from crawler.plan import HarvestPlan
from crawler.recorder import Recorder
from crawler.rendering import Renderer
from crawler.requesting import Download, Requester
from crawler.robots import Robots
from crawler.walls import Walls
from model.capture import Capture, Purpose, Visit
from registry import admits
from storage.database import Database


class Visitor:
    """Visits URLs and records every visit; a URL is asked at most once in a crawl."""

    def __init__(
        self,
        plan: HarvestPlan,
        *,
        download: Download,
        recorder: Recorder,
        database: Database,
        past: Past,
        browser: Browser | None = None,
    ) -> None:
        """With a `browser` some listings are read as it shows them; see Renderer."""
        self._plan = plan
        self._recorder = recorder
        self._database = database
        self._past = past
        self._walls = _walls(plan, database)
        robots = Robots(self.visit, plan.user_agent)
        self._follower = Follower(
            plan,
            requester=Requester(plan, download=download, database=database, pace=robots.pace),
            recorder=recorder,
            robots=robots,
            walls=self._walls,
        )
        self._renderer = (
            Renderer(plan, browser=browser, visit=self.visit, recorder=recorder)
            if browser is not None
            else None
        )
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def visit(self, ask: Ask) -> Answer:
        """Raises: NoSpace, ArchiveError, StorageError."""
        renderer = self._renderer
        # Two agencies may link to one URL: the second waits for the answer that the first gets.
        lock = self._locks.setdefault(ask.key, asyncio.Lock())
        async with lock:
            known = await self._known(ask)
            if known is not None:
                answer = self._answer_of(known)
                return answer if renderer is None else await renderer.again(ask, answer)
            at = self._plan.clock()
            ending = await self._follower.follow(ask)
            if renderer is not None and renderer.wants(ask, ending.judgement.outcome):
                ending = await renderer.ending(ask, ending)
            visit = await self._recorder.add_visit(self._to_visit(ask, ending, at))
        if ending.asked:
            self._walls.note(visit)
        return Answer(
            visit=visit,
            url=ending.capture.url if ending.capture else ask.url,
            body=ending.body,
            media_type=ending.media_type,
            page=ending.judgement.page,
        )

    async def _known(self, ask: Ask) -> Visit | None:
        """The visit that this crawl has made already; for another agency it is written down anew.

        Hosts are those of an agency's row: what one may see, another may have to refuse.
        """
        own, other = self._past.visits_to(ask)
        if own is not None or other is None or not admits(ask.agency.hosts, ask.url):
            return own
        capture = self._capture(other)
        if capture is not None and not admits(ask.agency.hosts, capture.url):
            return None
        if ask.purpose is Purpose.ROBOTS:
            return other
        return await self._recorder.add_visit(self._shared(ask, other))

    def _answer_of(self, visit: Visit) -> Answer:
        capture = self._capture(visit)
        if capture is None or visit.outcome not in CONTENT:
            return Answer(visit=visit, url=visit.url)
        return Answer(
            visit=visit,
            url=capture.url,
            body=self._recorder.payload(capture),
            media_type=capture.media_type,
        )

    def _capture(self, visit: Visit) -> Capture | None:
        if visit.capture is None:
            return None
        return self._database.captures([visit.capture]).get(visit.capture)

    def _to_visit(self, ask: Ask, ending: Ending, at: datetime) -> Visit:
        capture = ending.capture
        return Visit(
            id=visit_id(self._plan.crawl, ask),
            crawl=self._plan.crawl,
            url=ask.key,
            at=capture.at if capture else at,
            purpose=ask.purpose,
            outcome=ending.judgement.outcome,
            agency=ask.agency.id,
            listing=ask.listing,
            title=ask.title,
            declared=ask.declared,
            reporting_year=ask.reporting_year,
            http_status=capture.http_status if capture else None,
            detail=ending.judgement.detail,
            capture=capture.id if capture else None,
            not_before=ending.not_before,
        )

    def _shared(self, ask: Ask, known: Visit) -> Visit:
        """The same answer for another agency whose listing leads to it too."""
        return replace(
            known,
            id=visit_id(self._plan.crawl, ask),
            purpose=ask.purpose,
            agency=ask.agency.id,
            listing=ask.listing,
            title=ask.title,
            declared=ask.declared,
            reporting_year=ask.reporting_year,
            record=None,
        )


def _walls(plan: HarvestPlan, database: Database) -> Walls:
    now = plan.clock()
    lately = tuple(database.visits_near_walls(since=now - MEMORY))
    earlier = (visit for visit in lately if visit.crawl != plan.crawl)
    return Walls(
        seen=(visit for visit in lately if visit.crawl == plan.crawl),
        remembered=() if plan.despite_back_off else back_offs(earlier, now),
    )
