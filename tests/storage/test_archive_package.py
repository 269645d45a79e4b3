"""WACZ packages: the same octets for the same records, and what replay tools ask for."""

import gzip
import hashlib
import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from model.capture import Capture
from model.errors import ArchiveError, NoSpace
from storage.archive import Archive, PackagePage, Packed, Packing
from tests.storage.builders import URL, a_look, a_visit, an_exchange, later, open_archive


def filled(folder: Path) -> tuple[Archive, Packing, list[Capture]]:
    """Two files: page, file, the same page again, not modified; and something not packed."""
    with open_archive(folder / "warc") as archive:
        page = archive.write_exchange(an_exchange(headers=(("ETag", '"a"'),)))
        other = archive.write_exchange(an_exchange(b"not asked for", url=f"{URL}?other"))
        file = archive.write_exchange(an_exchange(b"%PDF-1.7", url=f"{URL}.pdf"))
        visit = archive.write_visit(a_visit(capture=page))
    with archive:
        at = later(days=1)
        again = archive.write_exchange(an_exchange(at=at), known=page)
        unmodified = an_exchange(b"", at=later(days=2), status=304, headers=(("ETag", '"a"'),))
        third = archive.write_exchange(unmodified, known=page)
        look = archive.write_look(a_look(at=at, pages=(again.id,)))
    captures = [page, file, again, third]
    packing = Packing(
        places=[*(capture.record for capture in captures), visit, look],
        pages=[PackagePage(url=page.url, at=page.at, title="清禾市2024年度报告")],
        title="清禾市 2024",
        description="x",
        software="nianbao/0.0",
        created=later(days=2),
    )
    return archive, packing, [*captures, other]


def write(folder: Path, name: str = "a.wacz") -> tuple[Path, Packed]:
    archive, packing, _ = filled(folder)
    target = folder / name
    return target, archive.write_package(target, packing)


def records(package: zipfile.ZipFile) -> list[tuple[str, str, str]]:
    found = []
    for name in package.namelist():
        if name.startswith("archive/"):
            for each in ArchiveIterator(BytesIO(package.read(name)), no_record_parse=True):
                uri = each.rec_headers.get_header("WARC-Target-URI") or ""
                found.append((Path(name).name, each.rec_type, uri))
    return found


def test_holds_what_was_chosen_with_requests_and_what_heads_the_files(tmp_path: Path) -> None:
    target, packed = write(tmp_path)
    with zipfile.ZipFile(target) as package:
        held = records(package)
        types = [type_ for _, type_, _ in held]
        assert types == [
            *("warcinfo", "response", "request", "response", "request", "metadata"),
            *("warcinfo", "revisit", "request", "revisit", "request", "metadata"),
        ]
        assert not [uri for *_, uri in held if "other" in uri]
        for info in package.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
    assert packed.records == len(held)
    assert packed.octets == target.stat().st_size
    assert packed.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()


def test_records_are_copied_octet_for_octet(tmp_path: Path) -> None:
    archive, packing, captures = filled(tmp_path)
    archive.write_package(tmp_path / "a.wacz", packing)
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        for capture in captures[:4]:
            place = capture.record
            data = (archive.folder / place.warc).read_bytes()
            member = data[place.offset : place.offset + place.length]
            assert member in package.read(f"archive/{place.warc}")


