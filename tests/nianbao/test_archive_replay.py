"""Others' programs replay what the demo archived: pywb, the wacz tool, warcio."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import SEASON
from model.capture import Capture, Purpose, Visit
from nianbao.home import Home
from nianbao.settings import load_settings
from tests.nianbao.commands import nianbao
from tests.nianbao.replaying import fetch, needs_replay, run, wayback

pytestmark = needs_replay


@dataclass(frozen=True, kw_only=True)
class Replayed:
    base: str
    visits: tuple[Visit, ...]
    captures: dict[str, Capture]
    payloads: dict[str, bytes]

    def of(self, purpose: Purpose) -> Iterator[Capture]:
        """Captures that hold their payload themselves."""
        for visit in self.visits:
            capture = self.captures.get(visit.capture or "")
            if visit.purpose is purpose and capture is not None and capture.refers_to is None:
                yield capture

    def fetch(self, collection: str, capture: Capture) -> tuple[int, dict[str, str], bytes]:
        return fetch(f"{self.base}/{collection}/{capture.at:%Y%m%d%H%M%S}id_/{capture.url}")


@pytest.fixture(scope="module")
def package(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything the demo archived, as WACZ."""
    target = tmp_path_factory.mktemp("wacz") / "demo.wacz"
    done = nianbao("archive", "export-wacz", "--out", target, home=home)
    assert done.code == 0, done.err
    return target


@pytest.fixture(scope="module")
def replayed(
    home: Path, package: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Replayed]:
    """One pywb with the archive as it stands in the home, and the unpacked package."""
    folder = tmp_path_factory.mktemp("pywb")
    warcs = home / "warc"
    (folder / "config.yaml").write_text(
        f"collections:\n  home:\n    index: {warcs}/index.cdxj\n    archive_paths: {warcs}/\n"
    )
    for words in (["init", "wacz"], ["add", "wacz", "--unpack-wacz", str(package)]):
        done = run("wb-manager", *words, cwd=folder)
        assert done.returncode == 0, done.stderr
    opened = Home(folder=home, settings=load_settings(home))
    with opened.open_database(must_exist=True) as database, opened.open_archive() as archive:
        captures = dict(database.captures())
        payloads = {
            str(id_): archive.payload(capture, captures.get(capture.refers_to or capture.id))
            for id_, capture in captures.items()
        }
        visits = database.visits()
    with wayback(folder) as base:
        yield Replayed(
            base=base,
            visits=visits,
            captures={str(id_): capture for id_, capture in captures.items()},
            payloads=payloads,
        )


@pytest.mark.parametrize("collection", ["home", "wacz"])
@pytest.mark.parametrize("purpose", [Purpose.REPORT, Purpose.ATTACHMENT, Purpose.LISTING])
def test_pywb_replays_reports_attachments_and_listings(
    replayed: Replayed, collection: str, purpose: Purpose
) -> None:
    captures = [one for one in replayed.of(purpose) if one.http_status == 200][:3]
    assert captures
    for capture in captures:
        status, headers, body = replayed.fetch(collection, capture)
        assert status == 200
        assert body == replayed.payloads[capture.id]
        assert headers["content-type"].partition(";")[0] == capture.media_type


@pytest.mark.parametrize("collection", ["home", "wacz"])
def test_pywb_replays_a_listing_that_was_unchanged_at_a_later_look(
    replayed: Replayed, collection: str
) -> None:
    """A revisit record: its own moment, the payload of the first look."""
    listings = {visit.capture for visit in replayed.visits if visit.purpose is Purpose.LISTING}
    revisits = [
        capture
        for capture in replayed.captures.values()
        if capture.id in listings and capture.refers_to and capture.http_status == 200
    ]
    assert revisits
    for capture in revisits[:3]:
        status, headers, body = replayed.fetch(collection, capture)
        assert status == 200
        assert body == replayed.payloads[capture.id]
        assert headers["memento-datetime"] == f"{capture.at:%a, %d %b %Y %H:%M:%S} GMT"


def test_a_page_that_was_not_modified_replays_from_the_package(replayed: Replayed) -> None:
    unmodified = [one for one in replayed.captures.values() if one.http_status == 304]
    assert unmodified
    for capture in unmodified[:3]:
        status, _, body = replayed.fetch("wacz", capture)
        assert (status, body) == (200, replayed.payloads[capture.id])


def test_the_wacz_tool_finds_the_package_valid(package: Path) -> None:
    done = run("wacz", "validate", "-f", package)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation succeeded" in done.stdout


def test_warcio_checks_and_recompresses_what_is_in_it(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        opened.extractall(tmp_path)
    warcio = Path(sys.executable).with_name("warcio")
    warcs = sorted(tmp_path.glob("archive/*.warc.gz"))
    assert warcs
    for path in warcs:
        out = tmp_path / f"re-{path.name}"
        steps: list[list[str | Path]] = [["check", path], ["recompress", path, out], ["check", out]]
        for words in steps:
            done = subprocess.run(
                [warcio, *words], capture_output=True, text=True, check=False, timeout=60
            )
            assert done.returncode == 0, done.stdout + done.stderr


def test_a_package_of_one_agency_and_year_holds_its_report_and_every_look_since(
    home: Path, tmp_path: Path, replayed: Replayed
) -> None:
    target = tmp_path / "edu.wacz"
    words = ("--agency", "qinghe-edu", "--year", "2024", "--out", target, "--json")
    done = nianbao("archive", "export-wacz", *words, home=home)
    assert done.code == 0, done.err
    told = done.document
    again = nianbao("archive", "export-wacz", *words, home=home)
    assert again.document["sha256"] == told["sha256"]
    assert told["looks"] == len(SEASON)
    with zipfile.ZipFile(target) as package:
        pages = package.read("pages/pages.jsonl").decode()
        held = b"".join(package.read(n) for n in package.namelist() if n.startswith("archive/"))
    assert pages.count("清禾市教育局 栏目页") == len(SEASON)
    assert "2024年政府信息公开工作年度报告" in pages
    assert "2023年政府信息公开工作年度报告" not in pages
    assert 0 < len(held) < sum(p.stat().st_size for p in home.glob("warc/*.warc.gz"))
    assert run("wacz", "validate", "-f", target).returncode == 0


def test_a_package_of_one_report(home: Path, tmp_path: Path, replayed: Replayed) -> None:
    report = next(replayed.of(Purpose.REPORT)).payload_digest[:12]
    target = tmp_path / "one.wacz"
    done = nianbao("archive", "export-wacz", "--report", report, "--out", target, home=home)
    if done.code == 5:  # a cover page is no report: its attachment is
        attached = next(replayed.of(Purpose.ATTACHMENT)).payload_digest[:12]
        done = nianbao("archive", "export-wacz", "--report", attached, "--out", target, home=home)
    assert done.code == 0, done.err
    with zipfile.ZipFile(target) as package:
        assert package.read("pages/pages.jsonl").decode().count("\n") > 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--agency", "nobody"), 5, "is no agency of the registry"),
        (("--report", "ffffffffffff"), 5, "no report has an id that begins like this"),
        (("--report", "a", "--year", "2024"), 2, "cannot be used with"),
        (("--agency", "qinghe-gov", "--year", "2010", "--out", "no/where.wacz"), 2, "existing"),
    ],
)
def test_what_cannot_be_exported_is_said(
    home: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    done = nianbao("archive", "export-wacz", *words, home=home)
    assert (done.code, says in done.err) == (code, True), done.err
