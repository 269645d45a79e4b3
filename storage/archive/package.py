"""WACZ packages of others: the WARC files in them, taken out without trusting the package."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from model.errors import UsageError
from model.text import Text
from storage.archive.appending import writing_error
from storage.archive.foreign import AGAIN, Flaw

WACZ_SUFFIX = ".wacz"
_WARCS = (".warc", ".warc.gz")
_MOST_MEMBERS = 100_000
_MOST_RATIO = 200
"""To this a member may unpack for each octet packed; WARC files are mostly compressed already."""
_HARMLESS = 1 << 20
_DATAPACKAGE = "datapackage.json"
_LARGEST_DATAPACKAGE = 1 << 26
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedWarc:
    """A WARC file of a package, for the time being on the disk."""

    name: str
    """Its path in the package."""
    path: Path
    sha256: str


def read_package(path: Path, scratch: Path) -> Iterator[PackedWarc | Flaw]:
    """The WARC files of a package, one at a time: each is gone when the next is asked for.

    `scratch` is a folder on a disk with room for the largest of them.
    Raises: UsageError when the package is no package, or is built to do harm; NoSpace.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = _checked(package, path)
            declared = _declared(package)
            for member in members:
                with TemporaryDirectory(prefix=".import-", dir=scratch) as folder:
                    yield from _take_out(package, member, declared, path, Path(folder))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        # RuntimeError: encrypted; NotImplementedError: a compression that Python does not know.
        raise _refused(
            path, Text("不是完整的 WACZ（zip）文件", f"no sound WACZ: {error}")
        ) from error


def _checked(package: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The WARC members. Raises: UsageError naming the first that no honest tool would write."""
    members = package.infolist()
    if len(members) > _MOST_MEMBERS:
        raise _refused(path, Text(f"成员多达 {len(members)} 个", f"has {len(members)} members"))
    for member in members:
        if _leads_elsewhere(member.filename):
            name = ascii(member.filename)
            raise _refused(
                path, Text(f"成员路径 {name} 越界", f"has a member with the path {name}")
            )
        grown = member.file_size > _HARMLESS and member.file_size > _MOST_RATIO * max(
            member.compress_size, 1
        )
        if grown:
            what = Text(
                f"成员 {member.filename} 会膨胀到 {member.file_size} 字节",
                f"has a member, {member.filename}, that would grow to {member.file_size} octets",
            )
            raise _refused(path, what)
    warcs = [member for member in members if member.filename.lower().endswith(_WARCS)]
    if not warcs:
        raise _refused(path, Text("里面没有 WARC 文件", "holds no WARC file"))
    return warcs


def _leads_elsewhere(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "\\" in name or "\0" in name or ".." in parts or name.startswith("/") or ":" in name


def _declared(package: zipfile.ZipFile) -> Mapping[str, str]:
    """Digest by path, as the package says; empty when it does not say."""
    try:
        member = package.getinfo(_DATAPACKAGE)
        if member.file_size > _LARGEST_DATAPACKAGE:
            return {}
        resources = json.loads(package.read(member))["resources"]
        return {str(item["path"]): str(item["hash"]) for item in resources}
    except (KeyError, TypeError, ValueError):
        return {}


def _take_out(
    package: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    declared: Mapping[str, str],
    path: Path,
    folder: Path,
) -> Iterator[PackedWarc | Flaw]:
    name = f"{path.name}:{member.filename}"
    target = folder / "member"
    try:
        with package.open(member) as source:
            digest = _copy(source, target)
    except (zipfile.BadZipFile, EOFError) as error:
        what = Text("在 zip 中已损坏", f"is damaged in the zip: {error}")
        yield Flaw(source=name, offset=0, what=what, remedy=AGAIN)
        return
    except OSError as error:
        raise writing_error(target, error) from error
    said = declared.get(member.filename)
    if said is not None and said.startswith("sha256:") and said != f"sha256:{digest}":
        what = Text(
            "与 datapackage.json 中的摘要不符；其中完好的记录仍已导入",
            "does not agree with the digest in datapackage.json; what is sound in it was taken",
        )
        yield Flaw(source=name, offset=0, what=what, remedy=AGAIN)
    yield PackedWarc(name=member.filename, path=target, sha256=digest)


def _copy(source: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as file:
        while block := source.read(_BLOCK):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def clear_scratch(scratch: Path) -> None:
    """Removes what a killed import left. The caller holds the archive's lock."""
    for left in scratch.glob(".import-*"):
        shutil.rmtree(left)


def _refused(path: Path, what: Text) -> UsageError:
    return UsageError(
        str(path),
        what,
        Text(
            "请从来源重新取得；若确有其事，请把其中的 WARC 文件解出后逐个导入。",
            "Get it again from where it came, or unpack its WARC files yourself and import those.",
        ),
    )
