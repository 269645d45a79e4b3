"""`archive stats` and `archive verify` as people and programs read them."""

import shutil
from pathlib import Path

import pytest

from tests.nianbao.commands import nianbao


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    """The demo's home, to be changed."""
    target = tmp_path / "home"
    shutil.copytree(home, target)
    return target


def test_stats_count_by_type_year_host_and_agency(copy: Path) -> None:
    told = nianbao("archive", "stats", "--json", home=copy).document
    files = list(copy.glob("warc/*.warc.gz"))
    assert (told["files"], told["bytes"]) == (len(files), sum(p.stat().st_size for p in files))
    types = {name: amount["records"] for name, amount in told["types"].items()}
    assert sum(types.values()) == told["records"]
    # Every answer has its request.
    assert types["response"] + types["revisit"] == types["request"]
    answers = types["response"] + types["revisit"]
    assert told["revisit_share"] == round(types["revisit"] / answers, 4) > 0.2
    assert 0 < told["compression"] < 1
    assert set(told["years"]) == {"2025"}
    assert sum(amount["records"] for amount in told["hosts"].values()) == answers
    agencies = {each["agency"]: each for each in told["agencies"]}
    assert agencies["qinghe-gov"]["agency_name"] == "清禾市人民政府"
    assert agencies["qinghe-gov"]["captures"] > 0
    for lang, words in (("zh", "重访占应答"), ("en", "of the answers are revisits")):
        assert words in nianbao("archive", "stats", home=copy, lang=lang).out


def test_verify_names_damage_by_file_offset_and_record_and_goes_on(copy: Path) -> None:
    sound = nianbao("archive", "verify", "--json", home=copy)
    assert (sound.code, sound.document["damages"]) == (0, [])
    assert sound.document["records"] > 100
    path = sorted(copy.glob("warc/*.warc.gz"))[1]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    broken = nianbao("archive", "verify", "--json", home=copy)
    assert broken.code == 7
    damages = broken.document["damages"]
    assert damages[0]["warc"] == path.name
    assert all(damage["what"] for damage in damages)
    shown = nianbao("archive", "verify", "--workers", "1", home=copy, lang="zh")
    assert f"{path.name}@{damages[0]['offset']}" in shown.err
    assert "从备份恢复" in shown.err
    assert not (copy / ".verify.sqlite").exists()
