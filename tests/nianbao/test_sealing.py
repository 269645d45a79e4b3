"""A day's seal: what it is made over, what it notices, and that a dossier can lean on it."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import ArchiveError, NotFoundError, UsageError
from nianbao.dossier import verifier
from nianbao.sealing.days import compare_days, seal_days
from nianbao.sealing.seals import FOLDER, path_of
from nianbao.sealing.tree import leaf_hash, paths_of, root_of
from storage.archive import Archive
from tests.nianbao.commands import nianbao

# They share the season with all others that look at it.

DAY = date(2025, 2, 1)
NEXT = DAY + timedelta(days=1)
NOON = datetime(2025, 2, 1, 4, tzinfo=UTC)

# The eight leaves of the test data of the first Certificate Transparency server, and its roots.
KNOWN_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
KNOWN_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", KNOWN_ROOTS)
def test_the_roots_are_those_of_rfc_6962(size: int) -> None:
    leaves = [leaf_hash(leaf) for leaf in KNOWN_LEAVES[:size]]

    assert root_of(leaves).hex() == KNOWN_ROOTS[size]


@given(st.integers(1, 70))
def test_the_verifier_of_a_dossier_takes_every_path_and_no_other(size: int) -> None:
    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
    root = root_of(leaves).hex()
    paths = paths_of(leaves, range(size))

    for index, leaf in enumerate(leaves):
        path = list(paths[index])
        assert verifier.leads_to(leaf, index, size, path, root)
        assert not verifier.leads_to(leaf_hash(leaf), index, size, path, root)
        assert not verifier.leads_to(leaf, index, size, [*path, leaf], root)
        if size > 1:
            assert not verifier.leads_to(leaf, index ^ 1, size, path, root)
            assert not verifier.leads_to(leaf, index, size, path[:-1], root)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "warc", software="nianbao/1")
    with made:
        for number in range(5):
            add(made, number, NOON + timedelta(minutes=number))
    return made


def add(archive: Archive, number: int, at: datetime) -> str:
    written = archive.write_file(
        name=f"{number}.txt", payload=f"第{number}份".encode(), media_type="text/plain", at=at
    )
    return f"<urn:uuid:{written.id}>"


def test_a_day_is_sealed_in_the_order_of_the_archive(archive: Archive) -> None:
    (seal,) = seal_days(archive, DAY, today=NEXT)

    written = json.loads(path_of(archive.folder, DAY).read_bytes())
    # The files of the archive begin with a record of their own.
    assert written["leaves"] == len(seal.lines) == 6
    assert written["root"] == f"sha256:{seal.root}"
    assert written["software"] == "nianbao/1"
    assert seal.lines[3].endswith(hashlib.sha256("第2份".encode()).hexdigest())
    (compared,) = compare_days(archive, None)
    assert (compared.differs, compared.added) == (None, 0)


def test_a_day_is_one_in_china(archive: Archive) -> None:
    late, early = NOON.replace(hour=15, minute=59), NOON.replace(hour=16)
    with archive:
        last, first = add(archive, 8, late), add(archive, 9, early)

    today, tomorrow = seal_days(archive, None, today=NEXT + timedelta(days=1))

    assert (today.day, tomorrow.day) == (DAY, NEXT)
    assert last in today.lines[-1]
    assert first in tomorrow.lines[-1]


def test_every_day_that_is_over_is_sealed_once(archive: Archive) -> None:
    assert seal_days(archive, None, today=DAY) == ()
    assert len(seal_days(archive, None, today=NEXT)) == 1
    assert seal_days(archive, None, today=NEXT) == ()


def test_what_comes_later_is_behind_the_seal_and_no_fault(archive: Archive) -> None:
    seal_days(archive, DAY, today=NEXT)
    with archive:
        add(archive, 8, NOON + timedelta(hours=1))

    (compared,) = compare_days(archive, DAY)

    assert compared.differs is None
    # A file of its own, with its first record.
    assert compared.added >= 1


def test_what_others_archived_is_not_sealed(archive: Archive) -> None:
    (own,) = sorted(archive.folder.glob("*.warc.gz"))
    theirs = own.with_name(own.name.replace("nianbao-", "imported-").replace("-00001", "-00002"))
    shutil.copy(own, theirs)

    (seal,) = seal_days(archive, DAY, today=NEXT)

    assert len(seal.lines) == 6


def test_a_day_is_not_sealed_before_it_is_over_or_twice_or_empty(archive: Archive) -> None:
    with pytest.raises(UsageError):
        seal_days(archive, DAY, today=DAY)
    with pytest.raises(NotFoundError):
        seal_days(archive, DAY - timedelta(days=1), today=NEXT)
    seal_days(archive, DAY, today=NEXT)
    before = path_of(archive.folder, DAY).read_bytes()
    with pytest.raises(UsageError):
        seal_days(archive, DAY, today=NEXT)
    assert path_of(archive.folder, DAY).read_bytes() == before


def test_a_damaged_archive_is_not_sealed(archive: Archive) -> None:
    flip(next(archive.folder.glob("*.warc.gz")))

    with pytest.raises(ArchiveError):
        seal_days(archive, DAY, today=NEXT)
    assert not path_of(archive.folder, DAY).exists()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def test_the_first_record_that_differs_is_named(archive: Archive) -> None:
    (seal,) = seal_days(archive, DAY, today=NEXT)
    flip(next(archive.folder.glob("*.warc.gz")))

    (compared,) = compare_days(archive, DAY)

    assert compared.differs in {line.partition(" ")[0] for line in seal.lines[1:]}
    place = [line.partition(" ")[0] for line in seal.lines].index(str(compared.differs))
    assert 1 <= place <= 4


def test_records_written_anew_with_right_digests_are_noticed(
    archive: Archive, tmp_path: Path
) -> None:
    """Whoever rewrites the archive can make it agree with itself, but not with the seal."""
    (seal,) = seal_days(archive, DAY, today=NEXT)
    forged = Archive(tmp_path / "forged", software="nianbao/1")
    with forged:
        for number in (0, 1, 7, 3, 4):
            add(forged, number, NOON + timedelta(minutes=number))
    shutil.copytree(archive.folder / FOLDER, forged.folder / FOLDER)
    assert not list(forged.verify())

    (compared,) = compare_days(forged, DAY)

    assert compared.differs == seal.lines[3].partition(" ")[0]


@pytest.mark.parametrize("suffix", [".json", ".records"])
def test_a_seal_that_was_changed_is_no_seal(archive: Archive, suffix: str) -> None:
    seal_days(archive, DAY, today=NEXT)
    file = path_of(archive.folder, DAY).with_suffix(suffix)
    data = bytearray(file.read_bytes())
    digit = data.rindex(b"sha256:") + len(b"sha256:")
    data[digit] = ord("1") if data[digit] == ord("0") else ord("0")
    file.write_bytes(data)

    with pytest.raises(ArchiveError):
        compare_days(archive, DAY)


def test_without_a_seal_there_is_nothing_to_compare(archive: Archive) -> None:
    assert compare_days(archive, None) == ()
    with pytest.raises(NotFoundError):
        compare_days(archive, DAY)


@pytest.fixture(scope="module")
def sealed(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's home with all its days sealed."""
    copy = tmp_path_factory.mktemp("sealed") / "home"
    shutil.copytree(home, copy)
    assert nianbao("archive", "seal", "--json", home=copy).document["sealed"]
    return copy


