"""Searches that are kept: `nianbao search --save, --saved, --run, --forget`."""

import getpass

from index import Engine
from model.text import Text
from nianbao.cli.run import Run
from nianbao.clock import local_text, system_clock
from nianbao.views.search_view import hit_json, print_hits, saved_json
from storage.database import Database
from web.searching import Search, forget_search, record_run, save_search, saved_searches
from web.searching.saving import news_of, saved_search


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
        when = local_text(one.ran) if one.ran else "–"
        run.output.say(
            Text(
                f"{one.name}：{one.search.text or '*'}（上次运行 {when}，{len(one.seen)} 份）",
                f"{one.name}: {one.search.text or '*'} (last run {when}, Beijing time, "
                f"{len(one.seen)} reports)",
            )
        )


def run_saved(run: Run, engine: Engine, database: Database, name: str, *, page_size: int) -> None:
    saved = saved_search(database, name)
    news = news_of(engine, database, saved, page_size=page_size)
    with run.home.open_archive() as archive:
        record_run(database, archive, saved, news.found, by=getpass.getuser(), now=system_clock())
    run.output.document(
        {
            "name": name,
            "last_run": saved.ran.isoformat() if saved.ran else None,
            "total": len(news.found),
            "new": sorted(news.new),
            "hits": [hit_json(hit) for hit in news.result.hits],
        }
    )
    run.output.say(
        Text(
            f"{name}：共 {len(news.found)} 份，新增 {len(news.new)} 份",
            f"{name}: {len(news.found)} reports, {len(news.new)} new",
        )
    )
    print_hits(run.output, news.result.hits)
    if more := len(news.new) - len(news.result.hits):
        run.output.say(
            Text(f"另有 {more} 份新增（--page-size）", f"{more} more are new (--page-size)")
        )
