"""A dossier convinces whoever trusts neither us nor our software, and shows every flipped byte."""

import json
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nianbao.dossier import verifier
from nianbao.dossier.writing import PACKAGE, PAGE, VERIFIER
from tests.nianbao.commands import nianbao

# They share the season with all others that look at it.

SUBJECT = ("qinghe-water", "2024")
AS_OF = "2025-02-20"


@pytest.fixture(scope="module")
def dossier(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dossier") / "of-an-absence"
    ended = nianbao(
        "audit", "--dossier", *SUBJECT, "--as-of", AS_OF, "--out", str(folder), "--json", home=home
    )
    assert ended.code == 0, ended.err
    assert ended.document["verdict"]["verdict"] == "not_found"
    return folder


def verified(folder: Path) -> tuple[int, str]:
    """By its own verifier alone, without any installed package."""
    ended = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / VERIFIER)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_it_is_verified_by_what_lies_in_it(dossier: Path) -> None:
    code, said = verified(dossier)

    assert code == 0
    assert "everything agrees" in said


def test_the_page_tells_the_reasons_in_both_languages_and_fetches_nothing(dossier: Path) -> None:
    page = (dossier / PAGE).read_text(encoding="utf-8")

    for words in ("推理过程", "当时没有2024年度报告", "— 未查看", "The reasoning, step by step"):
        assert words in page
    assert "src=" not in page
    assert "default-src 'none'" in page


def test_the_package_holds_the_records_that_the_steps_name(dossier: Path) -> None:
    named = {
        capture
        for step in json.loads((dossier / "verdict.json").read_bytes())["steps"]
        for capture in step["captures"]
    }
    with zipfile.ZipFile(dossier / PACKAGE) as package:
        held = {
            line.removeprefix("<urn:uuid:").removesuffix(">")
            for entry in package.namelist()
            if entry.endswith(".warc.gz")
            for _, record in verifier.members(package.read(entry))
            if record is not None
            for name, _, line in [
                field.partition(": ") for field in record.decode("utf-8", "replace").splitlines()
            ]
            if name == "WARC-Record-ID"
        }

    assert named
    assert named <= held


def test_one_flipped_byte_anywhere_is_named(dossier: Path, tmp_path: Path) -> None:
    chance = random.Random(20250220)
    for path in sorted(dossier.iterdir()):
        for _ in range(6):
            copy = tmp_path / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(dossier, copy)
            data = bytearray(path.read_bytes())
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            (copy / path.name).write_bytes(data)
            # The verifier itself may be what was changed: here an untouched one is asked.
            assert any(path.name in fault for fault in verifier.faults(copy)), path.name


def test_a_changed_record_is_named_by_what_it_is(dossier: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(dossier, copy)
    with zipfile.ZipFile(copy / PACKAGE) as package:
        entry = next(one for one in package.infolist() if one.filename.endswith(".warc.gz"))
        start = entry.header_offset + 30 + len(entry.filename)
    data = bytearray((copy / PACKAGE).read_bytes())
    data[start + entry.file_size // 2] ^= 0xFF
    (copy / PACKAGE).write_bytes(data)

    code, said = verified(copy)

    assert code == 1
    assert f"{PACKAGE}: 内容已变" in said
    assert f"{entry.filename} @ " in said


def test_files_that_were_added_or_taken_away_are_named(dossier: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(dossier, copy)
    (copy / PAGE).unlink()
    (copy / "more.txt").write_text("x")

    code, said = verified(copy)

    assert code == 1
    assert f"{PAGE}: 缺失 missing" in said
    assert "more.txt: 清单中没有" in said


def test_the_same_moment_gives_the_same_dossier(home: Path, dossier: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    arguments = ("audit", "--dossier", *SUBJECT, "--as-of", AS_OF, "--out", str(again))
    assert nianbao(*arguments, home=home).code == 0

    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in dossier.iterdir()
    }


def test_a_folder_with_other_files_is_left_alone(home: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")

    ended = nianbao("audit", "--dossier", *SUBJECT, "--out", str(tmp_path), home=home)

    assert ended.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_nobody_of_that_name(home: Path, tmp_path: Path) -> None:
    ended = nianbao("audit", "--dossier", "nobody", "2024", "--out", str(tmp_path / "d"), home=home)

    assert ended.code == 5
    assert "nobody" in ended.err
    assert not (tmp_path / "d").exists()


def test_what_cannot_be_told_has_a_dossier_too(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    ended = nianbao(
        "audit", "--dossier", "qinghe-audit", "2024", "--as-of", AS_OF, "--out", str(folder),
        "--json", home=home,
    )  # fmt: skip

    assert ended.code == 0, ended.err
    assert ended.document["verdict"]["reason"] == "unreachable"
    assert verified(folder)[0] == 0
