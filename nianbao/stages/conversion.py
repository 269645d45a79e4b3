"""Bytes to reports in worker processes, so that no document can take the program with it.

PDFium aborts the process when memory runs out and a table finder can spin on a small file: a
worker has an address-space limit and a time limit, and its death is a failure with a name.
"""

import logging
import multiprocessing
import resource
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extract.office import converter, to_docx
from extract.readers.old_word import media_type_of
from extract.readers.reader import no_text
from extract.reading import read_document
from extract.report import extract_report
from model.document import Document
from model.errors import (
    ConversionError,
    Damaged,
    Defect,
    ExtractionError,
    TimedOut,
    TooLarge,
)
from model.report import Report
from model.text import Text
from nianbao.settings import ProcessSettings

CODE_VERSION = "6"
"""Raise it when the same bytes are read differently from now on: everything is then re-read."""

PAGE_IS_PICTURE = "pdf.page_is_picture"
"""Code of the reader's warning about a page without characters."""

_DOCUMENTS_PER_WORKER = 1000
# Jobs that may wait for each other while old documents among them are converted in one go.
_BATCH = 20
_BATCH_BYTES = 64_000_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One payload to be read. `key` is given back with the result."""

    key: str
    data: bytes
    name: str
    """What people call it, and the tie-breaker for its type: file name or URL."""
    url: str | None = None
    media_type: str | None = None
    """Of what was published, where `data` is a conversion of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a worker made of one payload."""

    media_type: str
    reader: str
    pages: int | None
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one worker: seconds for a document, bytes of address space."""

    time: float
    memory: int
    prefix: str = ""
    """Of the names of the settings that they come from."""


Result = Reading | ConversionError | ExtractionError


def read_job(job: Job) -> Reading:
    """Runs in a worker. Raises ConversionError or ExtractionError.

    Where nothing of a report is in the text and some pages are pictures, the report may be in
    those: that is text which could not be read, not a document that is no report.
    """
    document = read_document(job.data, job.name)
    try:
        return reading_of(document, job)
    except ExtractionError:
        if any(warning.code == PAGE_IS_PICTURE for warning in document.warnings):
            what = Text(
                "报告可能在只有图片的页上", "the report may be on the pages that are pictures"
            )
            raise no_text(job.name, what) from None
        raise


def reading_of(document: Document, job: Job) -> Reading:
    """Raises ExtractionError."""
    report = extract_report(document, name=job.name, url=job.url)
    return Reading(
        media_type=job.media_type or document.media_type,
        reader=document.reader,
        pages=document.pages,
        report=report,
    )


def _limit_memory(limit: int) -> None:
    if sys.platform == "linux":  # elsewhere the kernel takes the limit and ignores it
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _readable(
    jobs: Iterable[Job], time_limit: float
) -> Iterator[tuple[Job, Job | ConversionError]]:
    """Each job and what a worker can read of it, in their order.

    Old Word documents are converted here: by a program with limits of its own, for which a
    worker's memory would not do. It starts slowly, so jobs behind the first one join it.
    """
    batch: list[Job] = []
    for job in jobs:
        if not batch and media_type_of(job.data) is None:
            yield job, job
            continue
        batch.append(job)
        if len(batch) >= _BATCH or sum(len(one.data) for one in batch) > _BATCH_BYTES:
            yield from _converted(batch, time_limit)
            batch = []
    yield from _converted(batch, time_limit)


def _converted(
    batch: Sequence[Job], time_limit: float
) -> Iterator[tuple[Job, Job | ConversionError]]:
    kinds = [media_type_of(job.data) for job in batch]
    old = [(job.name, job.data) for job, kind in zip(batch, kinds, strict=True) if kind]
    answers = iter(to_docx(old, program=converter(), time_limit=time_limit) if old else ())
    for job, kind in zip(batch, kinds, strict=True):
        if kind is None:
            yield job, job
            continue
        answer = next(answers)
        if isinstance(answer, bytes):
            yield job, replace(job, data=answer, media_type=kind)
        else:
            yield job, answer


