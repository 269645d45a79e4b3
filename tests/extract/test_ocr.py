"""Scans and pictures: every cell as printed, each marked as recognised; and nothing without it."""

import json
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from audit import check_report
from demo.reports import ReportData
from extract.forms import load_forms
from extract.ocr.engine import Word, recognise_line
from extract.ocr.image import decode, level, turned_back
from extract.ocr.missed import UNREAD, missed_words
from extract.ocr.pages import PageImage
from extract.ocr.scan import read_scan
from extract.ocr.sheets import sheet_of
from extract.reading import read_document
from extract.report import extract_report
from model.document import Document
from model.errors import Damaged, NoTextLayer
from model.finding import Certainty
from model.ids import MeasureId
from model.report import Measure, Report
from tests.extract.scans import encoded, images, needs_font, pdf_of, random_report, scan
from tests.shared import SHARED, needs_shared

pytestmark = pytest.mark.xdist_group("ocr")


@cache
def scanned() -> tuple[ReportData, Document, Report]:
    """A report of random figures; its scan, read."""
    printed = random_report(7)
    document = read_scan(scan(pdf_of(printed)), "scan.pdf")
    return printed, document, extract_report(document, name="scan.pdf")


def cell_of(report: Report, cell: str) -> Measure:
    return report.measures[MeasureId(cell)]


@needs_font
def test_every_cell_of_a_scan_is_read_as_printed_and_marked() -> None:
    printed, document, report = scanned()

    assert (document.reader, document.pages) == ("ocr", 2)
    right = {
        cell for cell, text in printed.cells.items() if str(cell_of(report, cell).value) == text
    }
    assert len(right) >= 0.99 * len(printed.cells), set(printed.cells) - right
    for cell in printed.cells:
        measure = cell_of(report, cell)
        assert not measure.stated
        assert measure.doubt is not None
        assert measure.confidence is not None
        assert 0 <= measure.confidence <= 1
    assert "ocr.used" in {warning.code for warning in report.warnings}
    assert report.agency_name == "清禾市应急管理局"
    assert report.reporting_year == 2024
    assert len(report.sections) == 6


@needs_font
def test_a_recognised_cell_stands_where_it_stands_in_the_original() -> None:
    printed, _, report = scanned()
    original = extract_report(read_document(pdf_of(printed), "text.pdf"))

    for cell in printed.cells:
        ours, theirs = cell_of(report, cell).place, cell_of(original, cell).place
        assert ours
        assert theirs
        assert ours.page == theirs.page
        assert ours.box
        assert theirs.box
        # The page was turned by a third of a degree about its middle, and its boxes with it.
        for side in ("x0", "top", "x1", "bottom"):
            assert getattr(ours.box, side) == pytest.approx(getattr(theirs.box, side), abs=6)


@needs_font
def test_what_rests_on_recognised_cells_is_never_a_confirmed_finding() -> None:
    _, _, report = scanned()
    form = next(d.form for d in load_forms() if d.form.id == report.form)
    findings = check_report(report, form)

    assert len(findings) > 20, "random figures break the sums of the form"
    assert {finding.certainty for finding in findings} == {Certainty.UNCONFIRMED}


@needs_font
def test_a_picture_of_a_page_is_read_the_same_way() -> None:
    printed = random_report(8)
    page = images(pdf_of(printed), dpi=170)[0]
    document = read_scan(encoded(page, "PNG"), "page.png")
    report = extract_report(document, name="page.png")

    assert (document.reader, document.media_type) == ("ocr", "image/png")
    proactive = [cell for cell in printed.cells if cell.startswith("t2.")]
    assert {c: str(cell_of(report, c).value) for c in proactive} == {
        c: printed.cells[c] for c in proactive
    }


