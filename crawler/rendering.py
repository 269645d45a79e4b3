"""Listings that only a script builds, read as a browser shows them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urldefrag

from w3lib.url import safe_url_string

from crawler.asking import Answer, Ask
from crawler.browser import Browser, Given, NotRenderedError, Wanted
from crawler.following import Ending
from crawler.judging import Judgement, judge
from crawler.outcomes import CONTENT
from crawler.plan import HarvestPlan
from crawler.recorder import Recorder
from model.capture import Capture, Outcome, Purpose
from storage.archive import Exchange

RENDERED = "rendered by a browser"
"""A visit's `detail`: what was read is the page as its scripts left it."""
_TYPE = "text/html; charset=utf-8"
_READABLE = CONTENT | {Outcome.NEEDS_SCRIPT}

Visit = Callable[[Ask], Awaitable[Answer]]


class Renderer:
    """Has a page's scripts run, and visits for them what they ask for."""

    def __init__(
        self, plan: HarvestPlan, *, browser: Browser, visit: Visit, recorder: Recorder
    ) -> None:
        self._plan = plan
        self._browser = browser
        self._visit = visit
        self._recorder = recorder

    def wants(self, ask: Ask, outcome: Outcome) -> bool:
        """Whether a page is to be read as a browser shows it. A wall never is."""
        if ask.purpose is not Purpose.LISTING or ask.method != "GET" or outcome not in _READABLE:
            return False
        marked = ask.agency.id in self._plan.browser_for
        return marked or (self._plan.browser and outcome is Outcome.NEEDS_SCRIPT)

    async def ending(self, ask: Ask, plain: Ending) -> Ending:
        """What a visit comes to with a browser that came to `plain` without one."""
        capture = plain.capture
        if capture is None or plain.page is None:
            return plain
        page = Given(body=plain.page.payload(), media_type=plain.page.header("Content-Type"))
        try:
            body = await self.render(ask, capture.url, page)
        except NotRenderedError as error:
            return replace(plain, judgement=_not_rendered(error), body=None)
        judgement = self._judge(capture, body)
        if judgement.outcome not in CONTENT:
            return replace(plain, judgement=judgement, body=None)
        self._recorder.add_conversion(capture, body, _TYPE)
        done = Judgement(outcome=Outcome.CAPTURED, detail=RENDERED)
        if capture.refers_to is not None:
            done = Judgement(outcome=Outcome.UNCHANGED, detail=RENDERED)
        return replace(plain, judgement=done, body=body, media_type=_TYPE)

    async def again(self, ask: Ask, answer: Answer) -> Answer:
        """What was rendered in an earlier run: its requests are answered from the archive."""
        if answer.visit.detail != RENDERED or answer.body is None:
            return answer
        page = Given(body=answer.body, media_type=answer.media_type)
        try:
            body = await self.render(ask, answer.url, page)
        except NotRenderedError:
            return replace(answer, body=None)
        return replace(answer, body=body, media_type=_TYPE)

    async def render(self, ask: Ask, url: str, page: Given) -> bytes:
        """Raises: NotRenderedError, NoSpace, ArchiveError, StorageError."""

        async def give(wanted: Wanted) -> Given | None:
            if wanted.method == "GET" and wanted.url == url:
                return page
            return await self._give(ask, wanted)

        return (await self._browser.render(url, give)).encode()

    async def _give(self, ask: Ask, wanted: Wanted) -> Given | None:
        if wanted.method not in ("GET", "POST") or not wanted.url.startswith("http"):
            return None
        typed = (("Content-Type", wanted.media_type),) if wanted.media_type else ()
        answer = await self._visit(
            Ask(
                url=safe_url_string(urldefrag(wanted.url).url),
                purpose=Purpose.PART,
                agency=ask.agency,
                listing=ask.listing,
                method=wanted.method,
                body=wanted.body,
                headers=typed,
            )
        )
        if answer.body is None:
            return None
        return Given(body=answer.body, media_type=answer.media_type)

    def _judge(self, capture: Capture, body: bytes) -> Judgement:
        shown = Exchange(
            url=capture.url,
            at=capture.at,
            status=200,
            response_headers=(("Content-Type", _TYPE),),
            body=body,
        )
        return judge(shown, Purpose.LISTING, self._plan.max_bytes)


def _not_rendered(error: NotRenderedError) -> Judgement:
    return Judgement(outcome=Outcome.NEEDS_SCRIPT, detail=f"not rendered: {error}")
