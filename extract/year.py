"""Which year the report is about, every hint with its source; and the day its page declares."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from extract.normalise import compact
from model.document import Document, Line
from model.report import Section, YearCandidate, YearSource

# `统计期限自2023年1月1日起至2023年12月31日止`; pages lose characters: `自20231月1日起至202312月`.
_PERIOD = re.compile(r"(20\d\d)年?\d{1,2}月1日起?(?:至|到|-|~)(?:20\d\d|同|当|本)?年?12月31日")
_PARAMETERS = frozenset({"fbtime", "nbyear", "nf", "year", "title"})
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
# File names hold digests.
_NAME_YEAR = re.compile(r"(?<![\da-f])20[0-4]\d(?![\da-f])", re.IGNORECASE)
_YEAR_FOLDER = re.compile(
    r"^[a-z_]*(20[0-4]\d)(?:n|nd|nb|nnb|ndnb|ndbg|nian|_\d{3,8})?$", re.IGNORECASE
)
_PATH_YEAR = re.compile(r"nfpv(20[0-4]\d)", re.IGNORECASE)
_PATH_DATE = re.compile(r"(?:^|/)t(20[0-4]\d)\d{4}_\d+|/(20[0-4]\d)(?:0[1-9]|1[0-2])/")
_PUBLISHED = frozenset({"pubdate", "publishdate", "publish-date", "publishtime"})
_DAY = re.compile(r"(?<!\d)(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_BODY_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def year_candidates(
    document: Document,
    *,
    title_year: int | None,
    sections: tuple[Section, ...],
    name: str | None,
    url: str | None,
) -> tuple[YearCandidate, ...]:
    """Each hint once; the first is the one to trust."""
    found: dict[YearCandidate, None] = {}
    for year, source in _hints(document, title_year, sections, name, url):
        found[YearCandidate(year=year, source=source)] = None
    return tuple(found)


def _hints(
    document: Document,
    title_year: int | None,
    sections: tuple[Section, ...],
    name: str | None,
    url: str | None,
) -> Iterator[tuple[int, YearSource]]:
    period = _period(document)
    if period is not None:
        yield period, YearSource.PERIOD
    if title_year is not None:
        yield title_year, YearSource.TITLE
    if url is not None:
        for year in _url_years(url):
            yield year, YearSource.URL
    for year in _folder_years(name, url):
        yield year, YearSource.FOLDER
    for year in _published_years(document, url):
        yield year - 1, YearSource.PUBLICATION
    body = _body_year(sections)
    if body is not None:
        yield body, YearSource.BODY


def _period(document: Document) -> int | None:
    """Lines are read in pairs, because the sentence wraps anywhere."""
    last = ""
    for block in document.blocks:
        if isinstance(block, Line) and block.text.strip():
            text = compact(block.text)
            found = _PERIOD.search(last + text)
            if found is not None:
                return int(found[1])
            last = text[-40:]
    return None


def _url_years(url: str) -> Iterator[int]:
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query):
        if key.lower() in _PARAMETERS:
            yield from (int(year) for year in _YEAR.findall(value))
    yield from (int(year) for year in _PATH_YEAR.findall(parts.path))


def _folder_years(name: str | None, url: str | None) -> Iterator[int]:
    if url is not None:
        folders = urlsplit(url).path.split("/")[:-1]
        for folder, following in zip(folders, [*folders[1:], ""], strict=False):
            found = _YEAR_FOLDER.match(folder)
            # /art/2024/1/16/ is a date.
            if found is not None and "art" not in folders and not following.isdigit():
                yield int(found[1])
    if name is not None:
        for part in unquote(name).replace("\\", "/").split("/")[-2:]:
            yield from (int(year) for year in _NAME_YEAR.findall(part))


def _published_years(document: Document, url: str | None) -> Iterator[int]:
    day = declared_day(document)
    if day is not None:
        yield day.year
    if url is not None:
        for found in _PATH_DATE.finditer(urlsplit(url).path):
            yield int(found[1] or found[2])


def declared_day(document: Document) -> date | None:
    """The publication day in the page's meta data; None when it says none or nonsense."""
    for name, value in document.meta:
        found = _DAY.search(value) if name.lower() in _PUBLISHED else None
        if found is not None:
            try:
                return date(*(int(number) for number in found.groups()))
            except ValueError:
                continue
    return None


def _body_year(sections: tuple[Section, ...]) -> int | None:
    years = Counter(
        year for section in sections for year in _BODY_YEAR.findall(compact(section.text))
    )
    return int(years.most_common(1)[0][0]) if years else None
