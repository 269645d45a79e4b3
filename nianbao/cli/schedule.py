"""`nianbao schedule …`: what will be looked at when and why, and the process that does it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

import typer

from model.agency import Agency
from model.errors import UsageError
from model.ids import AgencyId
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.cli.missing import no_agencies
from nianbao.cli.options import AgencyOption, ClockOption, LevelOption, RegionOption
from nianbao.cli.run import Run, command
from nianbao.clock import clock_from, parse_moment
from nianbao.lock import holder_of, only_one
from nianbao.schedule.ran import Ran
from nianbao.schedule.signals import stopping
from nianbao.stages.harvest import HarvestScope
from nianbao.stages.planning import make_schedule
from nianbao.views.schedule_view import (
    planned_json,
    print_ran,
    print_schedule,
    ran_json,
    schedule_json,
)
from storage.database import Database


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="schedule",
        help="按期限安排查看 Looks planned by deadlines.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    command(group, "show")(show)
    command(group, "run")(run_daily)
    app.add_typer(group)


def show(
    run: Run,
    days: Annotated[
        int, typer.Option("--days", min=1, max=400, help="今后几天 For so many days.")
    ] = 14,
    agency: AgencyOption = None,
    region: RegionOption = None,
    level: LevelOption = None,
    clock: ClockOption = None,
) -> None:
    """今后将看什么、为什么。 What will be looked at on the coming days, and why."""
    scope = HarvestScope(agency=AgencyId(agency) if agency else None, region=region, level=level)
    with run.home.open_database(must_exist=True) as database:
        agencies = _chosen(run, scope.agencies(database.registry()))
        now = clock_from(clock)()
        show_schedule(run, database, agencies, now, days=days, one_by_one=agency is not None)


def show_schedule(
    run: Run,
    database: Database,
    agencies: tuple[Agency, ...],
    now: datetime,
    *,
    days: int,
    one_by_one: bool,
) -> None:
    at, language = run.home.settings.schedule.at, run.output.language
    registry = database.registry()
    schedule = make_schedule(database, agencies, now, days=days)
    if run.output.jsonl:
        run.output.rows(planned_json(item, at, registry, language) for item in schedule.planned)
        return
    holder = holder_of(run.home.harvest_lock)
    run.output.document(
        schedule_json(schedule, at=at, registry=registry, holder=holder, language=language)
    )
    print_schedule(
        run.output, schedule, at=at, registry=registry, holder=holder, one_by_one=one_by_one
    )


def run_daily(
    run: Run,
    once: Annotated[
        bool, typer.Option("--once", help="只做现在到期的，然后结束 What is due now, then end.")
    ] = False,
    until: Annotated[
        str | None, typer.Option("--until", help="到此时为止 End then, e.g. 2025-06-30.")
    ] = None,
    clock: ClockOption = None,
) -> None:
    """常驻运行：每天查看到期的栏目，读取并编入索引。 Does what is due, every day."""
    end = parse_moment(until) if until else None
    if clock is not None and end is None and not once:
        raise UsageError(
            "--clock",
            Text("模拟的时钟须有终点", "a simulated clock needs an end"),
            Text("加 --until 或 --once", "add --until or --once"),
        )
    with run.home.open_database(must_exist=True) as database:
        _chosen(run, database.registry().agencies)
    # The steps know the exit codes of the commands, this one among them.
    from nianbao.schedule.steps import Steps  # noqa: PLC0415

    steps = Steps(
        run.home.folder,
        simulated=clock is not None,
        options=["--verbose"] if run.output.verbose else [],
    )

    def wake(moment: datetime) -> Ran:
        ran = steps.run(moment)
        if run.output.machine:
            run.output.rows([ran_json(ran)])
        print_ran(run.output, ran)
        return ran

    with only_one(run.home.schedule_lock, "nianbao schedule run"):
        if once:
            with stopping(steps.stop):
                raise typer.Exit(wake(clock_from(clock)()).exit)
        if clock is not None and end is not None:
            _play(run, steps.stop, wake, clock_from(clock)(), end)
        else:
            _serve(run, steps.stop, wake, end)


def _play(
    run: Run,
    stop: Callable[[], None],
    wake: Callable[[datetime], Ran],
    first: datetime,
    end: datetime,
) -> None:
    """A simulated clock: from one waking to the next without waiting."""
    from nianbao.schedule.running import moments  # noqa: PLC0415 - see below

    with stopping(stop):
        for moment in moments(run.home.settings.schedule.at, first, end):
            if wake(moment).exit == Exit.INTERRUPTED:
                raise KeyboardInterrupt


def _serve(
    run: Run, stop: Callable[[], None], wake: Callable[[datetime], Ran], end: datetime | None
) -> None:
    # APScheduler is for this command alone; every other would wait for it to load.
    from nianbao.schedule.running import Daily  # noqa: PLC0415

    settings = run.home.settings.schedule
    daily = Daily(wake, at=settings.at, retry=timedelta(minutes=settings.retry_minutes))

    def end_all() -> None:
        daily.stop()
        stop()

    with stopping(end_all):
        # Said when it holds: whoever reads it may ask it to end at once.
        run.output.note(
            Text(
                f"每天 {settings.at}（北京时间）查看到期的栏目；Ctrl-C 或 SIGTERM 结束",
                f"Does what is due every day at {settings.at}, China time; "
                "Ctrl-C or SIGTERM ends it",
            )
        )
        daily.serve(end)
    if daily.last is not None and daily.last.exit == Exit.INTERRUPTED:
        raise KeyboardInterrupt


def _chosen(run: Run, agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
    """Raises NotFoundError when there is nobody to look at."""
    if not agencies:
        raise no_agencies(run.home)
    return agencies
