"""What wget and the wacz tool made of the demo's sites is imported and its reports are read."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import demo
from tests.nianbao.commands import Ended, nianbao
from tests.nianbao.replaying import needs_replay, needs_wget, run
from tests.storage.foreign import record, response, write_warc

DAY = date(2025, 2, 20)
ATTACHED = next(
    report
    for report in demo.truth().reports
    if report.reachable and report.document.endswith(".pdf")
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A registry, and the WARC that wget wrote of a column whose report is a PDF on a page."""
    folder = tmp_path_factory.mktemp("wget")
    with demo.serve(folder / "sites", day=DAY) as server:
        registry = folder / "registry.csv"
        registry.write_text(demo.registry_csv(server), encoding="utf-8")
        (listing,) = server.listings(ATTACHED.agency)[:1]
        words = ["--recursive", "--level=3", "--no-parent", "--warc-cdx", "--warc-file=site"]
        done = subprocess.run(
            ["wget", "--quiet", "--no-config", "--no-proxy", *words, listing],
            cwd=folder,
            check=False,
            timeout=60,
        )
        assert done.returncode in (0, 8)  # 8: a link of the site leads nowhere
    return registry, folder / "site.warc.gz"


def imported(home: Path, registry: Path, *words: str | Path) -> Ended:
    done = nianbao("registry", "import", registry, home=home)
    assert done.code == 0, done.err
    return nianbao(*words, "--json", home=home)


def years(document: dict[str, Any]) -> set[tuple[str, int]]:
    return {
        (report["agency"], report["reporting_year"]) for report in document["processed"]["reports"]
    }


@needs_wget
def test_a_report_in_wgets_warc_is_read(crawled: tuple[Path, Path], tmp_path: Path) -> None:
    registry, warc = crawled
    home = tmp_path / "home"
    done = imported(home, registry, "archive", "import", warc)
    assert done.code == 0, done.err
    assert (ATTACHED.agency, ATTACHED.reporting_year) in years(done.document)
    pdfs = [r["url"] for r in done.document["processed"]["reports"] if r["url"].endswith(".pdf")]
    assert any(url.endswith(ATTACHED.document) for url in pdfs)
    assert done.document["processed"]["failures"] == []
    assert done.document["imported"]["problems"] == []

    again = nianbao("archive", "import", warc, "--json", home=home).document
    assert (again["imported"]["records"], again["imported"]["found"]) == (0, 0)
    assert again["imported"]["known"] == done.document["imported"]["records"]
    assert nianbao("archive", "verify", home=home).code == 0

    # Nothing but the archive and the registry is needed to have it all again.
    (home / "nianbao.db").unlink()
    rebuilt = nianbao("archive", "rebuild", "--json", home=home)
    assert rebuilt.code == 0, rebuilt.err
    assert years(rebuilt.document) == years(done.document)


@needs_wget
def test_an_import_proves_no_absence(crawled: tuple[Path, Path], tmp_path: Path) -> None:
    """The column is in the archive, read to its end by somebody: that is not our look."""
    registry, warc = crawled
    home = tmp_path / "home"
    assert imported(home, registry, "add", warc).code == 0
    audited = nianbao(
        "audit", "--year", "2022..2024", "--as-of", "2025-06-01", "--json", home=home
    ).document
    assert audited["counts"].get("not_found", 0) == 0
    assert {verdict["agency"] for verdict in audited["verdicts"]} >= {ATTACHED.agency}


@needs_wget
@needs_replay
def test_a_package_of_the_wacz_tool_is_imported(crawled: tuple[Path, Path], tmp_path: Path) -> None:
    registry, warc = crawled
    package = tmp_path / "made.wacz"
    made = run("wacz", "create", "-f", warc, "-o", package, "--detect-pages")
    assert made.returncode == 0, made.stdout + made.stderr
    done = imported(tmp_path / "home", registry, "add", package)
    assert done.code == 0, done.err
    assert (ATTACHED.agency, ATTACHED.reporting_year) in years(done.document)
    # The same records once more, now as wget's own file.
    again = nianbao("add", warc, "--json", home=tmp_path / "home")
    assert again.document["imported"]["records"] == 0
    assert again.document["added"]["added"] == []


def test_what_is_broken_is_named_with_place_and_remedy_and_the_rest_is_taken(
    tmp_path: Path,
) -> None:
    page = record("response", b"HTTP/1.1 200 OK\r\n\r\n", date="gestern")
    warc = write_warc(tmp_path / "half.warc.gz", response(2), page)
    (tmp_path / "none.wacz").write_bytes(b"no zip")
    words = ("archive", "import", warc, tmp_path / "none.wacz")
    for lang, remedy in (("en", "import it again"), ("zh", "再次导入")):
        done = nianbao(*words, home=tmp_path / lang, lang=lang)
        assert done.code == 4
        assert f"half.warc.gz@{second_member(warc)}" in done.err
        assert "none.wacz" in done.err
        assert remedy in done.err
    alone = nianbao("archive", "import", tmp_path / "none.wacz", home=tmp_path / "other")
    assert alone.code == 5
    missing = nianbao("archive", "import", tmp_path / "missing.warc", home=tmp_path / "other")
    assert missing.code == 2


def second_member(warc: Path) -> int:
    """Where the second gzip member begins."""
    return warc.read_bytes().index(b"\x1f\x8b\x08", 3)
