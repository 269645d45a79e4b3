"""The search page. Its address is its whole state."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from index import Engine
from model.errors import SearchError, UsageError
from model.text import Language, Text
from web import searching
from web.charts import Chart, Series, bar_chart
from web.reading.asked import PAGE_SIZE, Asked, asked_from
from web.reading.search import ResultView, result_view
from web.rendering import language_of, render
from web.searching import ORDERS, Explained, YearShare
from web.site import Site, SiteNow

router = APIRouter()

LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What each part of the query finds, and how many of each year's reports fit."""

    told: Explained
    years: tuple[YearShare, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    result: ResultView
    meant: tuple[str, ...]
    """Other words that would find something, where these find nothing."""
    explanation: Explanation | None


@router.get("/search")
def search(request: Request, site: SiteNow) -> HTMLResponse:
    asked, trouble, answer = Asked(), None, None
    engine = site.engine()
    try:
        asked = asked_from(request.query_params)
        if engine is not None:
            answer = _answer(site, engine, asked, language_of(request))
    except (UsageError, SearchError) as error:
        # The box stays as it was typed: what is wrong is said beside it.
        asked = asked if asked.q else Asked(q=request.query_params.get("q", ""))
        trouble = error
    return render(
        request,
        "search.html",
        status=400 if trouble else 200,
        asked=asked,
        sorts=ORDERS,
        trouble=trouble,
        answer=answer,
    )


@router.get("/suggest")
def suggest(site: SiteNow, typed: str = "") -> list[str]:
    """Names of agencies for what is typed so far."""
    if len(typed) > LONGEST_TYPED:
        return []
    found = searching.suggest_agencies(site.registry(), typed)
    return list(dict.fromkeys(one.name for one in found))


def _answer(site: Site, engine: Engine, asked: Asked, language: Language) -> Answer:
    """Raises: UsageError, SearchError."""
    database = site.database
    found = searching.search(engine, database, asked.search, page=asked.page, page_size=PAGE_SIZE)
    ids = [hit.report for hit in found.result.hits]
    wanted = searching.figures_asked(found.query, asked.sort)
    with database.evidence() as evidence:
        stated = evidence.figures(ids) if wanted else {}
    result = result_view(
        asked,
        found.result,
        site.registry(),
        database.verdicts_by_report(ids),
        wanted=wanted,
        stated=stated,
    )
    nothing = not found.result.total and bool(asked.q)
    return Answer(
        result=result,
        meant=(searching.did_you_mean(engine, found.query, site.registry()) if nothing else ()),
        explanation=_explanation(site, engine, asked, language) if asked.explain else None,
    )


def _explanation(site: Site, engine: Engine, asked: Asked, language: Language) -> Explanation:
    wanted = asked.search
    years = searching.over_time(engine, site.database, wanted)
    title = Text("各年度符合的报告占比（%）", "Share of each year's reports that fit (%)")
    series = Series(name=title, values=tuple(round(one.share * 100, 1) for one in years))
    labels = [str(one.year) for one in years]
    return Explanation(
        told=searching.explain(engine, site.database, wanted.text, wanted.filters),
        years=years,
        chart=bar_chart(title, labels, [series], language) if len(years) > 1 else None,
    )
