"""Old Word documents among others: converted before the workers, each with its own answer."""

import os
from pathlib import Path

import pytest

from extract.office import converter
from model.errors import Damaged, NoConverter
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Converter, Job, Reading, Result
from tests.office import needs_office

TEXT = (
    "清禾市统计局2024年政府信息公开工作年度报告\n一、总体情况\n全年发布信息三十条。\n"
    "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n"
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text(key: str) -> Job:
    return Job(key=key, data=TEXT.encode(), name=f"{key}.txt")


def old(key: str) -> Job:
    """As RTF, which goes the same way."""
    escaped = "".join(
        "\\par " if sign == "\n" else f"\\u{ord(sign)}?" if ord(sign) < 0x8000 else _signed(sign)
        for sign in TEXT
    )
    return Job(key=key, data=f"{{\\rtf1\\ansi {escaped}}}".encode(), name=f"{key}.doc")


def _signed(sign: str) -> str:
    return f"\\u{ord(sign) - 0x10000}?"


def half(key: str) -> Job:
    data = COMPOUND.ljust(1024, b"\0") + "WordDocument".encode("utf-16-le").ljust(128, b"\0")
    return Job(key=key, data=data, name=f"{key}.wps")


def results(*jobs: Job, time_limit: float = 60) -> dict[str, Result]:
    settings = ProcessSettings(workers=2, time_limit=time_limit, memory_limit=1 << 30)
    with Converter(settings) as conversion:
        return {job.key: result for job, result in conversion.read_all(jobs)}


def soffice(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a program of this name before the real one."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@needs_office
def test_old_documents_are_read_in_their_order_and_keep_their_type() -> None:
    jobs = [
        text("a"),
        old("b"),
        text("c"),
        half("d"),
        *(old(f"e{n}") for n in range(25)),
        text("f"),
    ]
    found = results(*jobs)
    assert list(found) == [job.key for job in jobs]
    assert isinstance(found["d"], Exception)
    for key, reading in found.items():
        if key != "d":
            assert isinstance(reading, Reading)
            assert reading.report.agency_name == "清禾市统计局"
            assert len(reading.report.sections) == 6
            kind = "text/plain" if key in "acf" else "application/rtf"
            assert reading.media_type == kind


@needs_office
def test_what_libreoffice_cannot_open_is_damaged_and_named() -> None:
    found = results(half("a"))["a"]
    assert isinstance(found, Damaged)
    assert found.source == "a.wps"


def test_without_libreoffice_all_else_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if converter() is not None:
        pytest.skip("LibreOffice is installed where no PATH is needed")
    found = results(text("a"), old("b"), text("c"))
    assert isinstance(found["a"], Reading)
    assert isinstance(found["b"], NoConverter)
    assert found["b"].source == "b.doc"
    assert isinstance(found["c"], Reading)


@pytest.mark.parametrize("script", ["exec sleep 600", "kill -9 $$", "exit 0"])
def test_a_libreoffice_that_hangs_or_dies_stops_nothing_else(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soffice(tmp_path, script, monkeypatch)
    found = results(text("a"), old("b"), text("c"), time_limit=5)
    assert isinstance(found["a"], Reading)
    assert isinstance(found["b"], NoConverter)
    assert isinstance(found["c"], Reading)
