"""One wait for the disk serves all who came before it began."""

import asyncio

import pytest

from crawler.rounds import Rounds


def test_who_comes_during_a_round_shares_the_next() -> None:
    rounds: list[int] = []
    waiting = 0

    async def run() -> None:
        nonlocal waiting
        open_gate = asyncio.Event()

        async def work() -> None:
            rounds.append(waiting)
            await open_gate.wait()

        together = Rounds(work)

        async def come() -> None:
            nonlocal waiting
            waiting += 1
            await together.pass_one()

        first = asyncio.create_task(come())
        await asyncio.sleep(0.01)
        later = [asyncio.create_task(come()) for _ in range(5)]
        await asyncio.sleep(0.01)
        assert not any(task.done() for task in (first, *later))
        open_gate.set()
        await asyncio.gather(first, *later)

    asyncio.run(run())
    assert rounds == [1, 6]


def test_trouble_reaches_those_of_its_round_and_no_others() -> None:
    async def run() -> None:
        troubles = [OSError("full"), None]

        async def work() -> None:
            trouble = troubles.pop(0)
            if trouble is not None:
                raise trouble

        together = Rounds(work)
        with pytest.raises(OSError, match="full"):
            await together.pass_one()
        await together.pass_one()

    asyncio.run(run())


def test_who_gives_up_waiting_takes_nobody_along() -> None:
    done: list[str] = []

    async def run() -> None:
        async def work() -> None:
            await asyncio.sleep(0.02)
            done.append("round")

        together = Rounds(work)
        impatient = asyncio.create_task(together.pass_one())
        patient = asyncio.create_task(together.pass_one())
        await asyncio.sleep(0.005)
        impatient.cancel()
        await patient

    asyncio.run(run())
    assert done == ["round"]
