"""A cell as a picture: the part of the page around it, with a frame where the cell is."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from extract.crop import crop_png
from extract.reading import read_document
from extract.report import extract_report
from model.errors import Damaged, UsageError
from model.ids import MeasureId
from model.place import Box, Place
from tests.extract.papers import paper, prose
from tests.extract.scans import encoded, images
from tests.shared import SHARED, needs_shared

PLACE = Place(page=1, box=Box(100.0, 300.0, 160.0, 320.0))


def pixels(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.uint8)


def frame(image: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """The box around what is red: x0, top, x1, bottom."""
    ys, xs = np.nonzero((image[:, :, 0] > 180) & (image[:, :, 1] < 80))
    return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


def test_the_frame_stands_around_the_place() -> None:
    image = pixels(crop_png(paper(prose("一、总体情况")), PLACE, "a.pdf"))

    # 90 points above and below the place, two pixels a point.
    assert image.shape == (400, 1190, 3)
    assert frame(image) == pytest.approx((197, 177, 323, 223), abs=2)
    assert (image[190:210, 210:310] == 255).all(), "the cell itself is not painted over"


def test_a_place_at_the_edge_of_the_page_is_shown_as_far_as_the_page_goes() -> None:
    top = Place(page=1, box=Box(0.0, 0.0, 595.0, 10.0))
    image = pixels(crop_png(paper(prose("一、总体情况")), top, "a.pdf"))

    assert image.shape == (200, 1190, 3)
    assert frame(image)[3] == pytest.approx(23, abs=2)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_picture_is_cropped_in_its_own_pixels(kind: str) -> None:
    page = images(paper(prose("一、总体情况")), dpi=100)[0]
    image = pixels(crop_png(encoded(page, kind), PLACE, "a.png"))

    assert image.shape[1] == page.width
    assert frame(image)[0] == pytest.approx(100 * page.height / 842, abs=5)


def test_what_has_no_pages_says_where_the_cell_is_instead() -> None:
    with pytest.raises(UsageError) as caught:
        crop_png(b"<html>", Place(line=12), "a.html")
    assert "12" in caught.value.what.zh


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"%PDF-1.7 rest", PLACE),
        (paper(prose("一、总体情况")), Place(page=2, box=PLACE.box)),
        (b"\x89PNG\r\n\x1a\nrest", PLACE),
    ],
)
def test_a_page_that_cannot_be_shown_is_damaged(data: bytes, place: Place) -> None:
    with pytest.raises(Damaged):
        crop_png(data, place, "a.pdf")


@needs_shared
def test_the_cell_of_a_real_report_is_framed() -> None:
    path = SHARED / "reports" / "hongze-district-2023.pdf"
    report = extract_report(read_document(path.read_bytes(), path.name))
    place = report.measures[MeasureId("t3.granted.total")].place
    assert place
    assert place.box
    image = pixels(crop_png(path.read_bytes(), place, path.name))

    x0, top, x1, bottom = frame(image)
    assert x1 - x0 == pytest.approx(2 * (place.box.x1 - place.box.x0 + 3), abs=3)
    assert bottom - top == pytest.approx(2 * (place.box.bottom - place.box.top + 3), abs=3)
    # The printed 0 within the frame.
    assert (image[top + 6 : bottom - 6, x0 + 6 : x1 - 6] < 100).any()
