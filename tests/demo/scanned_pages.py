"""Draws the pictures that one agency publishes as its report: `python -m tests.demo.scanned_pages`.

They are committed: the font that draws them is the machine's, and PDFium no dependency of the demo.
"""

from io import BytesIO

import pypdfium2

from demo.content import DATA, content
from demo.reports import Holding, ReportData
from tests.demo.attached_pdf import make_pdf

_SCALE = 1.25
"""Ninety dots an inch: what a person can read, and small."""


def scanned_reports() -> tuple[ReportData, ...]:
    return tuple(report for report in content().reports if report.form is Holding.IMAGE)


def pictures(report: ReportData) -> list[bytes]:
    """The pages in black and white."""
    document = pypdfium2.PdfDocument(make_pdf(report))
    drawn = []
    for page in document:
        out = BytesIO()
        page.render(scale=_SCALE, grayscale=True).to_pil().convert("1", dither=0).save(out, "PNG")
        drawn.append(out.getvalue())
    document.close()
    return drawn


if __name__ == "__main__":
    for scanned in scanned_reports():
        for name, picture in zip(scanned.files, pictures(scanned), strict=True):
            (DATA / name).write_bytes(picture)
