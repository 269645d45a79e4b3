"""A report with text of which a page is only a picture: the tables on it are looked for last."""

import io
from functools import cache

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from model.errors import NoTextLayer, TimedOut
from model.ids import MeasureId
from model.report import MeasureState
from model.text import Text
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Job, Reading, read_job
from nianbao.stages.recognition import awaits_recognition, better, read_one, told
from tests.extract.scans import needs_font, pdf_of, random_report, scan

pytestmark = [pytest.mark.xdist_group("ocr"), needs_font]

REPORT = random_report(11)
OFF = ProcessSettings(ocr="off")
READ_AS_TEXT = "t2.penalty.decisions"
PICTURED = "t4.reconsideration.upheld"


@cache
def mixed() -> bytes:
    """The first page as text, the second as a scan of it."""
    document = pypdfium2.PdfDocument(pdf_of(REPORT))
    document.del_page(1)
    pictures = pypdfium2.PdfDocument(scan(pdf_of(REPORT)))
    document.import_pages(pictures, [1])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def as_text() -> Reading:
    return read_job(job())


def job(data: bytes | None = None) -> Job:
    return Job(key="0", data=data or mixed(), name="mixed.pdf")


def codes(reading: Reading) -> set[str]:
    return {warning.code for warning in reading.report.warnings}


def test_it_waits_for_recognition_and_is_read_whole() -> None:
    assert awaits_recognition(ProcessSettings(), job(), as_text())

    reading = read_one(ProcessSettings(), job())

    assert {"ocr.used"} == codes(reading) & {"ocr.used", "ocr.needed", "ocr.failed"}
    certain, seen = (reading.report.measures[MeasureId(c)] for c in (READ_AS_TEXT, PICTURED))
    assert (str(certain.value), certain.stated) == (REPORT.cells[READ_AS_TEXT], True)
    assert (str(seen.value), seen.doubt) == (REPORT.cells[PICTURED], "ocr")
    assert seen.place is not None
    assert seen.place.page == 2


def test_without_recognition_the_report_says_what_is_missing_and_what_to_do() -> None:
    assert not awaits_recognition(OFF, job(), as_text())

    reading = read_one(OFF, job())

    assert reading.report.measures[MeasureId(PICTURED)].state is MeasureState.ABSENT
    assert str(reading.report.measures[MeasureId(READ_AS_TEXT)].value) == REPORT.cells[READ_AS_TEXT]
    (warning,) = [one for one in reading.report.warnings if one.code == "ocr.needed"]
    assert "nianbao[ocr]" in warning.text.zh
    assert "nianbao[ocr]" in warning.text.en


def test_a_report_whose_tables_are_all_there_does_not_wait() -> None:
    whole = read_job(job(pdf_of(REPORT)))
    assert not awaits_recognition(ProcessSettings(), job(pdf_of(REPORT)), whole)
    assert told(job(), whole) is whole


def test_what_was_read_stays_read_when_recognition_fails() -> None:
    failed = TimedOut("mixed.pdf", Text("超时", "took too long"), Text("调高", "raise the limit"))
    kept = better(as_text(), failed)
    assert isinstance(kept, Reading)
    assert kept.report.measures == as_text().report.measures
    assert "ocr.failed" in codes(kept)
    no_text = NoTextLayer("a", Text("无", "none"), Text("无", "none"))
    assert better(no_text, failed) is failed


def test_a_cover_with_text_before_pictures_is_no_document_without_a_report() -> None:
    cover = io.BytesIO()
    canvas = Canvas(cover)
    canvas.drawString(72, 700, "Printed for the reading room of the county archive, second shelf.")
    canvas.save()
    document = pypdfium2.PdfDocument(cover.getvalue())
    document.import_pages(pypdfium2.PdfDocument(scan(pdf_of(REPORT))))
    buffer = io.BytesIO()
    document.save(buffer)
    with pytest.raises(NoTextLayer):
        read_job(job(buffer.getvalue()))
