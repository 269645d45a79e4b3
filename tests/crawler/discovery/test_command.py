"""`nianbao registry propose` on the demo's sites, whose registry knows where the columns are."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import demo
from registry import load_registry
from storage.archive import Archive
from storage.rebuild import reconcile
from tests.crawler.child import open_database
from tests.nianbao.commands import Ended, nianbao
from tests.registry.here import nianbao_here

CLOCK = ("--clock", "2025-02-20T10:00:00+08:00")
OPEN = {"captured", "unchanged"}
CLOSED = ("qinghe-audit", "qinghe-police", "qinghe-finance")
"""Unreachable, closed by robots.txt, behind a wall."""
OPEN_SITES = (
    "qinghe-gov",
    "qinghe-edu",
    "qinghe-transport",
    "qinghe-civil",
    "qinghe-water",
    "qinghe-housing",
    "qinghe-emergency",
    "yundu-gov",
    "yundu-edu",
)


@dataclass(frozen=True)
class Searched:
    home: Path
    ended: Ended
    truth: dict[str, tuple[str, ...]]

    def found(self, agency: str) -> dict[str, Any]:
        (one,) = [each for each in self.ended.document["agencies"] if each["agency"] == agency]
        assert isinstance(one, dict)
        return one


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searched]:
    home = tmp_path_factory.mktemp("home")
    (home / "nianbao.toml").write_text("[harvest]\ndelay = 0.0\n")
    with demo.serve(home, day=date(2025, 2, 20)) as server:
        rows = list(csv.DictReader(io.StringIO(demo.registry_csv(server))))
        truth = {row["id"]: tuple(filter(None, row["listings"].split(";"))) for row in rows}
        file = home / "without.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            writer.writerows({**row, "listings": ""} for row in rows)
        assert nianbao_here("registry", "import", file, home=home).code == 0
        chosen = [word for agency in (*OPEN_SITES, *CLOSED) for word in ("--agency", agency)]
        ended = nianbao("registry", "propose", *chosen, *CLOCK, "--json", home=home, timeout=300)
        yield Searched(home=home, ended=ended, truth=truth)


def test_the_likely_columns_are_those_of_the_demos_registry(searched: Searched) -> None:
    assert searched.ended.code == 4, "some sites could not be looked at"
    for agency in OPEN_SITES:
        best = searched.found(agency)["proposals"][0]
        assert best["grade"] == "likely", agency
        assert best["listing"] in searched.truth[agency]


def test_who_could_not_be_looked_at_is_told_why(searched: Searched) -> None:
    closed = {
        one["agency"]: one["starts"][0]["outcome"]
        for one in searched.ended.document["agencies"]
        if one["starts"] and one["starts"][0]["outcome"] not in OPEN
    }

    assert {"unreachable", "robots", "blocked"} <= set(closed.values())
    assert all(not searched.found(agency)["proposals"] for agency in closed)


def test_nothing_is_adopted_by_itself(searched: Searched) -> None:
    with open_database(searched.home) as database:
        assert all(not agency.listings for agency in database.registry().agencies)


def test_accepting_writes_the_row_and_remembers_who(searched: Searched, tmp_path: Path) -> None:
    listing = searched.found("qinghe-edu")["proposals"][0]["listing"]

    ended = nianbao_here(
        "registry",
        "propose",
        "--accept",
        "qinghe-edu:1",
        "--by",
        "王某",
        *CLOCK,
        "--json",
        home=searched.home,
    )

    assert ended.code == 0
    assert [each["listing"] for each in ended.document["accepted"]] == [listing]
    registry = load_registry([searched.home / "registry.csv"])
    row = registry.get("qinghe-edu")  # type: ignore[arg-type]
    assert row is not None
    assert row.listings == (listing,)
    assert "2025-02-20" in (row.note or "")
    assert "王某" in (row.note or "")
    assert "3 篇" in (row.note or "")
    # The decision is in the archive: an empty database learns it again.
    with (
        Archive(searched.home / "warc", software="tests") as archive,
        open_database(tmp_path) as empty,
    ):
        reconcile(archive, empty)
        (decision,) = empty.decisions()
    assert decision.fingerprint == f"listing:qinghe-edu:{listing}"
    assert decision.by == "王某"


@pytest.mark.parametrize("key", ["qinghe-edu:99", "nobody:1", "qinghe-edu", "qinghe-police:1"])
def test_what_is_no_proposal_is_not_accepted(searched: Searched, key: str) -> None:
    ended = nianbao_here("registry", "propose", "--accept", key, home=searched.home)

    assert ended.code == 2
    assert "AGENCY:NUMBER" in ended.err


@pytest.mark.parametrize(
    ("lang", "word"),
    [("zh", "所列年报标题中 3 篇写明该机关"), ("en", "report titles that name it: 3")],
)
def test_the_table_shows_the_evidence(
    searched: Searched, tmp_path: Path, lang: str, word: str
) -> None:
    ended = nianbao_here(
        "registry",
        "propose",
        "--kept",
        "--agency",
        "qinghe-edu",
        "--out",
        tmp_path / "out.csv",
        home=searched.home,
        lang=lang,
    )

    assert ended.code == 0
    assert word in ended.out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert rows[0]["id"] == "qinghe-edu:1"
    assert word in rows[0]["reasons"]


def test_proposals_stream_as_lines(searched: Searched) -> None:
    ended = nianbao_here("registry", "propose", "--kept", "--jsonl", home=searched.home)

    agencies = [json.loads(line)["agency"] for line in ended.out.splitlines()]
    assert "qinghe-gov" in agencies
    assert len(agencies) == len(set(agencies))


def test_an_agency_nobody_knows(searched: Searched) -> None:
    ended = nianbao_here("registry", "propose", "--agency", "nobody", home=searched.home)

    assert ended.code == 5
    assert "nobody" in ended.err
