"""Atom feeds (RFC 4287): new reports, new findings, what a search newly finds.

`updated` is when we saw or stated something first, never what a site claims. Only findings whose
reading is certain are told, in their own restrained words. (feedgen lives only here.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from feedgen.feed import FeedGenerator

from index import SearchFilters
from model.text import Language, Text
from model.words import VERDICTS
from storage.database import Filters
from web.api.answers import tag_of, unchanged
from web.asking import filters_from, query_of
from web.language import TAGS, address
from web.masking import mask
from web.searching import Search, search
from web.site import Site, SiteNow
from web.tables.contents import REPORTS, reports_of
from web.tables.found import opened
from web.tables.judgements import FINDINGS
from web.tables.rows import FindingRow, ReportRow

router = APIRouter(prefix="/feeds")

MEDIA_TYPE = "application/atom+xml"
ENTRIES = 50
_LONG_AGO = datetime(2008, 5, 1, tzinfo=UTC)
"""The day on which the duty began: the moment of a feed that has told nothing yet."""
_XML = {ord(sign): None for sign in map(chr, range(32)) if sign not in "\t\n\r"}
"""Signs that XML has no way to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    key: str
    """Stable, and unique among all feeds: `report:0a1b2c3d4e5f`."""
    title: str
    at: datetime
    """When it was first seen or stated by us."""
    path: str
    """Of the page about it."""
    summary: str


@router.get("/reports.atom")
def new_reports(request: Request, site: SiteNow) -> Response:
    """Reports that we saw for the first time, the latest first."""
    tag = tag_of(request, site, MEDIA_TYPE)
    if (known := unchanged(request, tag)) is not None:
        return known
    filters = filters_from(_given(request), REPORTS.filters)
    with site.database.browsing() as browse:
        rows = REPORTS.read(browse, filters, None, ENTRIES).items
    language = _language(request)
    title = Text("新见报告", "New reports")
    entries = [_report_entry(row, language) for row in rows]
    return _feed(request, site, title, query_of(filters), entries, tag)


@router.get("/findings.atom")
def new_findings(request: Request, site: SiteNow) -> Response:
    """Findings that an audit stated for the first time, the latest first."""
    tag = tag_of(request, site, MEDIA_TYPE)
    if (known := unchanged(request, tag)) is not None:
        return known
    # The table leaves out what rests on an uncertain reading, and here that cannot be asked for.
    filters = filters_from(_given(request), FINDINGS.filters - {"certainty", "decided"})
    with site.database.browsing() as browse:
        rows = FINDINGS.read(browse, filters, None, ENTRIES).items
    language = _language(request)
    title = Text("新的发现", "New findings")
    entries = [_finding_entry(row, language) for row in rows]
    return _feed(request, site, title, query_of(filters), entries, tag)


@router.get("/search.atom")
def newly_found(request: Request, site: SiteNow) -> Response:
    """What a search finds, by when we saw it first: the latest first.

    Raises: SearchError for a query that cannot be read, StorageError without an index.
    """
    tag = tag_of(request, site, MEDIA_TYPE)
    if (known := unchanged(request, tag)) is not None:
        return known
    words = request.query_params.get("q", "").strip()
    filters = filters_from(
        _given(request), frozenset({"years", "region", "level", "agency", "verdict"})
    )
    rows = _found(site, words, filters)
    language = _language(request)
    named = mask(words) or "*"
    title = Text(f"检索：{named}", f"Search: {named}")
    query = {"q": words, **query_of(filters)}
    entries = [_report_entry(row, language) for row in rows]
    return _feed(request, site, title, query, entries, tag)


def _found(site: Site, words: str, filters: Filters) -> Sequence[ReportRow]:
    engine = opened(site.engine)
    narrowed = SearchFilters(
        year=filters.years,
        region=filters.region,
        level=filters.level.value if filters.level else None,
        agency=filters.agency,
        verdict=filters.verdict.value if filters.verdict else None,
    )
    asked = Search(text=words, filters=narrowed, sort="newest")
    result = search(engine, site.database, asked, page_size=_LOOKED_AT, facets=False).result
    with site.database.browsing() as browse:
        found = reports_of(browse, [hit.report for hit in result.hits])
    return sorted(found, key=lambda row: row.first_seen, reverse=True)[:ENTRIES]


_LOOKED_AT = 200
"""Hits among which the newest are looked for: those about the latest years."""


def _report_entry(row: ReportRow, language: Language) -> Entry:
    year = str(row.reporting_year) if row.reporting_year else "?"
    parts = [
        Text(f"报告年度 {year}", f"reporting year {year}"),
        *([VERDICTS[row.verdict]] if row.verdict else []),
    ]
    if row.declared:
        day = row.declared.isoformat()
        parts.append(Text(f"网站所示日期 {day}", f"dated {day} by the site"))
    words = Text(
        "；".join(part.zh for part in parts) + "。", "; ".join(part.en for part in parts) + "."
    )
    return Entry(
        key=f"report:{row.id}",
        title=row.title or f"{row.agency_name} {year}",
        at=row.first_seen,
        path=address(language, f"/report/{row.id}"),
        summary=words.in_language(language),
    )


def _finding_entry(row: FindingRow, language: Language) -> Entry:
    year = row.reporting_year or "?"
    return Entry(
        key=f"finding:{row.id}",
        title=f"{row.agency_name} {year}: {row.rule}",
        at=row.first_seen,
        path=address(language, f"/report/{row.report}" if row.report else f"/agency/{row.agency}"),
        summary=row.message.in_language(language),
    )


def _feed(
    request: Request,
    site: Site,
    title: Text,
    query: dict[str, str | list[str]],
    entries: Iterable[Entry],
    tag: str,
) -> Response:
    language = _language(request)
    host = f"{request.url.scheme}://{request.url.netloc}"
    narrowed = urlencode(query, doseq=True)
    own = f"{request.url.path}?{narrowed}" if narrowed else request.url.path
    feed = FeedGenerator()
    feed.id(f"urn:nianbao:feed:{own}")
    feed.title(_clean(f"{title.in_language(language)} – {site.title.in_language(language)}"))
    feed.link(href=f"{host}{request.url.path}?{request.url.query}".rstrip("?"), rel="self")
    feed.link(href=f"{host}{address(language, '/')}", rel="alternate", type="text/html")
    feed.author(name=_clean(site.title.in_language(language)))
    feed.language(TAGS[language])
    latest = _LONG_AGO
    for entry in entries:
        latest = max(latest, entry.at)
        _add(feed, entry, host)
    feed.updated(latest)
    return Response(
        feed.atom_str(pretty=False),
        media_type=MEDIA_TYPE,
        headers={"ETag": tag, "Cache-Control": "public, max-age=300"},
    )


def _add(feed: FeedGenerator, entry: Entry, host: str) -> None:
    one = feed.add_entry(order="append")
    one.id(f"urn:nianbao:{entry.key}")
    one.title(_clean(entry.title))
    one.updated(entry.at)
    one.published(entry.at)
    one.link(href=f"{host}{entry.path}", rel="alternate")
    one.summary(_clean(entry.summary))


def _given(request: Request) -> dict[str, list[str]]:
    return {key: request.query_params.getlist(key) for key in request.query_params}


def _language(request: Request) -> Language:
    """Feeds are at one path: `lang=en` asks for English."""
    return Language.ENGLISH if request.query_params.get("lang") == "en" else Language.CHINESE


def _clean(text: str) -> str:
    return text.translate(_XML).replace("\ufffe", "").replace("\uffff", "")
