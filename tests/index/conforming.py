"""The archive on which engines are held to the truth, and what the database would know of it."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from index import Engine, EngineName, IndexDocument, Known, open_engine
from model.ids import ReportId
from tests.index.builders import document
from tests.index.genre import Invented, index_document, reports
from tests.index.oddities import oddities
from tests.index.truth import Truth

COUNT = int(os.environ.get("NIANBAO_TEST_REPORTS", "5000"))
ENGINES: tuple[EngineName, ...] = ("whoosh", "tantivy")


@cache
def archive() -> tuple[Invented, ...]:
    return tuple(reports(COUNT, terse=True))


@cache
def corpus() -> tuple[IndexDocument, ...]:
    return (*map(index_document, archive()), *oddities())


@cache
def truth() -> Truth:
    return Truth(corpus())


@cache
def known() -> Known:
    """Every tenth report was never audited; every seventh states no number of applications."""
    audited = [one for one in archive() if one.number % 10]
    verdicts = {one.report: (one.verdict.value,) for one in audited if one.verdict}
    return Known(
        facets={
            "verdict": verdicts,
            "finding": {one.report: tuple(map(str, one.findings)) for one in audited},
        },
        numbers={"applications": applications()},
    )


@cache
def applications() -> Mapping[ReportId, int]:
    return {one.report: one.number * 7919 % 400 for one in archive() if one.number % 7}


def filled(engine: EngineName, folder: Path) -> Engine:
    """All of the corpus in several commits, with replaced and removed reports among them."""
    opened = open_engine(folder / "index", engine=engine)
    stale = [document(one.report, "旧文本双公示再生水利用", stamp="0") for one in corpus()[:90]]
    strangers = [document(f"x{number}", "警企恳谈会 open data 2023年") for number in range(30)]
    half = len(corpus()) // 2
    opened.replace([*stale, *strangers])
    opened.replace(corpus()[:half])
    opened.replace(corpus()[half : half + 100], removed=[one.report for one in strangers])
    opened.replace(corpus()[half + 100 :])
    opened.replace(corpus()[100:140])
    return opened
