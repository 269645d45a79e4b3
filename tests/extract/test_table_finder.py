"""Our indexed finder against pdfplumber's own, on the same lines."""

import io
from collections.abc import Sequence
from typing import Any

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from extract.pdfium.parse import parse
from extract.readers.geometry import Stroke
from extract.readers.pdf_page import sheet_of
from extract.readers.table_finder import TooManyCorners, find_tables
from tests.extract.papers import Paper, paper
from tests.shared import SHARED, needs_shared

Cells = list[tuple[float, float, float, float]]
REPORTS = sorted(SHARED.glob("reports/**/*.pdf"))


class _Lines:
    """A page of pdfplumber as its finder sees it, with lines of our choice."""

    def __init__(self, horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> None:
        self.bbox = (0, 0, 600, 850)
        self.edges = [
            *(_edge("h", a, y, b, y) for y, a, b in horizontal),
            *(_edge("v", x, a, x, b) for x, a, b in vertical),
        ]


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "doctop": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _unchecked(_pages: int, _characters: int) -> None:
    return


def _theirs(page: Any) -> list[Cells]:
    return [sorted(table.cells) for table in TableFinder(page).tables]


def _ours(horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> list[Cells]:
    return [sorted(table) for table in find_tables(horizontal, vertical)]


def _edges(page: Any) -> tuple[list[Stroke], list[Stroke]]:
    across = [Stroke(e["top"], e["x0"], e["x1"]) for e in page.edges if e["orientation"] == "h"]
    down = [Stroke(e["x0"], e["top"], e["bottom"]) for e in page.edges if e["orientation"] == "v"]
    return across, down


def _spanned(page: Paper) -> None:
    rows: list[list[str | None]] = [["甲", "1", "2"], ["乙", "", "3"], [None, "4", "5"]]
    page.grid((72, 172, 232.5, 300), (100, 120, 140, 160), rows)


def _styled(page: Paper) -> None:
    """Borders as Chromium and WPS draw them: thin filled boxes, cells as rectangles, in pieces."""
    for row in range(5):
        for column in range(3):
            page.frame(72 + 90 * column, 300 + 18 * row, 162 + 90 * column, 318 + 18 * row)
    for top in (500, 520.4, 541):
        page.canvas.rect(72, 842 - top, 200, 0.5, stroke=0, fill=1)
    for left in (72, 140.2, 271.5):
        page.canvas.rect(left, 301, 0.5, 21, stroke=0, fill=1)
        page.canvas.rect(left + 0.3, 320, 0.5, 22, stroke=0, fill=1)


def _crossed(page: Paper) -> None:
    """A frame around a table, a dangling line, a slanted one, a curve."""
    page.frame(50, 60, 500, 780)
    _spanned(page)
    page.line(232.5, 110, 280, 110)
    page.line(72, 400, 300, 500)
    page.canvas.bezier(72, 300, 100, 340, 200, 340, 300, 300)


@pytest.mark.parametrize("draw", [_spanned, _styled, _crossed])
def test_equals_pdfplumber_on_drawn_pages(draw: Any) -> None:
    with pdfplumber.open(io.BytesIO(paper(draw))) as pdf:
        theirs = _theirs(pdf.pages[0])
        assert theirs
        assert _ours(*_edges(pdf.pages[0])) == theirs


@needs_shared
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: str(path.stem))
def test_equals_pdfplumber_on_the_reports(path: Any) -> None:
    """With pdfplumber's own lines, and with the ones that PDFium gives and we chose."""
    with pdfplumber.open(path, password="") as pdf:
        for page in pdf.pages:
            assert _ours(*_edges(page)) == _theirs(page)
    for drawing in parse(path.read_bytes(), (), _unchecked).pages:
        sheet = sheet_of(drawing)
        lines = (sheet.horizontal, sheet.vertical)
        assert _ours(*lines) == _theirs(_Lines(*lines))


_POSITION = st.one_of(
    st.integers(0, 12).map(lambda step: step * 10.0),
    st.floats(0, 120, allow_subnormal=False).map(lambda at: round(at, 2)),
)
_STROKES = st.lists(
    st.tuples(_POSITION, _POSITION, _POSITION).map(
        lambda drawn: Stroke(drawn[0], min(drawn[1:]), max(drawn[1:]))
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(_STROKES, _STROKES)
def test_equals_pdfplumber_on_any_lines(horizontal: list[Stroke], vertical: list[Stroke]) -> None:
    assert _ours(horizontal, vertical) == _theirs(_Lines(horizontal, vertical))


def test_a_dense_grid_is_found_at_once() -> None:
    """pdfplumber needs minutes for this one."""
    across = [Stroke(4.0 * row, 0, 600) for row in range(210)]
    down = [Stroke(4.0 * column, 0, 836) for column in range(150)]
    assert [len(table) for table in find_tables(across, down)] == [209 * 149]


def test_a_comb_along_two_sides_that_closes_nothing_ends_the_search() -> None:
    """The corner is connected to 1500 points below and 1500 at its right, none with a fourth."""
    across = [Stroke(0, 0, 12100), *(Stroke(8.0 * row, 0, 3.5) for row in range(1, 1500))]
    down = [Stroke(0, 0, 12100), *(Stroke(8.0 * column, 0, 3.5) for column in range(1, 1500))]
    with pytest.raises(TooManyCorners):
        find_tables(across, down)
