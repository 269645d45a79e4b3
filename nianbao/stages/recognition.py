"""The queue of scans: read last, one at a time, within limits of their own.

Recognising a page takes seconds, reading one with text takes milliseconds. What waits: documents
without any text, and those with text of which some pages are pictures while tables are missing.
"""

from dataclasses import replace

from extract.ocr.engine import is_available
from extract.readers import pdf, picture
from model.document import ReadingWarning
from model.errors import NoTextLayer
from model.report import MeasureState
from model.text import Text
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import (
    PAGE_IS_PICTURE,
    Converter,
    Job,
    Limits,
    Reading,
    Result,
    reading_of,
)

_TABLES_MISSING = frozenset({"form.not_recognised", "tables.not_found", "tables.rows_not_found"})


def awaits_recognition(settings: ProcessSettings, job: Job, result: Result) -> bool:
    """Whether what could not be read as text is to be read from its images."""
    return _is_for_eyes(job, result) and settings.ocr == "auto" and is_available()


def told(job: Job, result: Result) -> Result:
    """What was read as text alone; with a warning where pictures may hold the missing tables."""
    if not isinstance(result, Reading) or not _is_for_eyes(job, result):
        return result
    return _warned(
        result,
        "ocr.needed",
        Text(
            "有整页图片，缺少的统计表可能在其中；安装文字识别：pip install 'nianbao[ocr]'，"
            "并确认 [process] ocr 为 auto，再运行 nianbao process --again",
            "some pages are pictures and may hold the missing tables: install what recognises text:"
            " pip install 'nianbao[ocr]', with [process] ocr = auto, then run"
            " nianbao process --again",
        ),
    )


def better(text: Result, seen: Result) -> Result:
    """Of a reading as text and one from the images: the one that says more, the text if equal."""
    if not isinstance(text, Reading):
        return seen
    if isinstance(seen, Reading):
        return seen if _cells_read(seen) > _cells_read(text) else text
    return _warned(
        text,
        "ocr.failed",
        Text(
            f"有整页图片，缺少的统计表可能在其中，但识别没有成功：{seen.what.zh}；{seen.remedy.zh}",
            "some pages are pictures and may hold the missing tables, but they could not be"
            f" recognised: {seen.what.en}; {seen.remedy.en}",
        ),
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
            _, seen = next(iter(converter.read_all([job])))
        result = better(result, seen)
    else:
        result = told(job, result)
    if isinstance(result, Reading):
        return result
    raise result


def _is_for_eyes(job: Job, result: Result) -> bool:
    if isinstance(result, Reading):
        codes = {warning.code for warning in result.report.warnings}
        return PAGE_IS_PICTURE in codes and bool(codes & _TABLES_MISSING)
    return isinstance(result, NoTextLayer) and any(
        kind.READER.recognises(job.data, job.name) for kind in (pdf, picture)
    )


def _cells_read(reading: Reading) -> int:
    measures = reading.report.measures.values()
    return sum(measure.state is MeasureState.READ for measure in measures)


def _warned(reading: Reading, code: str, text: Text) -> Reading:
    warnings = (*reading.report.warnings, ReadingWarning(code=code, text=text))
    return replace(reading, report=replace(reading.report, warnings=warnings))
