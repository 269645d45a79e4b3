"""Local files into the archive: each becomes a WARC resource record and a visit."""

import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from model.capture import Capture, Outcome, Purpose, Visit
from model.errors import Problem, UsageError
from model.ids import AgencyId, CrawlId, Digest, VisitId
from model.text import Text
from nianbao.clock import Clock
from storage.archive import Archive
from storage.database import Database
from storage.importing import is_archive

# What a folder is searched for; a file named by itself is taken whatever it is called.
SUFFIXES = frozenset(
    [
        ".pdf",
        ".html",
        ".htm",
        ".shtml",
        ".txt",
        ".md",
        ".docx",
        ".doc",
        ".wps",
        ".rtf",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".bmp",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSummary:
    added: tuple[str, ...]
    known: tuple[str, ...]
    """Archived before, byte for byte."""
    ignored: int
    """Files in the folders that are of no type a report comes in."""


def read_file(path: Path) -> bytes:
    """Raises UsageError that says what is wrong with the path."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(str(path), *_why_unreadable(path)) from error


def _why_unreadable(path: Path) -> tuple[Text, Text]:
    if path.is_dir():
        return (
            Text("是文件夹", "is a folder"),
            Text("指定其中的一个文件，或用 nianbao add", "name one file in it, or use nianbao add"),
        )
    if not path.exists():
        return (
            Text("不存在", "does not exist"),
            Text("检查路径的拼写和当前文件夹", "check its spelling and the current folder"),
        )
    return (
        Text("无法打开", "cannot be opened"),
        Text("检查它的读取权限", "check that you may read it"),
    )


def check_paths(paths: Sequence[Path]) -> None:
    """Raises UsageError naming every path that does not exist."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        problems = [
            Problem(source=str(path), what=what, remedy=remedy)
            for path in missing
            for what, remedy in [_why_unreadable(path)]
        ]
        first = problems[0]
        if len(problems) == 1:
            raise UsageError(first.source, first.what, first.remedy)
        raise UsageError(
            Text("有路径不存在", "some paths do not exist").en,
            Text(f"{len(problems)} 个路径不存在", f"{len(problems)} paths do not exist"),
            first.remedy,
            problems=problems,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What was found at the paths that a person gave, each file once."""

    files: tuple[Path, ...]
    archives: tuple[Path, ...]
    """WARC and WACZ files: their records are imported."""
    ignored: int


def collect(paths: Sequence[Path]) -> Collected:
    """Files to add, folders searched.

    Raises UsageError naming every path that does not exist.
    """
    check_paths(paths)
    files: dict[Path, None] = {}
    ignored = 0
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        for found in sorted(path.rglob("*")):
            if found.is_file() and (found.suffix.lower() in SUFFIXES or is_archive(found)):
                files[found] = None
            elif found.is_file():
                ignored += 1
    return Collected(
        files=tuple(file for file in files if not is_archive(file)),
        archives=tuple(file for file in files if is_archive(file)),
        ignored=ignored,
    )


def add_files(
    given: Collected,
    *,
    archive: Archive,
    database: Database,
    agency: AgencyId | None,
    year: int | None,
    clock: Clock,
) -> AddSummary:
    """Archives what is new. A file given again with another agency or year keeps both visits."""
    added: list[str] = []
    known: list[str] = []
    if not given.files:
        return AddSummary(added=(), known=(), ignored=given.ignored)
    crawl = database.begin_crawl(at=clock(), plan="add", simulated=False)
    seen = _known(database)
    for path in given.files:
        name = path.name
        payload = read_file(path)
        digest = Digest(hashlib.sha256(payload).hexdigest())
        if (name, digest, agency, year) in seen:
            known.append(name)
            continue
        holder = database.holder_of(digest)
        capture = holder or archive.write_file(
            name=name,
            payload=payload,
            media_type=mimetypes.guess_type(name)[0],
            at=clock(),
            known=None,
        )
        _record(
            archive,
            database,
            capture,
            _visit(crawl, capture, name=name, agency=agency, year=year, clock=clock),
        )
        seen.add((name, digest, agency, year))
        (known if holder else added).append(name)
    database.finish_crawl(crawl, clock())
    return AddSummary(added=tuple(added), known=tuple(known), ignored=given.ignored)


def _known(database: Database) -> set[tuple[str | None, Digest, AgencyId | None, int | None]]:
    """What was added before: name, payload, and what the user said of it."""
    visits = [visit for visit in database.visits() if visit.purpose is Purpose.ADDED]
    captures = database.captures([visit.capture for visit in visits if visit.capture])
    return {
        (visit.title, capture.payload_digest, visit.agency, visit.reporting_year)
        for visit in visits
        if visit.capture and (capture := captures.get(visit.capture))
    }


def _visit(
    crawl: CrawlId,
    capture: Capture,
    *,
    name: str,
    agency: AgencyId | None,
    year: int | None,
    clock: Clock,
) -> Visit:
    at = clock()
    key = f"{crawl} {capture.id} {name} {agency} {year} {at.isoformat()}"
    return Visit(
        id=VisitId(hashlib.sha256(key.encode()).hexdigest()[:16]),
        crawl=crawl,
        url=capture.url,
        at=at,
        purpose=Purpose.ADDED,
        outcome=Outcome.CAPTURED,
        agency=agency,
        title=name,
        reporting_year=year,
        capture=capture.id,
    )


def _record(archive: Archive, database: Database, capture: Capture, visit: Visit) -> None:
    place = archive.write_visit(visit)
    database.record(captures=[capture], visits=[replace(visit, record=place)])
