"""What looks at originals for the pages runs in processes that a hostile file may take with it."""

import logging
import multiprocessing
import resource
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from model.errors import AppError, Damaged, Defect, TimedOut, TooLarge
from model.text import Text

WORKERS = 2
_TASKS = 500
"""Pictures a worker makes before it is replaced, so that what leaks stays small."""
_PRELOADED = ["extract.crop", "extract.original"]

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Cage:
    """A few warm worker processes with a time limit and a limit of memory each."""

    def __init__(self, *, time_limit: float, memory_limit: int) -> None:
        """Seconds for one piece of work, bytes of address space of one worker (Linux)."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        self._time_limit = time_limit
        self._pool = ProcessPool(
            max_workers=WORKERS,
            max_tasks=_TASKS,
            initializer=_limit_memory,
            initargs=(memory_limit,),
            context=context,
        )

    def warm(self) -> None:
        """Begins the workers: the first reader need not wait for them to load."""
        self._pool.schedule(_nothing)

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """`work(*arguments)` in a worker; the last argument is what people call the original.

        Raises what `work` raises, or a ConversionError.
        """
        name = str(arguments[-1])
        future = self._pool.schedule(work, args=arguments, timeout=self._time_limit)
        try:
            result: T = future.result()
        except AppError:
            raise
        except FutureTimeout as error:
            raise _timed_out(name, self._time_limit) from error
        except MemoryError as error:
            raise _too_large(name) from error
        except (ProcessExpired, CancelledError) as error:
            raise _died(name) from error
        except (ValueError, TypeError, LookupError, ArithmeticError, RuntimeError) as error:
            # What a reader of ours trips over in a strange file is not the end of the page.
            _log.error("%s: %s", name, "".join(traceback.format_exception(error)))
            raise _defect(name, error) from error
        return result


def _nothing() -> None:
    return None


def _limit_memory(limit: int) -> None:
    if sys.platform == "linux":  # elsewhere the kernel takes the limit and ignores it
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


_OPEN_IT = Text("请下载原件，用其他软件打开核对", "download the original and open it elsewhere")


def _timed_out(name: str, limit: float) -> TimedOut:
    what = Text(f"{limit:g} 秒内没有画完", f"was not drawn within {limit:g} seconds")
    return TimedOut(name, what, _OPEN_IT)


def _too_large(name: str) -> TooLarge:
    what = Text("显示它超出了内存限制", "needs more memory to be shown than it may take")
    return TooLarge(name, what, _OPEN_IT)


def _died(name: str) -> Damaged:
    what = Text("显示它的进程异常终止", "ended the process that was to show it")
    return Damaged(name, what, _OPEN_IT)


def _defect(name: str, error: BaseException) -> Defect:
    kind = type(error).__name__
    return Defect(name, Text(f"显示程序出错（{kind}）", f"made our viewer fail ({kind})"), _OPEN_IT)