@needs_shared
def test_the_shared_scan_is_read_and_every_cell_marked() -> None:
    path = SHARED / "reports" / "generated" / "scan_lod_s1.pdf"
    truth = json.loads((SHARED / "seeds" / "001_b514ee349c59fe59.truth.json").read_text("utf-8"))[
        "measures"
    ]
    report = extract_report(read_scan(path.read_bytes(), path.name), name=path.name)

    # Rows that lost a column in the text were printed whole.
    printed = {cell: "0" if value is None else str(value) for cell, value in truth.items()}
    right = [c for c, text in printed.items() if str(cell_of(report, c).value) == text]
    assert len(right) >= 0.99 * len(printed)
    assert all(cell_of(report, cell).doubt for cell in printed)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pictures_have_no_text_and_are_decoded(kind: str) -> None:
    page = images(pdf_of(random_report(1)), dpi=20)[0]
    data = encoded(page, kind)

    with pytest.raises(NoTextLayer) as caught:
        read_document(data, "图片")
    assert "nianbao[ocr]" in caught.value.remedy.zh
    (image,) = decode(data, 5)
    assert image.shape == (page.height, page.width)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nrest", b"%PDF-1.7\nrest", b"\xff\xd8\xffrest"])
def test_damaged_files_are_named_as_such(data: bytes) -> None:
    with pytest.raises(Damaged) as caught:
        read_scan(data, "坏的")
    assert caught.value.source == "坏的"


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (180, 180)])
def test_an_icon_is_no_page(size: tuple[int, int]) -> None:
    with pytest.raises(NoTextLayer):
        read_scan(encoded(Image.new("L", size, 255), "PNG"), "icon.png")


@pytest.mark.parametrize("shade", [0, 255])
def test_an_empty_picture_gives_an_empty_document(shade: int) -> None:
    document = read_scan(encoded(Image.new("L", (400, 200), shade), "PNG"), "empty.png")
    assert document.blocks == ()


@pytest.mark.parametrize("angle", [-2.0, -0.3, 0.4, 3.0])
def test_a_page_askew_is_levelled_and_its_points_find_back(angle: float) -> None:
    image = np.full((1200, 900), 255, np.uint8)
    for y in (200, 500, 800, 1000):
        image[y : y + 3, 100:800] = 0
    turned = level(_turned(image, angle))

    assert turned.angle == pytest.approx(angle, abs=0.05)
    dark = np.nonzero(turned.image[:, 450] < 128)[0]
    assert dark.min() == pytest.approx(200, abs=4)
    assert turned_back(450, 600, 1.0, 900, 1200) == (450, 600)


def test_a_page_without_lines_is_left_as_it_is() -> None:
    blank = np.full((1200, 900), 255, np.uint8)
    assert level(blank).angle == 0


def test_print_that_the_engine_does_not_see_is_not_a_blank_cell() -> None:
    image = np.full((842, 595), 255, np.uint8)
    for y in (100, 140, 180):
        image[y : y + 2, 100:301] = 0
    for x in (100, 200, 300):
        image[100:182, x : x + 2] = 0
    image[115:127:3, 240:247] = 0  # what no character looks like
    image[115:127, 240:247:3] = 0
    page = PageImage(number=1, turned=level(image), width=595.0, height=842.0)
    word = Word("甲", 1.0, 120, 110, 132, 122)

    words = missed_words(page, sheet_of(page, [word]))

    assert len(words) == 1
    assert words[0].text
    assert 240 <= (words[0].x0 + words[0].x1) / 2 <= 247
    assert words[0].text == UNREAD or words[0].confidence >= 0.7


def test_nothing_is_not_read_as_something() -> None:
    assert recognise_line(np.full((40, 90), 255, np.uint8)) is None


_WITHOUT = """
import sys
for name in ("rapidocr", "onnxruntime", "cv2"):
    sys.modules[name] = None
from extract.ocr.engine import is_available
from extract.reading import read_document
from model.errors import NoTextLayer
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Job
from nianbao.stages.recognition import awaits_recognition
assert not is_available()
data = sys.stdin.buffer.read()
try:
    read_document(data, "scan.pdf")
except NoTextLayer as error:
    job = Job(key="0", data=data, name="scan.pdf")
    assert not awaits_recognition(ProcessSettings(), job, error)
    print(error.code, error.remedy.en)
"""


def test_without_the_extra_a_scan_is_one_that_could_not_be_read() -> None:
    data = scan(pdf_of(random_report(1)), dpi=20)
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT], input=data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"no_text_layer" in done.stdout
    assert b"nianbao[ocr]" in done.stdout


def _turned(image: NDArray[np.uint8], angle: float) -> NDArray[np.uint8]:
    turned = Image.fromarray(image).rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned, dtype=np.uint8)