def test_the_index_points_at_the_records_in_the_package(tmp_path: Path) -> None:
    target, _ = write(tmp_path)
    with zipfile.ZipFile(target) as package:
        packed = package.read("indexes/index.cdx.gz")
        lines = gzip.decompress(packed).decode().splitlines()
        assert lines == sorted(lines)
        for line in lines:
            fields = json.loads(line[line.index("{") :])
            data = package.read(f"archive/{fields['filename']}")
            start = int(fields["offset"])
            member = data[start : start + int(fields["length"])]
            assert fields["url"].encode() in gzip.decompress(member)
            assert fields["recordDigest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"
        # All but the answer "not modified", which would replay as an empty page.
        assert len(lines) == 5
        assert not [line for line in lines if '"status": "304"' in line]
        meta, head = package.read("indexes/index.idx").decode().splitlines()
        assert meta.startswith('!meta 0 {"format": "cdxj-gzip-1.0"')
        assert head.split(" {")[0] == lines[0].split(" {")[0]
        block = json.loads(head[head.index("{") :])
        assert (block["offset"], block["length"]) == (0, len(packed))


def test_every_digest_of_the_description_is_right(tmp_path: Path) -> None:
    target, _ = write(tmp_path)
    with zipfile.ZipFile(target) as package:
        described = package.read("datapackage.json")
        datapackage = json.loads(described)
        for resource in datapackage["resources"]:
            data = package.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)
        digest = json.loads(package.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(described).hexdigest()}"
        listed = {resource["path"] for resource in datapackage["resources"]}
        assert set(package.namelist()) - listed == {"datapackage.json", "datapackage-digest.json"}
        assert datapackage["wacz_version"] == "1.1.1"
        assert datapackage["mainPageUrl"] == URL
        header, page = package.read("pages/pages.jsonl").decode().splitlines()
        assert json.loads(header)["format"] == "json-pages-1.0"
        assert json.loads(page)["title"] == "清禾市2024年度报告"


def test_the_same_records_give_the_same_octets(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = (write(tmp_path / name)[0].read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_damaged_record_is_no_evidence_and_leaves_the_old_package(tmp_path: Path) -> None:
    archive, packing, (page, *_) = filled(tmp_path)
    archive.write_cdxj()
    target = tmp_path / "a.wacz"
    target.write_bytes(b"old")
    path = archive.folder / page.record.warc
    data = bytearray(path.read_bytes())
    data[page.record.offset + 50] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=f"@{page.record.offset}"):
        archive.write_package(target, packing)
    assert target.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.wacz", "warc"]


def test_damage_beside_it_is_not_held_against_a_record(tmp_path: Path) -> None:
    archive, packing, captures = filled(tmp_path)
    archive.write_cdxj()
    other = captures[-1]  # in the same file, and not asked for
    path = archive.folder / other.record.warc
    data = bytearray(path.read_bytes())
    data[other.record.offset + 50] ^= 0xFF
    path.write_bytes(data)
    assert archive.write_package(tmp_path / "a.wacz", packing).records == 12


def test_a_full_disk_leaves_the_old_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, packing, _ = filled(tmp_path)
    archive.write_cdxj()
    target = tmp_path / "a.wacz"
    target.write_bytes(b"old")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.archive.wacz.os.fsync", full)
    with pytest.raises(NoSpace):
        archive.write_package(target, packing)
    assert target.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.wacz", "warc"]


def test_looks_are_found_by_their_moment(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        looks = [a_look(at=later(days=day), agency=f"a{day}") for day in range(3)]
        places = [archive.write_look(look) for look in looks]
        near = a_look(at=later(days=1, microseconds=5), agency="near")
        archive.write_look(near)
        found = dict(archive.looks_at({looks[1].at}))
    assert set(found) == {looks[1], near}
    assert found[looks[1]] == places[1]
    assert replace(near, agency=looks[1].agency) not in found


def test_a_brace_in_an_address_is_no_beginning_of_fields(tmp_path: Path) -> None:
    """Portals of one family ask for pages with `paramJson={"pageNo":2}`."""
    asked = f'{URL}?paramJson={{"pageNo":2}}'
    archive, packing, _ = filled(tmp_path)
    with archive:
        page = archive.write_exchange(an_exchange(b"page 2", url=asked))
        archive.write_cdxj()
        archive.write_exchange(an_exchange(b"another", url=f"{asked}&x"))
    packing = replace(packing, places=[*packing.places, page.record])

    archive.write_package(tmp_path / "a.wacz", packing)

    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    (line,) = [line for line in lines if "paramjson" in line]
    assert json.loads(line.split(" ", 2)[2])["url"] == asked
