"""What a document of each other format takes to read, and what a second worker brings.

Elapsed time, as other programs take part: through the workers of `nianbao process`, from bytes to a
report. Medians; what has to start is started before.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Converter, Job, Reading
from nianbao.stages.recognition import awaits_recognition, scan_converter
from tests.corpus.cases import CASES, Case
from tests.corpus.web_pages import web_page
from tests.corpus.word_files import word_file

_OLD_WORD = 20
"""Documents of one call of LibreOffice, as many as the workers' driver gives it at once."""
_LEAST_GAIN = 1.7
_JOBS = 110


def other_formats(folder: Path, repeats: int) -> None:
    """DOCX and HTML of the corpus; DOC and scans of the folder, where there are some."""
    word = [
        Job(key=case.name, data=word_file(case), name="x.docx") for case in _some("libreoffice")
    ]
    web = [
        Job(key=case.name, data=web_page(case).encode(), name="x.html")
        for case in _some("chromium")
    ]
    old = [_job(path) for path in sorted(folder.rglob("*.doc"))]
    with Converter(ProcessSettings(), workers=1) as converter:
        for label, jobs in (
            ("DOCX", word),
            ("HTML", web),
            ("DOC, one", old[:1]),
            (f"DOC, {_OLD_WORD} at once", (old * _OLD_WORD)[:_OLD_WORD]),
        ):
            if jobs:
                _print(label, [_seconds(converter, jobs) / len(jobs) for _ in range(repeats)])
    _scans(folder)


def _scans(folder: Path) -> None:
    settings = ProcessSettings()
    jobs = [_job(path) for path in sorted(folder.rglob("scan*.pdf"))]
    with Converter(settings, workers=1) as converter:
        scans = [
            job
            for job, result in converter.read_all(jobs)
            if awaits_recognition(settings, job, result)
        ]
    if scans:
        with scan_converter(settings) as converter:
            _seconds(converter, scans[:1])
            _print("scan (OCR)", [_seconds(converter, [job]) for job in scans])
    else:
        print(
            "scan (OCR)               not measured: no scans, or the extra [ocr] is not installed"
        )


def two_workers(paths: Sequence[Path], repeats: int) -> None:
    """All the files, several times over, with one worker and with two, by turns."""
    jobs = [_job(path) for path in paths]
    jobs = (jobs * (_JOBS // len(jobs) + 1))[:_JOBS]
    taken: dict[int, list[float]] = {1: [], 2: []}
    settings = ProcessSettings()
    with Converter(settings, workers=1) as one, Converter(settings, workers=2) as two:
        for converter in (one, two):
            _seconds(converter, jobs[: len(paths)])
        for _ in range(repeats):
            for workers, converter in ((1, one), (2, two)):
                taken[workers].append(_seconds(converter, jobs))
    alone, together = median(taken[1]), median(taken[2])
    print(
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: more than 2 are others at work"
    )
    print(f"1 worker  {len(jobs) / alone:6.1f} PDFs/s")
    print(f"2 workers {len(jobs) / together:6.1f} PDFs/s")
    print(f"2 workers / 1 worker: {alone / together:.2f} (at least {_LEAST_GAIN} wanted)")


def _some(producer: str) -> list[Case]:
    return [case for case in CASES if case.producer == producer]


def _job(path: Path) -> Job:
    return Job(key=str(path), data=path.read_bytes(), name=path.name)


def _seconds(converter: Converter, jobs: Sequence[Job]) -> float:
    start = perf_counter()
    for job, result in converter.read_all(jobs):
        assert isinstance(result, Reading), f"{job.name}: {result}"
    return perf_counter() - start


def _print(label: str, seconds: Sequence[float]) -> None:
    print(f"{label:24} {median(seconds) * 1000:8.1f} ms a document")
