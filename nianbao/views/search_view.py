"""Search results as JSON (a contract) and on a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from index import UNKNOWN
from index.values import Hit, SearchResult, Snippet
from model.agency import Kind, Level
from model.ids import ReportId
from model.text import Language, Text
from model.verdict import Verdict
from model.words import KINDS, LEVELS, VERDICTS
from nianbao.views.output import Output
from web.searching import Explained, Found, SavedSearch, YearShare

FACETS = {
    "year": Text("年度", "year"),
    "region": Text("地区", "region"),
    "level": Text("级别", "level"),
    "kind": Text("类型", "kind"),
    "verdict": Text("结论", "verdict"),
    "finding": Text("发现", "finding"),
}
_SHOWN = 12
"""Values of a facet under the hits; `--facet` shows them all."""
_BAR = 30
_LONGEST = 80
"""Characters of a query that a message repeats."""


Stated = Mapping[str, float]
"""Name of a figure → what a report states."""
_NOTHING: Stated = {}


def search_json(found: Found) -> dict[str, Any]:
    result = found.result
    return {
        "total": result.total,
        "took_ms": round(result.took_ms, 1),
        "page": result.page,
        "pages": result.pages,
        "understood": result.understood,
        "hits": [hit_json(hit, found.stated.get(hit.report, _NOTHING)) for hit in result.hits],
        "facets": {name: dict(counts) for name, counts in result.facets.items()},
    }


def hit_json(hit: Hit, stated: Stated = _NOTHING) -> dict[str, Any]:
    return {
        "report": hit.report,
        "agency": hit.agency_name,
        "agency_id": hit.agency,
        "reporting_year": hit.reporting_year,
        "title": hit.title,
        "url": hit.url,
        "score": round(hit.score, 3),
        "snippets": [
            {
                "section": snippet.section,
                "text": snippet.text,
                "marks": [list(mark) for mark in snippet.marks],
            }
            for snippet in hit.snippets
        ],
        "alike": list(hit.alike),
        "figures": {name: _plain(value) for name, value in stated.items()},
    }


def explained_json(explained: Explained, language: Language) -> dict[str, Any]:
    return {
        "understood": explained.understood,
        "total": explained.total,
        "indexed": explained.indexed,
        "steps": [
            {
                "depth": step.depth,
                "query": step.query,
                "words": step.words.in_language(language),
                "answered_by": "database" if step.by_database else "index",
                "reports": step.reports,
                "unknown": step.unknown,
            }
            for step in explained.steps
        ],
    }


def shares_json(years: Iterable[YearShare]) -> list[dict[str, Any]]:
    return [
        {
            "year": one.year,
            "found": one.found,
            "reports": one.reports,
            "share": round(one.share, 4),
        }
        for one in years
    ]


def saved_json(saved: SavedSearch) -> dict[str, Any]:
    return {
        "name": saved.name,
        "query": saved.search.text,
        "saved": saved.saved.isoformat(),
        "last_run": saved.ran.isoformat() if saved.ran else None,
        "seen": len(saved.seen),
    }


def print_found(output: Output, found: Found, query: str, others: Sequence[str] = ()) -> None:
    result = found.result
    query = query if len(query) <= _LONGEST else f"{query[:_LONGEST]}…"
    if not result.total:
        output.say(
            Text(
                f"没有报告符合 {query}。试试更短的词，或去掉筛选条件；--explain 说明各部分。",
                f"No report matches {query}. Try a shorter word or fewer filters; --explain shows "
                "what each part finds.",
            )
        )
        if others:
            names = "、".join(others)
            output.say(Text(f"是否想找：{names}", f"Did you mean: {', '.join(others)}"))
        return
    about = "" if result.exact else "≈"
    output.say(
        Text(
            f"{about}{result.total} 份报告，用时 {result.took_ms:.0f} 毫秒，"
            f"第 {result.page}/{result.pages} 页",
            f"{about}{result.total} {_reports(result.total)} in {result.took_ms:.0f} ms, "
            f"page {result.page} of {result.pages}",
        )
    )
    print_hits(output, result.hits, found.stated)
    _print_facets(output, result)


def print_hits(
    output: Output, hits: Iterable[Hit], stated: Mapping[ReportId, Stated] | None = None
) -> None:
    for hit in hits:
        year = str(hit.reporting_year) if hit.reporting_year else "?"
        head = Styled("\n").append(hit.report, style="cyan").append(f"  {year}  ")
        output.prose(head.append(hit.agency_name, style="bold"))
        if hit.title and hit.title != hit.agency_name:
            output.prose(f"  {hit.title}")
        if figures := (stated or {}).get(hit.report):
            said = " · ".join(f"{name} = {_plain(value)}" for name, value in figures.items())
            output.prose(f"  {said}")
        for snippet in hit.snippets:
            output.prose(Styled("  … ").append_text(marked(snippet)))
        if hit.alike:
            more = len(hit.alike)
            output.say(
                Text(f"  另有 {more} 份文字相近", f"  {more} more with nearly the same text")
            )


def marked(snippet: Snippet) -> Styled:
    text = Styled(snippet.text)
    for start, end in snippet.marks:
        text.stylize("bold reverse", start, end)
    return text


def print_explained(output: Output, explained: Explained) -> None:
    output.say(Text(f"理解为：{explained.understood}", f"Understood: {explained.understood}"))
    for step in explained.steps:
        source = Text("数据库", "database") if step.by_database else Text("索引", "index")
        unknown = Text("", "")
        if step.unknown:
            unknown = Text(f"，{step.unknown} 份无从判断", f", {step.unknown} cannot be asked")
        line = Text(
            f"{step.words.zh} —— {step.reports} 份（{source.zh}）{unknown.zh}",
            f"{step.words.en} – {step.reports} {_reports(step.reports)} ({source.en}){unknown.en}",
        )
        output.prose("  " * (step.depth + 1) + output.words(line))
    output.say(
        Text(
            f"连同筛选条件：{explained.total} 份，共 {explained.indexed} 份报告",
            f"With all filters: {explained.total} of {explained.indexed} reports",
        )
    )


def print_over_time(output: Output, years: Sequence[YearShare]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(output.words(FACETS["year"]))
    table.add_column(output.words(Text("含有", "found")), justify="right")
    table.add_column(output.words(Text("报告", "reports")), justify="right")
    table.add_column("%", justify="right")
    table.add_column("")
    for one in years:
        bar = "█" * round(one.share * _BAR)
        table.add_row(str(one.year), str(one.found), str(one.reports), f"{one.share:.0%}", bar)
    output.show(table)


def print_facet(output: Output, facet: str, rows: Iterable[tuple[str, str, int]]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(output.words(FACETS[facet]))
    table.add_column("")
    table.add_column(output.words(Text("报告", "reports")), justify="right")
    for value, name, count in rows:
        words = name or _value(output, facet, value)
        table.add_row("" if value == UNKNOWN else value, words, str(count))
    output.show(table)


def _print_facets(output: Output, result: SearchResult) -> None:
    output.prose("")
    for name, counts in result.facets.items():
        if counts and name in FACETS:
            shown = "  ".join(
                f"{_value(output, name, value) or value} ({count})"
                for value, count in list(counts.items())[:_SHOWN]
            )
            more = f"  … +{len(counts) - _SHOWN}" if len(counts) > _SHOWN else ""
            colon = output.words(Text("：", ": "))
            output.prose(Styled(f"{output.words(FACETS[name])}{colon}{shown}{more}", style="dim"))


def _value(output: Output, facet: str, value: str) -> str:
    """What a closed set calls it; empty for others."""
    if value == UNKNOWN:
        return output.words(Text("未知", "unknown"))
    if facet == "level":
        return output.words(LEVELS[Level(value)])
    if facet == "kind":
        return output.words(KINDS[Kind(value)])
    if facet == "verdict":
        return output.words(VERDICTS[Verdict(value)])
    return ""


def _plain(value: float) -> float | int:
    """Counts as counts."""
    return int(value) if value.is_integer() else value


def _reports(number: int) -> str:
    return "report" if number == 1 else "reports"
