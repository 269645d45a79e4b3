"""A page of search results as it is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index import Hit, SearchResult, Snippet
from model.agency import Registry
from model.figures import Figure
from model.form import SectionId
from model.ids import MeasureId, ReportId
from model.report import Measure, MeasureState
from model.text import Text
from model.verdict import Verdict
from model.words import SECTIONS
from web.reading.asked import Asked
from web.reading.facets import FacetView, facets_of

_OTHER = Text("正文", "Text")
Figures = Mapping[MeasureId, Measure]


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
class AskedFigure:
    """A number that the query asks for, as this report states it."""

    name: str
    cells: tuple[tuple[MeasureId, str], ...]
    """What is added up, each with its value; none where it was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    report: ReportId
    agency: str
    year: int | None
    title: str
    verdict: Verdict | None
    passages: tuple[Passage, ...]
    figures: tuple[AskedFigure, ...]
    alike: tuple[ReportId, ...]
    """Reports that say nearly the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    total: int
    exact: bool
    page: int
    pages: int
    understood: str
    facets: tuple[FacetView, ...]
    cards: tuple[Card, ...]


def result_view(
    asked: Asked,
    result: SearchResult,
    registry: Registry,
    verdicts: Mapping[ReportId, Verdict],
    *,
    wanted: Sequence[Figure] = (),
    stated: Mapping[ReportId, Figures] | None = None,
) -> ResultView:
    """`wanted` are the figures asked for, `stated` what the reports of this page say."""
    return ResultView(
        total=result.total,
        exact=result.exact,
        page=result.page,
        pages=result.pages,
        understood=result.understood,
        facets=facets_of(asked, result.facets, registry),
        cards=tuple(
            _card(hit, verdicts.get(hit.report), wanted, (stated or {}).get(hit.report, {}))
            for hit in result.hits
        ),
    )


def _card(hit: Hit, verdict: Verdict | None, wanted: Sequence[Figure], stated: Figures) -> Card:
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
        figures=tuple(_asked_figure(one, stated) for one in wanted),
        alike=hit.alike,
    )


def _asked_figure(figure: Figure, stated: Figures) -> AskedFigure:
    """By the first way all of whose measures were read, as the condition counts it."""
    for way in figure.ways:
        cells = [stated.get(cell) for cell in way]
        if all(cell is not None and cell.state is MeasureState.READ for cell in cells):
            said = tuple((cell.id, str(cell.value)) for cell in cells if cell is not None)
            return AskedFigure(name=figure.name, cells=said)
    return AskedFigure(name=figure.name, cells=())


def section_words(section: str) -> Text:
    return SECTIONS[SectionId(section)] if section in set(SectionId) else _OTHER


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
