"""`nianbao demo`: the whole system on invented sites, offline."""

import os
import shutil
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from demo import AUDIT_DAY, YEARS, serve
from model.capture import LookEnd
from model.text import Text
from nianbao.cli.process import index_reports, read_captures
from nianbao.cli.run import DEFAULT_HOME, Run, command
from nianbao.clock import end_of_day, local_day
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.audit_tables import audit_json
from nianbao.home import Home
from nianbao.settings import load_settings
from nianbao.stages.audit import Audited, Scope, run_audit, store_audit
from nianbao.stages.demo import (
    DemoLook,
    die_with_the_parent,
    look_once,
    play_season,
    prepare,
    sites_folder,
)
from nianbao.views.audit_view import print_audit
from nianbao.views.harvest_view import harvest_json

DEMO_HOME = Path("nianbao-demo")


def register(app: typer.Typer) -> None:
    command(app, "demo")(demo)


def demo(
    run: Run,
    keep_serving: Annotated[
        bool, typer.Option("--serve", help="完成后继续提供演示网站 Keep the sites up afterwards.")
    ] = False,
    look: Annotated[str | None, typer.Option("--look", hidden=True)] = None,
) -> None:
    """演示：在本机的虚构网站上走完全程。 The whole path on invented sites, offline."""
    run = _in_demo_home(run)
    if look is not None:
        die_with_the_parent()
        summary = look_once(run.home, datetime.fromisoformat(look))
        run.output.document(harvest_json(summary))
        if summary.interrupted:
            raise KeyboardInterrupt
        return
    audited = _play(run)
    run.output.document(
        audit_json(
            AuditExport(result=audited.result, registry=audited.registry), run.output.language
        )
    )
    print_audit(run.output, audited, _scope())
    _print_next(run, _example(audited))
    if keep_serving:
        _keep_serving(run)


def _scope() -> Scope:
    return Scope(years=(YEARS[-1], YEARS[-1]))


def _in_demo_home(run: Run) -> Run:
    folder = DEMO_HOME if run.home.folder == DEFAULT_HOME else run.home.folder
    prepare(Home(folder=folder, settings=run.home.settings))
    return replace(run, home=Home(folder=folder, settings=load_settings(folder)))


def _play(run: Run) -> Audited:
    home, output = run.home, run.output
    as_of = end_of_day(AUDIT_DAY)
    output.say(
        Text(
            "虚构的清禾市，网站开在本机；分三天查看各机关的年报栏目：",
            "The invented 清禾市, its sites on this machine, looked at on three days:",
        )
    )
    with home.open_database() as database:
        for look in play_season(home, database):
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
        audited = run_audit(database, home.settings.audit, _scope(), as_of=as_of)
        store_audit(database, audited, _scope())
    return audited


def _look_line(look: DemoLook) -> Text:
    day = local_day(look.at).isoformat()
    if look.summary is None:
        return Text(f"{day}  此前已看过", f"{day}  looked at in an earlier run")
    seen = look.summary["looks"].get(LookEnd.READ_TO_END.value, 0)
    unseen = len(look.summary["not_looked"]) + len(look.summary["no_listing"])
    new = look.summary["new_captures"]
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


def _print_next(run: Run, report: str) -> None:
    home = run.home.folder
    nianbao = _program()
    run.output.say(
        Text(
            f"""
以上机关与网站皆为虚构。接着可以：
  {nianbao} search 第三方 --home {home}
  {nianbao} show {report} --home {home}
  {nianbao} audit --as-of {AUDIT_DAY} --year 2022..2024 --out audit.xlsx --home {home}
  {nianbao} archive verify --home {home}
  {nianbao} add 您自己的报告.pdf""",
            f"""
All agencies and sites above are invented. Next:
  {nianbao} search 第三方 --home {home}
  {nianbao} show {report} --home {home}
  {nianbao} audit --as-of {AUDIT_DAY} --year 2022..2024 --out audit.xlsx --home {home}
  {nianbao} archive verify --home {home}
  {nianbao} add YOUR-REPORT.pdf""",
        )
    )


def _keep_serving(run: Run) -> None:
    with serve(sites_folder(run.home), day=AUDIT_DAY) as server:
        for site in server.content.sites:
            run.output.prose(f"  {server.url(site.id)}  {site.name}")
        run.output.say(Text("按 Ctrl-C 结束", "Press Ctrl-C to end"))
        try:
            Event().wait()
        except KeyboardInterrupt:
            run.output.note(Text("演示网站已关闭", "The sites are down"))
