"""The main job end to end: the demo's season, by the real commands, against its truth."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo import AUDIT_DAY
from demo.content import content
from nianbao.clock import local_day, parse_moment
from tests.nianbao.commands import Ended, nianbao
from tests.nianbao.conftest import AUDIT

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]


def day_of(moment: str | None) -> str | None:
    return local_day(parse_moment(moment)).isoformat() if moment else None


def test_not_found_comes_with_the_archived_proof(audited: dict[str, Any], home: Path) -> None:
    [record] = [
        item
        for item in audited["verdicts"]
        if item["verdict"] == "not_found" and item["agency"] == "qinghe-water"
    ]

    days = {day_of(item["at"]) for item in record["evidence"]}
    assert len([day for day in days if day and day > record["due"]]) >= 2
    for item in record["evidence"]:
        assert (home / "warc" / item["warc"]).stat().st_size > item["offset"]


def test_the_archive_is_sound_to_others_and_to_us(home: Path) -> None:
    files = sorted(home.glob("warc/*.warc.gz"))
    checked = subprocess.run(
        [Path(sys.executable).with_name("warcio"), "check", *files],
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(files) >= 3
    assert checked.returncode == 0, checked.stdout
    assert nianbao("archive", "verify", home=home).code == 0
    assert nianbao("doctor", home=home, fresh=True).code == 0


def test_the_archive_alone_gives_the_same_reports_and_verdicts(
    home: Path, audited: dict[str, Any], rebuilt: Path
) -> None:
    assert json.loads(nianbao(*AUDIT, "--json", home=rebuilt).out) == audited
    for words in (("search", "第三方"), ("search", "agency:教育 year:2024")):
        before, after = (
            nianbao(*words, "--json", home=each, fresh=each is home).document
            for each in (home, rebuilt)
        )
        assert ids_of(before) == ids_of(after) != []


def ids_of(result: dict[str, Any]) -> list[str]:
    return sorted(hit["report"] for hit in result["hits"])


def test_playing_it_again_adds_nothing(home: Path) -> None:
    before = nianbao("archive", "stats", "--json", home=home).document

    ended = nianbao("demo", "--json", home=home)

    assert ended.code == 0, ended.err
    assert nianbao("archive", "stats", "--json", home=home).document == before


@pytest.mark.parametrize(("lang", "words"), [("zh", "无法判断"), ("en", "cannot be told")])
def test_it_ends_with_an_account_for_people(home: Path, lang: str, words: str) -> None:
    ended = nianbao("demo", home=home, lang=lang)

    assert ended.code == 0
    assert words in ended.out
    assert "清禾市水利局" in ended.out
    assert "nianbao search" in ended.out
    assert ended.err == ""


def test_it_does_not_mix_with_somebodys_data(tmp_path: Path) -> None:
    (tmp_path / "nianbao.db").touch()

    ended = nianbao("demo", home=tmp_path)

    assert ended.code == 2
    assert "--home" in ended.err
    assert not (tmp_path / "warc").exists()


def test_the_contract_of_the_audit(audited: dict[str, Any], played: tuple[Path, Ended]) -> None:
    assert set(audited) >= {
        *("as_of", "obligations", "counts", "unresolved_share", "verdicts", "findings"),
    }
    assert set(audited["verdicts"][0]) >= {
        *("agency", "agency_name", "reporting_year", "due", "basis", "verdict", "reason"),
        *("declared", "last_absent", "first_seen", "report", "evidence"),
    }
    with_evidence = next(item for item in audited["verdicts"] if item["evidence"])
    assert set(with_evidence["evidence"][0]) >= {
        *("capture", "url", "at", "warc", "offset", "digest"),
    }
    last = max(item["reporting_year"] for item in audited["verdicts"])
    assert played[1].document["verdicts"] == [
        item for item in audited["verdicts"] if item["reporting_year"] == last
    ]


@pytest.mark.parametrize(("level", "code"), [("error", 6), ("warning", 6), ("attention", 6)])
def test_fail_on_findings(home: Path, level: str, code: int) -> None:
    words = ("audit", "--year", "2024", "--as-of", AUDIT_DAY.isoformat(), "--fail-on", level)

    assert nianbao(*words, home=home).code == code
    assert nianbao(*words, "--agency", "qinghe-edu", home=home).code == 0


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json", ".html"])
def test_the_audit_as_a_file(home: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"audit{suffix}"

    ended = nianbao(*AUDIT, "--out", out, home=home, lang="zh")

    assert ended.code == 0, ended.err
    assert out.stat().st_size > 1000
    if suffix != ".xlsx":
        assert "清禾市水利局" in out.read_text(encoding="utf-8")


def test_an_audit_of_an_earlier_day_knows_only_what_was_seen_by_then(home: Path) -> None:
    words = ("audit", "--year", "2024", "--as-of", "2025-02-04", "--json")

    verdicts = {item["agency"]: item for item in nianbao(*words, home=home).document["verdicts"]}

    assert verdicts["qinghe-water"]["verdict"] == "unobservable"
    assert verdicts["qinghe-water"]["reason"] == "too_few_looks"
    assert verdicts["qinghe-civil"]["verdict"] == "unobservable"


def test_a_dry_run_lists_what_would_be_looked_at(home: Path) -> None:
    ended = nianbao("harvest", "--dry-run", "--json", home=home)

    listed = {item["agency"]: item["listings"] for item in ended.document["agencies"]}
    assert ended.code == 0
    assert list(listed) == [row.id for row in content().agencies]
    assert [agency for agency, listings in listed.items() if not listings] == ["qinghe-veterans"]
