"""A page of search results as it is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index import UNKNOWN, Hit, SearchResult, Snippet
from model.agency import Level, Registry
from model.form import SectionId
from model.ids import ReportId
from model.text import Text
from model.verdict import Verdict
from model.words import LEVELS, SECTIONS, VERDICTS
from web.reading.asked import Asked, Facet

_UNKNOWN = Text("未知", "unknown")
_OTHER = Text("正文", "Text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet: how many there are, and what leads there."""

    words: Text
    count: int
    chosen: bool
    query: dict[str, object]
    """Of the address that chooses it, or that lets go of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    name: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part of a passage: found words are marked."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    section: Text
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    report: ReportId
    agency: str
    year: int | None
    title: str
    verdict: Verdict | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    total: int
    exact: bool
    page: int
    pages: int
    understood: str
    facets: tuple[FacetView, ...]
    cards: tuple[Card, ...]


_FACETS: tuple[tuple[Facet, Text], ...] = (
    ("year", Text("报告年度", "Reporting year")),
    ("level", Text("级别", "Level")),
    ("region", Text("地区", "Region")),
    ("verdict", Text("结论", "Verdict")),
)


def result_view(
    asked: Asked,
    result: SearchResult,
    registry: Registry,
    verdicts: Mapping[ReportId, Verdict],
) -> ResultView:
    names: dict[str, str | None] = {
        agency.region: agency.region_name for agency in registry.agencies
    }
    return ResultView(
        total=result.total,
        exact=result.exact,
        page=result.page,
        pages=result.pages,
        understood=result.understood,
        facets=tuple(_facets(asked, result, names)),
        cards=tuple(_card(hit, verdicts.get(hit.report)) for hit in result.hits),
    )


def _facets(
    asked: Asked, result: SearchResult, regions: Mapping[str, str | None]
) -> Iterator[FacetView]:
    for facet, name in _FACETS:
        counts = result.facets.get(facet, {})
        chosen = str(getattr(asked, facet))
        values = dict(counts)
        if chosen:
            values.setdefault(chosen, result.total)
        choices = tuple(
            Choice(
                words=_value_words(facet, value, regions),
                count=count,
                chosen=value == chosen,
                query=asked.query(**{facet: "" if value == chosen else value}),
            )
            for value, count in values.items()
            if value != UNKNOWN
        )
        if choices:
            yield FacetView(name=name, choices=choices)


def _value_words(facet: Facet, value: str, regions: Mapping[str, str | None]) -> Text:
    if facet == "level" and value in LEVELS:
        return LEVELS[Level(value)]
    if facet == "verdict" and value in VERDICTS:
        return VERDICTS[Verdict(value)]
    if facet == "region":
        name = regions.get(value) or value
        return Text(name, name)
    return Text(value, value)


def _card(hit: Hit, verdict: Verdict | None) -> Card:
    return Card(
        report=hit.report,
        agency=hit.agency_name,
        year=hit.reporting_year,
        title=hit.title,
        verdict=verdict,
        passages=tuple(
            Passage(section=section_words(one.section), pieces=tuple(pieces(one)))
            for one in hit.snippets
        ),
    )


def section_words(section: str) -> Text:
    return SECTIONS[SectionId(section)] if section in SECTIONS else _OTHER


def pieces(snippet: Snippet) -> Iterator[Piece]:
    """The passage cut at its marks, nothing lost."""
    at = 0
    for start, end in snippet.marks:
        if start > at:
            yield Piece(text=snippet.text[at:start], found=False)
        yield Piece(text=snippet.text[start:end], found=True)
        at = end
    if at < len(snippet.text):
        yield Piece(text=snippet.text[at:], found=False)
