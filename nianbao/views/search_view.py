"""Search results as JSON (a contract) and on a terminal."""

from typing import Any

from rich.text import Text as Styled

from index.values import Hit, SearchResult, Snippet
from model.text import Text
from nianbao.views.output import Output


def search_json(result: SearchResult) -> dict[str, Any]:
    return {
        "total": result.total,
        "took_ms": round(result.took_ms, 1),
        "page": result.page,
        "pages": result.pages,
        "hits": [hit_json(hit) for hit in result.hits],
        "facets": {name: dict(counts) for name, counts in result.facets.items()},
    }


def hit_json(hit: Hit) -> dict[str, Any]:
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
    }


def print_search(output: Output, result: SearchResult, query: str) -> None:
    if not result.total:
        output.say(
            Text(
                f"没有报告含有 {query}。试试更短的词，或去掉筛选条件。",
                f"No report contains {query}. Try a shorter word or fewer filters.",
            )
        )
        return
    about = "" if result.exact else "≈"
    output.say(
        Text(
            f"{about}{result.total} 份报告，用时 {result.took_ms:.0f} 毫秒，"
            f"第 {result.page}/{result.pages} 页",
            f"{about}{result.total} reports in {result.took_ms:.0f} ms, "
            f"page {result.page} of {result.pages}",
        )
    )
    for hit in result.hits:
        year = str(hit.reporting_year) if hit.reporting_year else "?"
        head = Styled("\n").append(hit.report, style="cyan").append(f"  {year}  ")
        output.prose(head.append(hit.agency_name, style="bold"))
        if hit.title and hit.title != hit.agency_name:
            output.prose(f"  {hit.title}")
        for snippet in hit.snippets:
            output.prose(Styled("  … ").append_text(marked(snippet)))
    _print_facets(output, result)


def marked(snippet: Snippet) -> Styled:
    text = Styled(snippet.text)
    for start, end in snippet.marks:
        text.stylize("bold reverse", start, end)
    return text


_FACETS = {
    "year": Text("年度", "year"),
    "region": Text("地区", "region"),
    "level": Text("级别", "level"),
}


def _print_facets(output: Output, result: SearchResult) -> None:
    output.prose("")
    for name, counts in result.facets.items():
        if counts and name in _FACETS:
            shown = "  ".join(f"{value} ({count})" for value, count in list(counts.items())[:12])
            output.prose(Styled(f"{output.words(_FACETS[name])}: {shown}", style="dim"))
