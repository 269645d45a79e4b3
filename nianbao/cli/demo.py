"""`nianbao demo`: the whole system on invented sites, offline."""

import os
import shutil
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from demo import AUDIT_DAY, SEASON, YEARS, serve
from model.capture import LookEnd
from model.text import Text
from nianbao.cli.process import index_reports, read_captures
from nianbao.cli.run import DEFAULT_HOME, Run, command
from nianbao.clock import end_of_day, local_day
from nianbao.exports.audit_export import export_of
from nianbao.exports.audit_tables import audit_json
from nianbao.home import Home
from nianbao.settings import load_settings
from nianbao.stages.audit import Audited, Scope, run_audit, store_audit
from nianbao.stages.demo import (
    DemoLook,
    play_season,
    prepare,
    register_sites,
    sites_folder,
)
from nianbao.views.demo_view import print_account

DEMO_HOME = Path("nianbao-demo")


def register(app: typer.Typer) -> None:
    command(app, "demo")(demo)


def demo(
    run: Run,
    keep_serving: Annotated[
        bool, typer.Option("--serve", help="开着演示网站，供您自己采集 Keep the sites up.")
    ] = False,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--day",
            formats=["%Y-%m-%d"],
            help="演示时钟的日期：只演到这一天；与 --serve 同用时，网站停在这一天，不代为采集 "
            "Day of its clock: play until then; with --serve, only serve the sites of that day.",
        ),
    ] = None,
) -> None:
    """演示：在本机的虚构网站上走完全程。 The whole path on invented sites, offline."""
    run = _in_demo_home(run)
    until = day.date() if day else AUDIT_DAY
    if not (keep_serving and day):
        audited = _play(run, until)
        export = export_of(audited.result, audited.registry)
        run.output.document(audit_json(export, run.output.language))
        print_account(run.output, audited, YEARS[-1])
        _print_next(run, _example(audited), until)
    if keep_serving:
        _keep_serving(run, until)


def _scope() -> Scope:
    return Scope(years=(YEARS[-1], YEARS[-1]))


def _in_demo_home(run: Run) -> Run:
    folder = DEMO_HOME if run.home.folder == DEFAULT_HOME else run.home.folder
    prepare(Home(folder=folder, settings=run.home.settings))
    return replace(run, home=Home(folder=folder, settings=load_settings(folder)))


def _play(run: Run, until: date) -> Audited:
    home, output = run.home, run.output
    as_of = end_of_day(until)
    days = sum(local_day(moment) <= until for moment in SEASON)
    output.say(
        Text(
            f"虚构的清禾市，网站开在本机；分 {days} 天查看各机关的年报栏目：",
            f"The invented 清禾市, its sites on this machine, looked at on {days} days:",
        )
    )
    with home.open_database() as database:
        for look in play_season(home, database, until):
            output.say(_look_line(look))
        with home.open_archive() as archive:
            processed = read_captures(run, archive, database)
        indexed = index_reports(run, database, as_of=as_of)
        output.say(
            Text(
                f"读取：新读成报告 {len(processed.reports)} 份；可检索 {indexed.total} 份\n",
                f"Read: {len(processed.reports)} new reports; {indexed.total} searchable\n",
            )
        )
        audited = run_audit(database, home.settings.audit, _scope(), as_of=as_of, anew=False)
        store_audit(database, audited, _scope())
    return audited


def _look_line(look: DemoLook) -> Text:
    day = local_day(look.at).isoformat()
    if look.summary is None:
        return Text(f"{day}  此前已看过", f"{day}  looked at in an earlier run")
    seen = look.summary.looks.get(LookEnd.READ_TO_END, 0)
    unseen = len(look.summary.not_looked) + len(look.summary.no_listing)
    new = look.summary.new_captures
    return Text(
        f"{day}  读到底的栏目 {seen} 个，未能查看的机关 {unseen} 个，新存档 {new} 项",
        f"{day}  {seen} listings read to the end, {unseen} agencies we could not look at, "
        f"{new} new captures",
    )


def _example(audited: Audited) -> str:
    """A report worth a look: one with a finding, else any."""
    found = [item.report for item in audited.result.findings if item.report]
    held = [record.report for record in audited.result.verdicts if record.report]
    return next(iter([*found, *held]), "")


def _program() -> str:
    """What to type here: right after `make demo` the command is not on the PATH."""
    typed = Path(sys.argv[0])
    if shutil.which("nianbao") or typed.name != "nianbao":
        return "nianbao"
    return os.path.relpath(typed)


def _print_next(run: Run, report: str, until: date) -> None:
    home = run.home.folder
    nianbao = _program()
    commands = f"""\
  {nianbao} serve --home {home}
  {nianbao} search 第三方 --home {home}
  {nianbao} show {report} --home {home}
  {nianbao} audit --as-of {until} --year 2022..2024 --out audit.xlsx --home {home}
  {nianbao} archive verify --home {home}
"""
    run.output.say(
        Text(
            f"\n以上机关与网站皆为虚构。接着可以：\n{commands}"
            f"  {nianbao} demo --day 2025-02-10 --home 另一个文件夹\n"
            f"  {nianbao} add 您自己的报告.pdf",
            f"\nAll agencies and sites above are invented. Next:\n{commands}"
            f"  {nianbao} demo --day 2025-02-10 --home ANOTHER-FOLDER\n"
            f"  {nianbao} add YOUR-REPORT.pdf",
        )
    )


def _keep_serving(run: Run, day: date) -> None:
    home, output = run.home, run.output
    with serve(sites_folder(home), day=day) as server:
        with home.open_database() as database:
            registry = register_sites(home, database, server)
        for site in server.content.sites:
            output.prose(f"  {server.url(site.id)}  {site.name}")
        harvest = f"{_program()} harvest --clock {day}T09:00 --home {home.folder}"
        output.say(
            Text(
                f"""
以上网站停在 {day}，名录已存入 {home.folder}（另见 {registry}）。在另一个终端里：
  {harvest}
换一天：按 Ctrl-C 结束，再以另一个 --day 运行，地址不变。""",
                f"""
The sites are as of {day}; {home.folder} has their registry (see also {registry}).
In another terminal:
  {harvest}
For another day press Ctrl-C and serve again with another --day: addresses stay the same.""",
            )
        )
        try:
            Event().wait()
        except KeyboardInterrupt:
            output.note(Text("演示网站已关闭", "The sites are down"))
