"""`nianbao harvest`: look at the listings, capture what is new."""

from typing import Annotated

import typer
from rich import box
from rich.table import Table

from crawler import HarvestSummary
from model.agency import Agency, Level
from model.errors import NotFoundError, UsageError
from model.ids import AgencyId
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.cli.run import Run, command
from nianbao.cli.schedule import show_schedule
from nianbao.cli.search import year_range
from nianbao.clock import clock_from
from nianbao.stages.due import NOTHING_DUE, run_due
from nianbao.stages.harvest import HarvestScope, run_harvest
from nianbao.views.harvest_view import harvest_json, print_harvest


def register(app: typer.Typer) -> None:
    command(app, "harvest")(harvest)


def harvest(
    run: Run,
    agency: Annotated[str | None, typer.Option("--agency", help="机关编号 Agency id.")] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="区划代码或名称 Division code or name.")
    ] = None,
    level: Annotated[Level | None, typer.Option("--level", help="级别 Level.")] = None,
    year: Annotated[
        str | None,
        typer.Option("--year", help="只取这些年度的报告 Reports of these years: 2024, 2020..2024"),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="至多几个机关 At most so many agencies.")
    ] = None,
    due: Annotated[
        bool,
        typer.Option("--due", help="只做今天到期的，见 schedule show Only what is due today."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只列出将查看哪些栏目 Only list what would be done.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="接续 24 小时以前中断的采集 Resume an interrupted harvest."),
    ] = False,
    despite_back_off: Annotated[
        bool,
        typer.Option(
            "--despite-back-off",
            help="不等退避期满，也访问近日拒绝过我们的网站 Ask sites that turned us away lately.",
        ),
    ] = False,
    browser: Annotated[
        bool,
        typer.Option(
            "--browser",
            help="须运行脚本的栏目用系统的 Chromium 读取 "
            "Read listings that need a script in the system's Chromium.",
        ),
    ] = False,
    clock: Annotated[
        str | None,
        typer.Option(
            "--clock", hidden=True, help="模拟时钟（演示用） Simulated clock, for the demo."
        ),
    ] = None,
) -> None:
    """查看各机关年报栏目，存档新的页面与文件。 Look at listings and archive what is new."""
    if due and (year is not None or resume):
        raise _due_with_others()
    scope = HarvestScope(
        agency=AgencyId(agency) if agency else None,
        region=region,
        level=level,
        years=year_range(year) if year else None,
        limit=limit,
        despite_back_off=despite_back_off,
        browser=browser,
    )
    home = run.home
    with home.open_database(must_exist=True) as database:
        registry = database.registry()
        agencies = scope.agencies(registry)
        if not agencies:
            raise _no_agencies(str(home.folder))
        if dry_run and due:
            show_schedule(
                run, database, agencies, clock_from(clock)(), days=1, one_by_one=agency is not None
            )
            return
        if dry_run:
            _print_plan(run, agencies)
            return
        if not home.settings.harvest.contact:
            run.output.note(
                Text(
                    f"建议在 {home.settings_file} 的 [harvest] 中写明 contact，"
                    "使网站管理者能联系到您",
                    f"Consider a contact under [harvest] in {home.settings_file}: "
                    "a site's operator should be able to reach you",
                )
            )
        with home.open_archive(simulated_clock=clock is not None) as archive:
            now, simulated = clock_from(clock), clock is not None
            if due:
                summary = run_due(home, database, archive, scope, clock=now, simulated=simulated)
            else:
                summary = run_harvest(
                    home,
                    database,
                    archive,
                    scope,
                    clock=now,
                    simulated=simulated,
                    resume=resume,
                )
    if summary is NOTHING_DUE:
        run.output.say(Text("今天没有到期的", "Nothing is due today"))
    run.output.document(harvest_json(summary))
    print_harvest(run.output, summary, registry)
    _end(summary)


def _end(summary: HarvestSummary) -> None:
    if summary.interrupted:
        raise KeyboardInterrupt
    if summary.not_looked or summary.no_listing:
        raise typer.Exit(Exit.PARTLY)


def _due_with_others() -> UsageError:
    return UsageError(
        "--due",
        Text("不能与 --year 或 --resume 同时使用", "cannot be used with --year or --resume"),
        Text(
            "去掉它们：到期的包括各年度的报告，当天中断的自动接续",
            "leave them out: what is due is of any year, and a run interrupted today goes on",
        ),
    )


def _no_agencies(source: str) -> NotFoundError:
    return NotFoundError(
        source,
        Text("名录中没有这样的机关", "has no such agency in its registry"),
        Text(
            "用 nianbao registry import 导入名录，或放宽条件",
            "import a registry with nianbao registry import, or widen the filters",
        ),
    )


def _print_plan(run: Run, agencies: tuple[Agency, ...]) -> None:
    run.output.document(
        {
            "agencies": [
                {"agency": agency.id, "name": agency.name, "listings": list(agency.listings)}
                for agency in agencies
            ]
        }
    )
    table = Table(box=box.SIMPLE)
    table.add_column(run.output.words(Text("机关", "agency")))
    table.add_column(run.output.words(Text("将查看", "would look at")), overflow="fold")
    for agency in agencies:
        unknown = run.output.words(Text("不知其栏目", "no listing known"))
        table.add_row(agency.name, "\n".join(agency.listings) or unknown)
    run.output.show(table)