@pytest.fixture(scope="module")
def dossier(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dossier") / "sealed"
    ended = nianbao(
        "audit", "--dossier", "qinghe-water", "2024", "--as-of", "2025-02-20", "--out", folder,
        home=sealed,
    )  # fmt: skip
    assert ended.code == 0, ended.err
    return folder


def test_the_command_seals_and_compares(sealed: Path, tmp_path: Path) -> None:
    told = nianbao("archive", "seal", "--verify", home=sealed, lang="zh")
    assert told.code == 0
    assert "条记录与封存相符" in told.out
    again = nianbao("archive", "seal", home=sealed)
    assert "No day is left" in again.out
    copy = tmp_path / "home"
    shutil.copytree(sealed, copy)
    flip(sorted(copy.glob("warc/*.warc.gz"))[1])

    broken = nianbao("archive", "seal", "--verify", "--json", home=copy)

    assert broken.code == 7
    assert "<urn:uuid:" in broken.err
    assert sum(one["differs"] is not None for one in broken.document["compared"]) == 1


def test_a_dossier_proves_that_its_captures_were_sealed(sealed: Path, dossier: Path) -> None:
    proofs = json.loads((dossier / verifier.PROOFS).read_bytes())["seals"]
    named = {
        f"<urn:uuid:{capture}>"
        for step in json.loads((dossier / "verdict.json").read_bytes())["steps"]
        for capture in step["captures"]
    }
    assert named <= {one["record"] for seal in proofs for one in seal["records"]}
    for seal in proofs:
        stated = json.loads(path_of(sealed / "warc", date.fromisoformat(seal["day"])).read_bytes())
        assert stated["root"] == f"sha256:{seal['root']}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(dossier / "verify.py")], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "seals.json proves" in (dossier / "index.html").read_text("utf-8")


@pytest.mark.parametrize("part", ["root", "leaves", "index", "path", "record"])
def test_a_proof_that_does_not_hold_is_named_even_in_a_manifest_made_anew(
    dossier: Path, tmp_path: Path, part: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(dossier, copy)
    content = json.loads((copy / verifier.PROOFS).read_bytes())
    seal = content["seals"][0]
    record = seal["records"][0]
    other = hashlib.sha256(b"x").hexdigest()
    changes = {
        "root": lambda: seal.update(root=other),
        "leaves": lambda: seal.update(leaves=record["index"]),
        "index": lambda: record.update(index=record["index"] ^ 1),
        "path": lambda: record.update(path=[other, *record["path"][1:]]),
        "record": lambda: record.update(record="<urn:uuid:00000000-0000-4000-8000-000000000000>"),
    }
    changes[part]()
    text = json.dumps(content).encode()
    (copy / verifier.PROOFS).write_bytes(text)
    manifest = json.loads((copy / verifier.MANIFEST).read_bytes())
    manifest["files"][verifier.PROOFS] = verifier.sha256(text)
    listed = json.dumps(manifest).encode()
    (copy / verifier.MANIFEST).write_bytes(listed)
    seal_line = f"{verifier.sha256(listed)}  {verifier.MANIFEST}\n"
    (copy / verifier.SEAL).write_text(seal_line)

    faults = list(verifier.faults(copy))

    assert faults
    assert all(fault.startswith(f"{verifier.PROOFS}: <urn:uuid:") for fault in faults)
