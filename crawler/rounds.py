"""One wait for many: whoever comes while it is going on shares the next one."""

import asyncio
from collections.abc import Awaitable, Callable


class Rounds:
    """Runs `work` again and again, never twice at once, as long as somebody waits for it."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._under_way: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def pass_one(self) -> None:
        """Returns when a round that began after the call is done; raises what it raised."""
        if self._next is None:
            self._next = asyncio.ensure_future(self._run(after=self._under_way))
        # One who gives up waiting must not take the others' round along.
        await asyncio.shield(self._next)

    async def _run(self, after: asyncio.Task[None] | None) -> None:
        if after is not None:
            await asyncio.wait([after])
        self._under_way, self._next = self._next, None
        await self._work()
