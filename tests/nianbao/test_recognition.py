"""Scans through the commands: read last and marked, or named as unread; a cell and its image."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from demo.content import DATA
from model.errors import NoTextLayer
from model.text import Text
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Job
from nianbao.stages.recognition import awaits_recognition
from tests.extract.scans import needs_font, pdf_of, random_report, scan
from tests.nianbao.commands import nianbao

pytestmark = pytest.mark.xdist_group("ocr")

TEXT_PDF = DATA / "qinghe-emergency-2024.pdf"
NO_TEXT = NoTextLayer("a", Text("无", "none"), Text("无", "none"))
CELL = "t2.penalty.decisions"
OFF = {"NIANBAO_PROCESS__OCR": "off"}


def first_page(pdf: bytes, folder: Path) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    for _ in range(len(document) - 1):
        document.del_page(1)
    path = folder / "first.pdf"
    document.save(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scan, which comes first by its name, and a report with text."""
    folder = tmp_path_factory.mktemp("added")
    one_page = first_page(pdf_of(random_report(5)), tmp_path_factory.mktemp("scan"))
    (folder / "a-scan.pdf").write_bytes(scan(one_page))
    (folder / "b-text.pdf").write_bytes(TEXT_PDF.read_bytes())
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans") / "home"


def reports_of(document: dict[str, Any]) -> list[str]:
    return [report["report"] for report in document["processed"]["reports"]]


@needs_font
def test_a_scan_is_unread_when_told_so_and_read_last_otherwise(folder: Path, home: Path) -> None:
    unread = nianbao("add", folder, "--json", home=home, environment=OFF)
    assert unread.code == 4, unread.err
    assert [f["code"] for f in unread.document["processed"]["failures"]] == ["no_text_layer"]
    (text,) = reports_of(unread.document)

    again = nianbao("process", "--again", "--json", home=home)
    assert again.code == 0, again.err
    reports = [report["report"] for report in again.document["reports"]]
    assert len(reports) == 2
    assert reports[0] == text, "the scan comes after what has text"

    shown = nianbao("show", reports[1], "--json", home=home).document
    assert "ocr.used" in {warning["code"] for warning in shown["warnings"]}
    cell = shown["measures"][CELL]
    assert str(cell["value"]) == random_report(5).cells[CELL]
    assert cell["doubt"] == "ocr"
    assert cell["confidence"] > 0.5

    _crops(home, reports[1], folder / "scan.png")
    _crops(home, text, folder / "text.png")


def _crops(home: Path, report: str, image: Path) -> None:
    done = nianbao("show", report, "--cell", CELL, "--crop", image, "--json", home=home)
    assert done.code == 0, done.err
    assert done.document["cell"] == CELL
    assert done.document["where"]["page"] == 1
    assert done.document["crop"] == str(image)
    assert image.read_bytes().startswith(b"\x89PNG")


def test_troubles_with_a_cell_are_told_with_a_remedy(tmp_path: Path) -> None:
    home, page = tmp_path / "home", tmp_path / "report.txt"
    page.write_text(
        "清禾市统计局2024年政府信息公开工作年度报告\n一、总体情况\n全年发布信息三十条。\n"
        "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
        "规章\t1\t2\t3\n行政规范性文件\t4\t5\t6\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n",
        encoding="utf-8",
    )
    (report,) = reports_of(nianbao("add", page, "--json", home=home).document)
    image = tmp_path / "cell.png"

    known = nianbao("show", report, "--cell", "t2.rules.made", home=home)
    assert (known.code, "line 7" in known.out) == (0, True), known.out + known.err
    no_page = nianbao("show", report, "--cell", "t2.rules.made", "--crop", image, home=home)
    assert no_page.code == 2
    assert "line 7" in no_page.err
    assert not image.exists()
    assert nianbao("show", report, "--cell", "t9.no", home=home).code != 0
    lonely = nianbao("show", report, "--crop", image, home=home)
    assert lonely.code == 2
    assert "--cell" in lonely.err


@pytest.mark.parametrize(
    ("start", "result", "settings", "waits"),
    [
        (b"%PDF-1.7", NO_TEXT, ProcessSettings(), True),
        (b"\x89PNG\r\n\x1a\n", NO_TEXT, ProcessSettings(), True),
        (b"PK\x03\x04", NO_TEXT, ProcessSettings(), False),
        (b"%PDF-1.7", NO_TEXT, ProcessSettings(ocr="off"), False),
    ],
)
def test_only_what_can_be_looked_at_waits(
    start: bytes, result: NoTextLayer, settings: ProcessSettings, waits: bool
) -> None:
    job = Job(key="0", data=start, name="a")
    assert awaits_recognition(settings, job, result) is waits
