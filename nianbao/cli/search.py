"""`nianbao search QUERY`: full text."""

from contextlib import closing
from typing import Annotated

import typer

from index import SearchFilters, open_engine, parse_query
from model.agency import Level
from model.errors import NotFoundError, UsageError
from model.text import Text
from model.verdict import Verdict
from nianbao.cli.exits import Exit
from nianbao.cli.run import Run, command
from nianbao.views.search_view import hit_json, print_search, search_json


def register(app: typer.Typer) -> None:
    command(app, "search")(search)


def search(
    run: Run,
    query: Annotated[
        str,
        typer.Argument(
            help='检索式 Words, "exact phrases", AND OR NOT, ( ), '
            "year:2020..2024 region: level: agency: section:"
        ),
    ],
    year: Annotated[
        str | None, typer.Option("--year", help="报告年度 Reporting year: 2024, 2020..2024")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="区划代码或名称 Division code or name.")
    ] = None,
    level: Annotated[Level | None, typer.Option("--level", help="级别 Level.")] = None,
    agency: Annotated[
        str | None, typer.Option("--agency", help="机关编号或名称的一部分 Agency id or name.")
    ] = None,
    verdict: Annotated[Verdict | None, typer.Option("--verdict", help="结论 Verdict.")] = None,
    sort: Annotated[
        str, typer.Option("--sort", help="排序 Order: relevance, newest")
    ] = "relevance",
    page: Annotated[int, typer.Option("--page", min=1, help="页 Page.")] = 1,
    page_size: Annotated[
        int, typer.Option("--page-size", min=1, max=1000, help="每页 Hits a page.")
    ] = 10,
) -> None:
    """检索报告全文。 Search the text of the reports."""
    parsed = parse_query(query)
    if sort not in ("relevance", "newest"):
        raise UsageError(
            f"--sort {sort}",
            Text("没有这种排序", "is no order"),
            Text("写 relevance 或 newest", "write relevance or newest"),
        )
    folder = run.home.index_folder
    if not folder.is_dir():
        raise NotFoundError(
            str(folder),
            Text("还没有索引", "has no index yet"),
            Text(
                "先运行 nianbao add 文件…，或 nianbao index，或用 --home 指定文件夹",
                "run nianbao add FILE… or nianbao index first, or name the folder with --home",
            ),
        )
    filters = SearchFilters(
        year=year_range(year) if year else None,
        region=region,
        level=level.value if level else None,
        agency=agency,
        verdict=verdict.value if verdict else None,
    )
    with closing(open_engine(folder, create=False)) as engine:
        result = engine.search(
            parsed,
            filters,
            sort="newest" if sort == "newest" else "relevance",
            page=page,
            page_size=page_size,
        )
    if run.output.jsonl:
        run.output.rows(hit_json(hit) for hit in result.hits)
    else:
        run.output.document(search_json(result))
        print_search(run.output, result, query)
    if not result.total:
        raise typer.Exit(Exit.NOTHING)


def year_range(text: str) -> tuple[int, int]:
    """`2024` or `2020..2024`. Raises UsageError."""
    first, _, last = text.partition("..")
    try:
        years = int(first), int(last or first)
    except ValueError as error:
        raise _no_years(text) from error
    if years[0] > years[1] or not all(1949 <= year <= 2100 for year in years):
        raise _no_years(text)
    return years


def _no_years(text: str) -> UsageError:
    return UsageError(
        f"--year {text}",
        Text("不是年度", "is no reporting year"),
        Text("写成 2024 或 2020..2024", "write 2024 or 2020..2024"),
    )
