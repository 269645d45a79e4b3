"""The workbook and the letters as LibreOffice opens and prints them."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

from model.text import Language, Text
from model.verdict import AuditResult
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.audit_tables import audit_xlsx, write_audit
from nianbao.exports.letters import write_letters
from nianbao.exports.widths import lines_of, width_of
from nianbao.letters.letter import Letter
from nianbao.letters.writing import letters
from tests.nianbao.test_audit_tables import exported, result
from tests.nianbao.test_letters import REGISTRY

CHINESE = Language.CHINESE
LONG = (
    "截至2024-02-05 10:00，在已知栏目中未见2023年度报告；两次查看均见到该机关2022年度报告，"
    "其间网站有近期内容。如已公布，请告知网址，我们将即时更正记录，并在下一次审核中说明。"
)


def _program() -> Path | None:
    found = shutil.which("soffice")
    return Path(found).resolve() if found else None


def _reads(part: str) -> bool:
    program = _program()
    return program is not None and (program.parent / part).exists()


needs_calc = pytest.mark.skipif(
    not _reads("libsclo.so"), reason="no LibreOffice Calc: run scripts/system-packages"
)
needs_writer = pytest.mark.skipif(
    not _reads("libswlo.so"), reason="no LibreOffice Writer: run scripts/system-packages"
)


def opened(path: Path, to: str, folder: Path) -> Path:
    """What LibreOffice makes of a file when it writes it in another form."""
    (made,) = all_opened([path], to, folder)
    return made


def all_opened(paths: list[Path], to: str, folder: Path) -> list[Path]:
    out = folder / "opened"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words: list[str | Path] = ["soffice", profile, "--headless", "--norestore"]
    subprocess.run(
        [*words, "--convert-to", to, "--outdir", out, *paths],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return [out / f"{path.stem}.{to}" for path in paths]


def long_result() -> AuditResult:
    made = result()
    verdicts = [replace(record, explanation=Text(LONG, LONG)) for record in made.verdicts]
    return replace(made, verdicts=tuple(verdicts))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calc")
    (path,) = write_audit(folder / "audit.xlsx", exported(long_result()), CHINESE)
    return path


@needs_calc
def test_the_workbook_is_opened_as_it_was_meant(workbook: Path, tmp_path: Path) -> None:
    ours = openpyxl.load_workbook(workbook)
    theirs = openpyxl.load_workbook(opened(workbook, "xlsx", tmp_path))

    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        there = theirs[sheet.title]
        assert list(there.values) == list(sheet.values)
        assert there.auto_filter.ref == sheet.auto_filter.ref
        for letter, column in sheet.column_dimensions.items():
            assert there.column_dimensions[letter].width == pytest.approx(column.width, abs=1)
    # Panes belong to a window, and a conversion has none: that they are frozen is in our file.
    assert (ours["结论"].freeze_panes, theirs["结论"].auto_filter.ref) == ("C2", "A1:P6")


@needs_calc
def test_no_line_of_the_workbook_runs_into_another_when_it_is_printed(
    workbook: Path, tmp_path: Path
) -> None:
    with pdfplumber.open(opened(workbook, "pdf", tmp_path)) as printed:
        pages = [page.extract_words() for page in printed.pages]
        text = "".join(word["text"] for page in pages for word in page)

    assert LONG[-20:] in text.replace("\n", "")
    for words in pages:
        for one, other in combinations(words, 2):
            across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            # A line of print may reach a little into the next one's room.
            clear = across < 1 or down < 0.4 * (one["bottom"] - one["top"])
            assert clear, (one["text"], other["text"])


@needs_writer
def test_a_letter_is_one_page_with_all_its_words(tmp_path: Path) -> None:
    export = AuditExport(result=result(), registry=REGISTRY)
    there: dict[str, Letter] = {}
    for language in Language:
        for path in write_letters(tmp_path, export, language):
            path.rename(tmp_path / f"{language}-{path.name}")
        for letter in letters(result(), REGISTRY, language):
            there[f"{language}-{letter.file_name}"] = letter

    printed = all_opened([tmp_path / f"{name}.docx" for name in there], "pdf", tmp_path)

    for path in printed:
        with pdfplumber.open(path) as pages:
            (page,) = pages.pages
            text = _words(page.extract_text())
        letter = there[path.stem]
        for line in (letter.title, letter.addressee, *letter.opening, *letter.facts):
            assert _words(line) in text
        for line in (*letter.request, *letter.enclosures, *letter.signature):
            assert _words(line) in text


def _words(text: str) -> str:
    return "".join(text.split())


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(audit_xlsx(exported(long_result()), CHINESE)))["结论"]
    short = openpyxl.load_workbook(io.BytesIO(audit_xlsx(exported(result()), CHINESE)))["结论"]

    assert sheet.row_dimensions[2].height == 15 * lines_of(LONG, 60)
    assert short.row_dimensions[2].height < sheet.row_dimensions[2].height


@pytest.mark.parametrize(
    ("cell", "width", "lines"),
    [
        ("", 10, 1),
        (None, 10, 1),
        (2023, 1, 1),
        ("123456789", 10, 1),
        ("1234567890", 10, 2),
        ("四个汉字", 9, 1),
        ("五个汉字了", 9, 2),
        ("a\nb\n", 10, 3),
    ],
)
def test_lines_of_a_cell(cell: str | int | None, width: int, lines: int) -> None:
    assert lines_of(cell, width) == lines


def test_a_heading_has_room_for_its_filter() -> None:
    book = openpyxl.load_workbook(io.BytesIO(audit_xlsx(exported(result()), CHINESE)))

    for column, heading in _headings(book):
        assert column.width >= width_of(heading) + 2


def _headings(
    book: openpyxl.Workbook,
) -> Iterator[tuple[openpyxl.worksheet.dimensions.ColumnDimension, str]]:
    for name in ("结论", "发现", "覆盖"):
        for cell in book[name][1]:
            yield book[name].column_dimensions[cell.column_letter], str(cell.value)
