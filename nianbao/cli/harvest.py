"""`nianbao harvest`: look at the listings, capture what is new."""

from dataclasses import dataclass
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from crawler import HarvestSummary
from model.agency import Agency
from model.errors import UsageError
from model.ids import AgencyId
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.cli.missing import no_agencies
from nianbao.cli.options import (
    AgencyOption,
    ClockOption,
    LevelOption,
    LimitOption,
    RegionOption,
    year_range,
)
from nianbao.cli.run import Run, command
from nianbao.cli.schedule import show_schedule
from nianbao.clock import clock_from
from nianbao.stages.due import NOTHING_DUE, run_due
from nianbao.stages.harvest import HarvestScope, run_harvest
from nianbao.views.harvest_view import harvest_json, print_harvest
from storage.database import Database


def register(app: typer.Typer) -> None:
    command(app, "harvest")(harvest)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestOptions:
    agency: AgencyOption = None
    region: RegionOption = None
    level: LevelOption = None
    year: Annotated[
        str | None,
        typer.Option("--year", help="只取这些年度的报告 Reports of these years: 2024, 2020..2024"),
    ] = None
    limit: LimitOption = None
    due: Annotated[
        bool,
        typer.Option("--due", help="只做今天到期的，见 schedule show Only what is due today."),
    ] = False
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只列出将查看哪些栏目 Only list what would be done.")
    ] = False
    resume: Annotated[
        bool,
        typer.Option("--resume", help="接续 24 小时以前中断的采集 Resume an interrupted harvest."),
    ] = False
    despite_back_off: Annotated[
        bool,
        typer.Option(
            "--despite-back-off",
            help="不等退避期满，也访问近日拒绝过我们的网站 Ask sites that turned us away lately.",
        ),
    ] = False
    browser: Annotated[
        bool,
        typer.Option(
            "--browser",
            help="须运行脚本的栏目用系统的 Chromium 读取 "
            "Read listings that need a script in the system's Chromium.",
        ),
    ] = False
    clock: ClockOption = None

    def scope(self) -> HarvestScope:
        return HarvestScope(
            agency=AgencyId(self.agency) if self.agency else None,
            region=self.region,
            level=self.level,
            years=year_range(self.year) if self.year else None,
            limit=self.limit,
            despite_back_off=self.despite_back_off,
            browser=self.browser,
        )


def harvest(run: Run, options: HarvestOptions) -> None:
    """查看各机关年报栏目，存档新的页面与文件。 Look at listings and archive what is new."""
    if options.due and (options.year is not None or options.resume):
        raise _due_with_others()
    scope = options.scope()
    with run.home.open_database(must_exist=True) as database:
        registry = database.registry()
        agencies = scope.agencies(registry)
        if not agencies:
            raise no_agencies(run.home)
        if options.dry_run:
            _print_plan(run, database, agencies, options)
            return
        if not run.home.settings.harvest.contact:
            _ask_for_a_contact(run)
        summary = _look(run, database, scope, options)
    if summary is NOTHING_DUE:
        run.output.say(Text("今天没有到期的", "Nothing is due today"))
    run.output.document(harvest_json(summary))
    print_harvest(run.output, summary, registry)
    _end(summary)


def _look(
    run: Run, database: Database, scope: HarvestScope, options: HarvestOptions
) -> HarvestSummary:
    home, clock, simulated = run.home, clock_from(options.clock), options.clock is not None
    with home.open_archive(simulated_clock=simulated) as archive:
        if options.due:
            return run_due(home, database, archive, scope, clock=clock, simulated=simulated)
        return run_harvest(
            home,
            database,
            archive,
            scope,
            clock=clock,
            simulated=simulated,
            resume=options.resume,
        )


def _ask_for_a_contact(run: Run) -> None:
    file = run.home.settings_file
    run.output.note(
        Text(
            f"建议在 {file} 的 [harvest] 中写明 contact，使网站管理者能联系到您",
            f"Consider a contact under [harvest] in {file}: "
            "a site's operator should be able to reach you",
        )
    )


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


def _print_plan(
    run: Run, database: Database, agencies: tuple[Agency, ...], options: HarvestOptions
) -> None:
    if options.due:
        now, one = clock_from(options.clock)(), options.agency is not None
        show_schedule(run, database, agencies, now, days=1, one_by_one=one)
        return
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
