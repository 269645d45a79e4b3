"""What belongs to an agency's report of a year, as a package that replay tools open.

The report's page with what hangs on it, and every look at the agency's listings since the year
ended: the listing's pages are the proof of what was there and of what was not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.agency import Registry
from model.capture import Capture, Look, Purpose, RecordPlace, Visit
from model.errors import NotFoundError
from model.ids import AgencyId, CaptureId, CrawlId, Digest
from model.report import ReportVersion
from model.text import Text
from nianbao.clock import CHINA
from storage.archive import Archive, PackagePage, Packed, Packing
from storage.database import Database

_MAIN = (Purpose.REPORT, Purpose.ADDED, Purpose.ATTACHMENT, Purpose.LISTING)
"""What a package opens with, best first."""
_SHOWN = frozenset(_MAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to pack; None leaves that side open."""

    agency: AgencyId | None = None
    year: int | None = None
    report: ReportVersion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    visits: tuple[Visit, ...]
    looks: tuple[Look, ...]
    captures: Mapping[CaptureId, Capture]
    """Of these, and those that revisits among them refer to."""


def choose(database: Database, choice: Choice) -> Chosen:
    """Raises: NotFoundError when there is nothing."""
    captures = database.captures()
    wanted = _digests(database, choice)
    families = [
        family
        for family in _families(database.visits())
        if any(_is_wanted(visit, captures, choice, wanted) for visit in family)
    ]
    visits = tuple(visit for family in families for visit in family)
    looks = tuple(_looks(database, choice, visits))
    named = {visit.capture for visit in visits} | {page for look in looks for page in look.pages}
    held = {id_: captures[id_] for id_ in named if id_ is not None and id_ in captures}
    for capture in list(held.values()):
        if capture.refers_to is not None and capture.refers_to in captures:
            held[capture.refers_to] = captures[capture.refers_to]
    if not held:
        raise NotFoundError(
            _words(choice),
            Text("存档中没有相应的快照", "nothing of it is in the archive"),
            Text(
                "用 nianbao search 或 nianbao show 查看已有的报告，或先运行 nianbao harvest",
                "see nianbao search for the reports there are, or run nianbao harvest first",
            ),
        )
    return Chosen(visits=visits, looks=looks, captures=held)


def _digests(database: Database, choice: Choice) -> frozenset[Digest] | None:
    """Payloads of the reports asked for; None when every payload is."""
    if choice.report is not None:
        return frozenset({choice.report.capture.payload_digest})
    if choice.agency is None and choice.year is None:
        return None
    found = database.reports(agency=choice.agency, year=choice.year, current=False)
    return frozenset(version.capture.payload_digest for version in found)


def _families(visits: Iterable[Visit]) -> Iterator[list[Visit]]:
    """A report's page with the files that hang on it; every other visit by itself."""
    open_: dict[tuple[CrawlId, AgencyId | None, str | None], list[Visit]] = {}
    for visit in visits:
        key = (visit.crawl, visit.agency, visit.listing)
        if visit.purpose is Purpose.REPORT:
            if key in open_:
                yield open_[key]
            open_[key] = [visit]
        elif visit.purpose is Purpose.ATTACHMENT and key in open_:
            open_[key].append(visit)
        else:
            yield [visit]
    yield from open_.values()


def _is_wanted(
    visit: Visit,
    captures: Mapping[CaptureId, Capture],
    choice: Choice,
    wanted: frozenset[Digest] | None,
) -> bool:
    if wanted is None:
        return True
    capture = captures.get(visit.capture) if visit.capture is not None else None
    if capture is not None and capture.payload_digest in wanted:
        return True
    if choice.report is not None or choice.agency not in (None, visit.agency):
        return False
    if choice.year is None or visit.reporting_year == choice.year:
        return True
    of_the_site = visit.purpose in (Purpose.LISTING, Purpose.ROBOTS)
    return of_the_site and visit.at >= _end_of(choice.year)


def _looks(database: Database, choice: Choice, visits: Sequence[Visit]) -> Iterator[Look]:
    paths = {(visit.crawl, visit.listing) for visit in visits}
    for look in database.looks(agency=choice.agency):
        if choice.report is not None:
            wanted = (look.crawl, look.listing) in paths
        else:
            wanted = choice.year is None or look.at >= _end_of(choice.year)
        if wanted:
            yield look


def _end_of(year: int) -> datetime:
    return datetime(year + 1, 1, 1, tzinfo=CHINA)


def pack(
    archive: Archive, chosen: Chosen, choice: Choice, registry: Registry, *, target: Path
) -> Packed:
    """Raises: ArchiveError when one of the records is damaged; NoSpace."""
    packing = Packing(
        places=tuple(_places(archive, chosen)),
        pages=tuple(_pages(chosen, registry)),
        title=_title(choice, registry),
        description="Captured pages of Chinese government bodies: reports, attachments, listings.",
        software=archive.software,
        created=max(capture.at for capture in chosen.captures.values()),
    )
    return archive.write_package(target, packing)


def _places(archive: Archive, chosen: Chosen) -> Iterator[RecordPlace]:
    yield from (capture.record for capture in chosen.captures.values())
    yield from (visit.record for visit in chosen.visits if visit.record is not None)
    keys = {_key(look) for look in chosen.looks}
    for look, place in archive.looks_at({look.at for look in chosen.looks}):
        if _key(look) in keys:
            yield place


def _key(look: Look) -> tuple[object, ...]:
    return look.crawl, look.agency, look.listing, look.at


def _pages(chosen: Chosen, registry: Registry) -> Iterator[PackagePage]:
    """The best to open with comes first."""
    seen: set[CaptureId] = set()
    for visit in sorted(
        (visit for visit in chosen.visits if visit.purpose in _SHOWN),
        key=lambda visit: (_MAIN.index(visit.purpose), visit.at, visit.url),
    ):
        capture = chosen.captures.get(visit.capture) if visit.capture is not None else None
        if capture is None or capture.id in seen:
            continue
        seen.add(capture.id)
        title = visit.title or _column_title(visit, registry)
        yield PackagePage(url=capture.url, at=capture.at, title=title)


def _column_title(visit: Visit, registry: Registry) -> str:
    agency = registry.get(visit.agency) if visit.agency is not None else None
    name = agency.name if agency is not None else visit.agency or ""
    return f"{name} 栏目页 {visit.url}".strip()


def _title(choice: Choice, registry: Registry) -> str:
    if choice.report is not None:
        return choice.report.title or _words(choice)
    agency = registry.get(choice.agency) if choice.agency is not None else None
    words = [agency.name] if agency is not None else []
    words += [f"{choice.year}年度"] if choice.year is not None else []
    return " ".join([*words, "政府信息公开工作年度报告存档"])


def _words(choice: Choice) -> str:
    parts = (choice.report.id if choice.report else None, choice.agency, choice.year)
    return " ".join(str(part) for part in parts if part is not None) or "archive"


def file_name(choice: Choice) -> str:
    return f"nianbao-{_words(choice).replace(' ', '-')}.wacz"
