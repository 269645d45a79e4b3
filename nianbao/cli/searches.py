"""Searches that are kept: `nianbao search --save, --saved, --run, --forget`."""

import getpass

from index import Engine, Hit
from model.text import Text
from nianbao.cli.run import Run
from nianbao.clock import system_clock
from nianbao.views.search_view import hit_json, print_hits, saved_json
from storage.database import Database
from web.searching import Search, forget_search, record_run, save_search, saved_searches
from web.searching import search as search_reports
from web.searching.saving import saved_search

_AT_ONCE = 1_000
"""Hits of one page while all of them are gathered."""


def save(run: Run, name: str, asked: Search) -> None:
    with run.home.open_database(must_exist=True) as database, run.home.open_archive() as archive:
        save_search(database, archive, name, asked, by=getpass.getuser(), now=system_clock())
    run.output.document({"saved": name})
    run.output.say(
        Text(
            f"已保存。nianbao search --run {name} 列出自上次运行以来的新增。",
            f"Saved. nianbao search --run {name} shows what is new since the last run.",
        )
    )


def forget(run: Run, name: str) -> None:
    with run.home.open_database(must_exist=True) as database, run.home.open_archive() as archive:
        forget_search(database, archive, name, by=getpass.getuser(), now=system_clock())
    run.output.document({"forgotten": name})
    run.output.say(Text(f"已删除 {name}。", f"Dropped {name}."))


def list_saved(run: Run) -> None:
    with run.home.open_database(must_exist=True) as database:
        saved = saved_searches(database)
    run.output.document({"saved": [saved_json(one) for one in saved]})
    if not saved:
        run.output.say(Text("还没有保存的检索。", "No search has been saved yet."))
    for one in saved:
        when = one.ran.strftime("%Y-%m-%d %H:%M") if one.ran else "–"
        run.output.say(
            Text(
                f"{one.name}：{one.search.text or '*'}（上次运行 {when} UTC，{len(one.seen)} 份）",
                f"{one.name}: {one.search.text or '*'} (last run {when} UTC, "
                f"{len(one.seen)} reports)",
            )
        )


def run_saved(run: Run, engine: Engine, database: Database, name: str, *, page_size: int) -> None:
    """What is new since the last run; everything is new at the first."""
    saved = saved_search(database, name)
    hits: list[Hit] = []
    page = pages = 1
    while page <= pages:
        result = search_reports(
            engine, database, saved.search, page=page, page_size=_AT_ONCE, facets=False
        ).result
        hits += result.hits
        page, pages = page + 1, result.pages
    new = [hit for hit in hits if hit.report not in saved.seen]
    found = {id_ for hit in hits for id_ in (hit.report, *hit.alike)}
    with run.home.open_archive() as archive:
        record_run(database, archive, saved, found, by=getpass.getuser(), now=system_clock())
    run.output.document(
        {
            "name": name,
            "last_run": saved.ran.isoformat() if saved.ran else None,
            "total": len(found),
            "new": [hit_json(hit) for hit in new],
        }
    )
    run.output.say(
        Text(
            f"{name}：共 {len(found)} 份，新增 {len(new)} 份",
            f"{name}: {len(found)} reports, {len(new)} new",
        )
    )
    print_hits(run.output, new[:page_size])
    if len(new) > page_size:
        more = len(new) - page_size
        run.output.say(Text(f"另有 {more} 份新增", f"{more} more are new"))