class Converter:
    """A pool of warm workers. Results come in the order of the jobs."""

    def __init__(
        self,
        settings: ProcessSettings,
        *,
        workers: int | None = None,
        read: Callable[[Job], Reading] = read_job,
        limits: Limits | None = None,
    ) -> None:
        """`read` runs in the workers."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self._limits = limits or Limits(time=settings.time_limit, memory=settings.memory_limit)
        self._read = read
        self._workers = workers or settings.workers
        self._pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=_DOCUMENTS_PER_WORKER,
            initializer=_limit_memory,
            initargs=(self._limits.memory,),
            context=context,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def read_all(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Never more than a few jobs in memory, however many there are."""
        running: deque[tuple[Job, ProcessFuture[Reading] | ConversionError]] = deque()
        for job, readable in _readable(jobs, self._limits.time):
            if isinstance(readable, ConversionError):
                running.append((job, readable))
            else:
                running.append((job, self._schedule(readable)))
            if len(running) >= 2 * self._workers:
                yield self._ended(*running.popleft())
        while running:
            yield self._ended(*running.popleft())

    def read(self, job: Job) -> Reading:
        """One job; raises what the worker raised."""
        _, result = next(iter(self.read_all([job])))
        if isinstance(result, Reading):
            return result
        raise result

    def _schedule(self, job: Job) -> ProcessFuture[Reading]:
        return self._pool.schedule(self._read, args=(job,), timeout=self._limits.time)

    def _ended(
        self, job: Job, running: ProcessFuture[Reading] | ConversionError
    ) -> tuple[Job, Result]:
        if isinstance(running, ConversionError):
            return job, running
        return self._result(job, running)

    def _result(self, job: Job, future: ProcessFuture[Reading]) -> tuple[Job, Result]:
        error = future.exception()
        if error is None:
            return job, future.result()
        if isinstance(error, ConversionError | ExtractionError):
            return job, error
        if isinstance(error, FutureTimeout):
            return job, _timed_out(job, self._limits)
        if isinstance(error, MemoryError):
            return job, _too_large(job, self._limits)
        if isinstance(error, ProcessExpired):
            return job, _died(job, error.exitcode)
        return job, _defect(job, error)


def _timed_out(job: Job, limits: Limits) -> TimedOut:
    return TimedOut(
        job.name,
        Text(f"{limits.time:g} 秒内没有读完", f"was not read within {limits.time:g} seconds"),
        Text(
            f"如确为正常文件，调高 [process] {limits.prefix}time_limit",
            f"if it is a sound file, raise [process] {limits.prefix}time_limit",
        ),
    )


def _too_large(job: Job, limits: Limits) -> TooLarge:
    return TooLarge(
        job.name,
        Text("读取它超出了内存限制", "needs more memory than a document may take"),
        Text(
            f"如确为正常文件，调高 [process] {limits.prefix}memory_limit",
            f"if it is a sound file, raise [process] {limits.prefix}memory_limit",
        ),
    )


def _died(job: Job, code: int | None) -> Damaged:
    return Damaged(
        job.name,
        Text(
            f"读取它的进程异常终止（代码 {code}）", f"ended the process that read it (code {code})"
        ),
        Text(
            "文件可能损坏或带有恶意内容，请用其他软件打开核对",
            "the file may be damaged or hostile: open it with another program to compare",
        ),
    )


def _defect(job: Job, error: BaseException) -> Defect:
    """One document that our code trips over must not keep the others from being read."""
    _log.error("%s: %s", job.name, "".join(traceback.format_exception(error)))
    what = f"{type(error).__name__}: {error}"
    return Defect(
        job.name,
        Text(f"读取程序出错（{what}）", f"made our reader fail ({what})"),
        Text(
            "这是本软件的缺陷，请附上该文件报告给我们",
            "this is a bug of ours: please report it with the file",
        ),
    )
