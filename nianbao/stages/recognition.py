"""The queue of scans: read last, one at a time, within limits of their own.

Recognising a page takes seconds, reading one with text takes milliseconds.
"""

from extract.ocr.engine import is_available
from extract.readers import pdf, picture
from model.errors import NoTextLayer
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Converter, Job, Limits, Reading, Result, reading_of


def awaits_recognition(settings: ProcessSettings, job: Job, result: Result) -> bool:
    """Whether what could not be read as text is to be read from its images."""
    return (
        isinstance(result, NoTextLayer)
        and any(kind.READER.recognises(job.data, job.name) for kind in (pdf, picture))
        and settings.ocr == "auto"
        and is_available()
    )


def scan_converter(settings: ProcessSettings) -> Converter:
    """One worker: the engine itself uses every core, and a gigabyte of memory."""
    limits = Limits(time=settings.ocr_time_limit, memory=settings.ocr_memory_limit, prefix="ocr_")
    return Converter(settings, workers=1, read=read_scan_job, limits=limits)


def read_scan_job(job: Job) -> Reading:
    """Runs in a worker. Raises ConversionError or ExtractionError."""
    from extract.ocr.scan import read_scan  # noqa: PLC0415 - needs the extra, and loads slowly

    return reading_of(read_scan(job.data, job.name), job)


def read_one(settings: ProcessSettings, job: Job) -> Reading:
    """As text, else from its images; raises what the worker raised."""
    with Converter(settings, workers=1) as converter:
        _, result = next(iter(converter.read_all([job])))
    if awaits_recognition(settings, job, result):
        with scan_converter(settings) as converter:
            return converter.read(job)
    if isinstance(result, Reading):
        return result
    raise result
