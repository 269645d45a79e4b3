"""`nianbao search QUERY`: words and figures of all reports, and searches that are kept."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from index import UNKNOWN, Engine, SearchFilters, open_engine
from model.errors import NotFoundError, UsageError
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.cli.options import (
    KindOption,
    LevelOption,
    RegionOption,
    VerdictOption,
    YearsOption,
    year_range,
)
from nianbao.cli.run import Run, command
from nianbao.cli.searches import forget, list_saved, run_saved, save
from nianbao.views.search_names import measures_json, names_json, print_measures, print_names
from nianbao.views.search_view import (
    FACETS,
    explained_json,
    hit_json,
    print_explained,
    print_facet,
    print_found,
    print_over_time,
    search_json,
    shares_json,
)
from storage.database import Database
from web.searching import (
    Search,
    did_you_mean,
    drill,
    explain,
    over_time,
    suggest_agencies,
    vocabulary,
)
from web.searching import (
    search as search_reports,
)

FEW = 3
"""Hits below which other phrases are proposed for those that nothing says."""


def register(app: typer.Typer) -> None:
    command(app, "search")(search)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Searching:
    run: Run
    engine: Engine
    database: Database
    asked: Search


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    query: Annotated[
        str | None,
        typer.Argument(
            help='检索式 Words, "exact phrases", AND OR NOT, ( ), year:2020..2024 region: level: '
            "kind: agency: title: section: verdict: finding: 不予公开>=50",
            show_default=False,
        ),
    ] = None
    year: YearsOption = None
    region: RegionOption = None
    level: LevelOption = None
    kind: KindOption = None
    agency: Annotated[
        str | None, typer.Option("--agency", help="机关编号或名称的一部分 Agency id or name.")
    ] = None
    verdict: VerdictOption = None
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            help="排序 Order: relevance, newest, applications, 或表格项目 or any measure.",
        ),
    ] = "relevance"
    fold: Annotated[
        bool, typer.Option("--fold", help="相近文本合并 Near copies under one hit.")
    ] = False
    page: Annotated[int, typer.Option("--page", min=1, help="页 Page.")] = 1
    page_size: Annotated[
        int, typer.Option("--page-size", min=1, max=1000, help="每页 Hits a page.")
    ] = 10
    facet: Annotated[
        str | None,
        typer.Option(
            "--facet",
            help="完整列出一项分布（region 逐级） One facet in full; region goes down a step: "
            "year, region, level, kind, verdict, finding",
        ),
    ] = None
    explain: Annotated[
        bool, typer.Option("--explain", help="说明如何理解 Show what was understood.")
    ] = False
    over_time: Annotated[
        bool, typer.Option("--over-time", help="逐年多少份 How many of each year's reports.")
    ] = False
    measures: Annotated[
        bool, typer.Option("--measures", help="列出表格项目 List the names of measures.")
    ] = False
    suggest: Annotated[
        str | None, typer.Option("--suggest", help="机关名称提示 Agency names while typing.")
    ] = None
    save: Annotated[
        str | None, typer.Option("--save", help="保存检索 Keep this search under a name.")
    ] = None
    saved: Annotated[bool, typer.Option("--saved", help="列出已存检索 List kept ones.")] = False
    run_saved: Annotated[
        str | None,
        typer.Option("--run", help="运行已存检索，列出新增 What is new for a kept search."),
    ] = None
    forget: Annotated[
        str | None, typer.Option("--forget", help="删除已存检索 Drop a kept search.")
    ] = None

    def search(self) -> Search:
        """Raises UsageError for years that are none."""
        filters = SearchFilters(
            year=year_range(self.year) if self.year else None,
            region=self.region,
            level=self.level.value if self.level else None,
            kind=self.kind.value if self.kind else None,
            agency=self.agency,
            verdict=self.verdict.value if self.verdict else None,
        )
        return Search(text=self.query or "", filters=filters, sort=self.sort, fold=self.fold)


def search(run: Run, options: SearchOptions) -> None:
    """检索报告文字与数字。 Search the text and the figures of the reports."""
    asked = options.search()
    if options.facet is not None and options.facet not in FACETS:
        raise _no_facet(options.facet)
    if options.measures:
        _list_measures(run, asked.text)
    elif options.suggest is not None:
        _suggest(run, options.suggest)
    elif options.saved:
        list_saved(run)
    elif options.forget is not None:
        forget(run, options.forget)
    elif options.run_saved is not None:
        with searching(run) as (engine, database):
            run_saved(run, engine, database, options.run_saved, page_size=options.page_size)
    elif options.query is None and asked.filters == SearchFilters():
        raise _nothing_asked()
    elif options.save is not None:
        save(run, options.save, asked)
    else:
        with searching(run) as (engine, database):
            it = _Searching(run=run, engine=engine, database=database, asked=asked)
            _show(it, options)


def _show(it: _Searching, options: SearchOptions) -> None:
    if options.explain:
        _explain(it)
    elif options.over_time:
        _over_time(it)
    elif options.facet is not None:
        _facet(it, options.facet)
    else:
        _find(it, options.page, options.page_size)


@contextmanager
def searching(run: Run) -> Iterator[tuple[Engine, Database]]:
    """The home's index and database. Raises NotFoundError where there is nothing yet."""
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
    with (
        run.home.open_database(must_exist=True) as database,
        closing(open_engine(folder, create=False)) as engine,
    ):
        yield engine, database


