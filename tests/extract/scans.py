"""Builders of scans: pages of a PDF as slightly askew grey images, in a PDF or by themselves."""

import io
import random
import shutil
import subprocess
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from demo.reports import ReportData
from tests.demo.attached_pdf import attached_reports, make_pdf


@cache
def _has_font() -> bool:
    """The demo's PDF leaves the font to the viewer: a page without Chinese would be no test."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


needs_font = pytest.mark.skipif(not _has_font(), reason="no Chinese font to draw pages with")


def random_report(seed: int) -> ReportData:
    """A demo report with random figures in every cell: no sum holds."""
    rng = random.Random(seed)
    report = attached_reports()[0]

    def figure() -> str:
        return str(rng.randrange(10 ** rng.choice((1, 1, 2, 3))))

    cells = {cell: figure() for cell in report.cells}
    cells["t2.fees.amount_wan_yuan"] = f"{rng.randrange(10**6) / 10**4:.4f}"
    return replace(report, editions=(replace(report.editions[0], cells=cells),))


def images(pdf: bytes, *, dpi: int = 200, askew: float = 0.0) -> list[Image.Image]:
    """The pages as a scanner gives them, turned by so many degrees."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    document.close()
    return [page.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255) for page in pages]


def scan(pdf: bytes, *, dpi: int = 200, askew: float = 0.35) -> bytes:
    """A PDF of images only, one a page of the same size."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for page in images(pdf, dpi=dpi, askew=askew):
        width, height = (side * 72 / dpi for side in page.size)
        jpeg = io.BytesIO(encoded(page, "JPEG"))
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def encoded(image: Image.Image, kind: str) -> bytes:
    """As PNG, JPEG or TIFF."""
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def pdf_of(report: ReportData) -> bytes:
    return make_pdf(report)
