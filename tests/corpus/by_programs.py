"""Reports printed by LibreOffice and Chromium from documents that we write."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.corpus.cases import Case
from tests.corpus.web_pages import web_page
from tests.corpus.word_files import word_file

_SECONDS = 120


def program(*names: str) -> str:
    """The first of the programs that is installed. Skips the test; in CI, fails it."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        reason = f"{names[0]} is not installed: its part of the corpus cannot be made"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def by_libreoffice(cases: Iterable[Case], folder: Path) -> dict[str, bytes]:
    """All in one call: starting the program takes longer than printing them."""
    soffice = program("soffice", "libreoffice")
    sources = []
    for case in cases:
        is_web = case.layout.startswith("html")
        source = folder / f"{case.name}.{'html' if is_web else 'docx'}"
        source.write_bytes(web_page(case).encode() if is_web else word_file(case))
        sources.append(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for filter_name, suffix in (("writer_pdf_Export", ".docx"), ("writer_web_pdf_Export", ".html")):
        files = [str(source) for source in sources if source.suffix == suffix]
        command = [soffice, profile, "--headless", "--convert-to", f"pdf:{filter_name}"]
        _run([*command, "--outdir", str(folder), *files])
    return {source.stem: source.with_suffix(".pdf").read_bytes() for source in sources}


def by_chromium(cases: Iterable[Case], folder: Path) -> dict[str, bytes]:
    chromium = program("chromium", "chromium-browser", "google-chrome")

    def make(case: Case) -> tuple[str, bytes]:
        source = folder / f"{case.name}.html"
        source.write_text(web_page(case), encoding="utf-8")
        printed = source.with_suffix(".pdf")
        _run(
            [
                chromium,
                *("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
                f"--user-data-dir={folder / case.name}",
                f"--print-to-pdf={printed}",
                source.as_uri(),
            ]
        )
        return case.name, printed.read_bytes()

    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(make, cases))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