def _find(it: _Searching, page: int, page_size: int) -> None:
    found = search_reports(it.engine, it.database, it.asked, page=page, page_size=page_size)
    result, output = found.result, it.run.output
    others: tuple[str, ...] = ()
    if result.total < FEW:
        others = did_you_mean(it.engine, found.query, it.database.registry())
    if output.jsonl:
        output.rows(hit_json(hit, found.stated[hit.report]) for hit in result.hits)
    else:
        output.document(search_json(found) | {"did_you_mean": list(others)})
        print_found(output, found, it.asked.text, others)
    if not result.total:
        raise typer.Exit(Exit.NOTHING)


def _explain(it: _Searching) -> None:
    explained = explain(it.engine, it.database, it.asked.text, it.asked.filters)
    it.run.output.document(explained_json(explained, it.run.output.language))
    print_explained(it.run.output, explained)


def _over_time(it: _Searching) -> None:
    years = over_time(it.engine, it.database, it.asked)
    it.run.output.document({"years": shares_json(years)})
    print_over_time(it.run.output, years)


def _facet(it: _Searching, facet: str) -> None:
    result = search_reports(it.engine, it.database, it.asked, page_size=1).result
    output = it.run.output
    if facet == "region":
        code = it.asked.filters.region
        under = code if code and code.isdecimal() and len(code) == 6 else None
        regions = drill(result.facets["region"], it.database.registry(), under)
        rows = [(str(one.code), one.name, one.reports) for one in regions]
        if unknown := result.facets["region"].get(UNKNOWN):
            rows.append((UNKNOWN, "", unknown))
    else:
        rows = [(value, "", count) for value, count in result.facets.get(facet, {}).items()]
    output.document(
        {
            "total": result.total,
            "facet": facet,
            "values": [
                {"value": value, "name": name or None, "count": count}
                for value, name, count in rows
            ],
        }
    )
    print_facet(output, facet, rows)


def _list_measures(run: Run, part: str) -> None:
    names = vocabulary().measures
    run.output.document(measures_json(names, part))
    print_measures(run.output, names, part)


def _suggest(run: Run, typed: str) -> None:
    with run.home.open_database(must_exist=True) as database:
        names = suggest_agencies(database.registry(), typed)
    run.output.document(names_json(names))
    print_names(run.output, names)
    if not names:
        raise typer.Exit(Exit.NOTHING)


def _nothing_asked() -> UsageError:
    return UsageError(
        "nianbao search",
        Text("没有检索式", "was given no query"),
        Text(
            "写入词语，如 nianbao search 依申请公开；nianbao search '*' 列出全部报告",
            "write what to look for: nianbao search 依申请公开; "
            "nianbao search '*' lists every report",
        ),
    )


def _no_facet(facet: str) -> UsageError:
    known = ", ".join(FACETS)
    return UsageError(
        f"--facet {facet}",
        Text("没有这一项分布", "is no facet"),
        Text(f"写 {known}", f"write one of {known}"),
    )
