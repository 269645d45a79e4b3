"""Searches in a process of their own: Twisted's reactor starts once in a process."""

from multiprocessing.connection import Connection
from pathlib import Path

from crawler.discovery import Discovery, discover
from crawler.plan import HarvestPlan
from model.agency import Agency, Registry
from tests.crawler.child import AGENT, NOW, Clock, begin, forked, open_archive, open_database


def search(home: Path, *agencies: Agency, others: tuple[Agency, ...] = ()) -> tuple[Discovery, ...]:
    """`others` are in the registry too and not searched for."""
    crawl = begin(home)
    with open_database(home) as database:
        database.sync_registry(Registry(agencies=(*agencies, *others)))
    plan = HarvestPlan(
        crawl=crawl,
        agencies=agencies,
        user_agent=AGENT,
        clock=Clock(NOW),
        delay=0.0,
        timeout=5.0,
        retry_pause=0.01,
    )
    with forked(_run, home, plan) as (process, told):
        found: tuple[Discovery, ...] = told()
        process.join(60)
        assert process.exitcode == 0
    return found


def _run(home: Path, plan: HarvestPlan, sender: int) -> None:
    with open_archive(home) as archive, open_database(home) as database:
        found, interrupted = discover(plan, archive, database)
        assert not interrupted
        Connection(sender).send(found)


def page(title: str, *body: str, head: str = "") -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{''.join(body)}</body></html>"
    )


def menu(**links: str) -> str:
    """Words → path."""
    return "".join(f'<a href="{url}">{words}</a> ' for words, url in links.items())


def reports(who: str, *years: int, folder: str = "") -> str:
    rows = "".join(
        f'<li><a href="{folder}t{year + 1}0120_{year}.html">{year}年{who}'
        f"政府信息公开工作年度报告</a>"
        f"<span>{year + 1}-01-20</span></li>"
        for year in years
    )
    return f"<ul>{rows}</ul>"
