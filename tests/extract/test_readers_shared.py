"""The readers on the real and generated files beside the checkout."""

import json
from pathlib import Path

import pytest

from extract.normalise import normalise
from extract.readers import pdf
from extract.reading import read_document
from model.document import Document, Line, Table
from model.errors import NoTextLayer
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
HONGZE = SHARED / "reports" / "hongze-district-2023.pdf"
GENERATED = SHARED / "reports" / "generated"


def _read(name: str) -> Document:
    return read_document((GENERATED / name).read_bytes(), name)


def _shapes(document: Document) -> list[tuple[int, int]]:
    return [(block.rows, block.columns) for block in document.blocks if isinstance(block, Table)]


@pytest.fixture(scope="module")
def hongze() -> Document:
    return read_document(HONGZE.read_bytes(), HONGZE.name)


def test_hongze_has_its_three_tables_each_in_one_piece(hongze: Document) -> None:
    assert _shapes(hongze) == [(14, 4), (26, 10), (4, 15)]


def test_hongze_has_no_narrative_in_a_table(hongze: Document) -> None:
    texts = [
        cell.text for block in hongze.blocks if isinstance(block, Table) for cell in block.cells
    ]
    assert [text for text in texts if "。" in text or len(text) > 50] == []
    lines = [block.text for block in hongze.blocks if isinstance(block, Line)]
    assert len(lines) == 55
    assert [line for line in lines if len(line) < 4] == []


def test_hongze_cells_are_the_printed_numbers_in_the_printed_order(hongze: Document) -> None:
    truth = json.loads((SHARED / "reports" / "hongze-district-2023.truth.json").read_text("utf-8"))
    printed = {
        table: [
            str(value)
            for measure, value in truth["measures"].items()
            if measure.startswith(table) and value is not None
        ]
        for table in ("t2", "t3", "t4")
    }
    tables = [block for block in hongze.blocks if isinstance(block, Table)]
    read = [[cell.text for cell in table.cells if _is_number(cell.text)] for table in tables]
    assert sorted(read[1]) == sorted(printed["t3"])
    assert read[0] == printed["t2"]
    assert read[2] == printed["t4"]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def test_hongze_cells_have_boxes_inside_their_pages(hongze: Document) -> None:
    cells = [cell for block in hongze.blocks if isinstance(block, Table) for cell in block.cells]
    assert cells
    for cell in cells:
        box = cell.place.box
        assert box is not None
        assert 0 < box.x0 < box.x1 < 595
        assert 0 < box.top < box.bottom < 842


@pytest.mark.parametrize(
    "name",
    [
        "chr_s0_b.pdf",
        "chr_s1_c.pdf",
        "chr_s3_a.pdf",
        "lod_s2.pdf",
        "lod_s4.pdf",
        "rl_s0.pdf",
        "rot90_lod_s4.pdf",
        "wp_s1_a.pdf",
    ],
)
def test_ruled_files_give_the_three_tables_whole(name: str) -> None:
    assert _shapes(_read(name)) == [(14, 4), (28, 10), (4, 15)]


@pytest.mark.parametrize("name", ["loh_s3.pdf", "enc_loh_s1.pdf"])
def test_tables_without_borders_are_lines_with_their_numbers_behind(name: str) -> None:
    document = _read(name)
    assert _shapes(document) == []
    endings = [
        line.text.split()[-7:]
        for line in document.blocks
        if isinstance(line, Line) and len(line.text.split()) >= 7
    ]
    rows = [ending for ending in endings if all(part.isdigit() for part in ending)]
    assert len(rows) == 26  # the 25 rows of table 3 and the one of table 4


def test_scans_have_no_text() -> None:
    with pytest.raises(NoTextLayer):
        _read("scan_lod_s1.pdf")


def test_chinese_shown_byte_by_byte_is_put_together_with_a_warning() -> None:
    document = _read("gs_rl_s1.pdf")
    assert _shapes(document) == [(14, 4), (28, 10), (4, 15)]
    assert [warning.code for warning in document.warnings] == ["pdf.text_put_together"]


@pytest.mark.parametrize(
    "path", [HONGZE, *sorted(GENERATED.glob("*.pdf"))], ids=lambda path: path.stem
)
def test_pdfium_and_pdfplumber_give_the_same_document(path: Path) -> None:
    """But for the form of a punctuation mark in vertical writing, and titles pdfplumber garbles."""
    data = path.read_bytes()
    fast = pdf.read_fast(data, path.name)
    if fast is None:
        assert path.stem in {"gs_rl_s1", "scan_lod_s1"}
        return
    whole = pdf.read_by_pdfplumber(data, path.name)
    assert _content(fast) == _content(whole)
    assert fast.warnings == whole.warnings


def _content(document: Document) -> list[str | list[tuple[int, int, int, int, str]]]:
    return [
        block.text
        if isinstance(block, Line)
        else [
            (cell.row, cell.column, cell.row_span, cell.column_span, normalise(cell.text))
            for cell in block.cells
        ]
        for block in document.blocks
    ]
