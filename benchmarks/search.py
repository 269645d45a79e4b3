"""Our search against Whoosh's stock path, on the same invented reports in the same run.

    python -m benchmarks.search [N]

Stock is what Whoosh's documentation leads to: bigrams with positions, its parser's phrase queries,
`search(limit=10)` and `len()` for the total. Both must report the same totals. CPU time of one
process; compare the ratios, not the milliseconds.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, TypeVar

from whoosh import analysis, fields, query
from whoosh.index import create_in

from index import Engine, IndexDocument, open_engine, parse_query
from tests.index.genre import documents

Result = TypeVar("Result")

BATCH = 500
REPEATS = 5
PHRASES = (
    "依申请公开", "行政复议", "政务新媒体", "双公示", "警企恳谈会", "再生水利用", "农村宅基地审批",
    "公开发布", "民政", "水利", "人员不足的情况", "研究部署公开目录", "业务培训", "县民政部门",
    "信息公开指南答复文书", "本机关认真办理", "微信公众号", "一岗多责", "群众反映的问题", "不存在",
)  # fmt: skip


def main(count: int) -> None:
    corpus = list(documents(count))
    with TemporaryDirectory() as ours, TemporaryDirectory() as stock:
        built, engine = timed(lambda: build(Path(ours), corpus))
        stock_built, stock_index = timed(lambda: build_stock(Path(stock), corpus))
        characters = sum(len(text_of(one)) for one in corpus)
        print(f"{count} documents of {characters / count:.0f} characters on average")
        line("build, documents a second", count / built, count / stock_built, more_is_better=True)
        line("size, kB a document", kilobytes(ours) / count, kilobytes(stock) / count)
        queries(engine, stock_index.searcher())
        engine.close()


def build(folder: Path, corpus: list[IndexDocument]) -> Engine:
    engine = open_engine(folder)
    for start in range(0, len(corpus), BATCH):
        engine.replace(corpus[start : start + BATCH])
    return engine


def build_stock(folder: Path, corpus: list[IndexDocument]) -> Any:
    schema = fields.Schema(
        report=fields.ID(stored=True, unique=True),
        text=fields.TEXT(analyzer=analysis.NgramTokenizer(2), phrase=True, stored=True),
    )
    index = create_in(str(folder), schema)
    for start in range(0, len(corpus), BATCH):
        with index.writer(limitmb=256) as writer:
            for one in corpus[start : start + BATCH]:
                writer.add_document(report=one.report, text=text_of(one))
    return index


def queries(engine: Engine, searcher: Any) -> None:
    times: dict[str, list[float]] = {}
    for phrase in PHRASES:
        totals = set()
        for name, ask in questions(engine, searcher, phrase).items():
            for _ in range(REPEATS):
                seconds, total = timed(ask)
                times.setdefault(name, []).append(seconds * 1000)
                totals.add(total)
        if len(totals) != 1:
            raise SystemExit(f"{phrase}: totals differ: {sorted(totals)}")
    for name in ("relevance", "newest"):
        for label, at in (("p50", 9), ("p95", 18)):
            ours, stock = (quantiles(times[one], n=20)[at] for one in (name, "stock"))
            line(f"query by {name} with snippets, {label} ms", ours, stock)


def questions(engine: Engine, searcher: Any, phrase: str) -> dict[str, Callable[[], int]]:
    """Page 1 of 10 hits with the total; ours also has facets and snippets."""
    parsed = parse_query(f'"{phrase}"')
    bigrams = [phrase[start : start + 2] for start in range(len(phrase) - 1)]
    stock = query.Phrase("text", bigrams) if bigrams[1:] else query.Term("text", phrase)
    return {
        "relevance": lambda: engine.search(parsed).total,
        "newest": lambda: engine.search(parsed, sort="newest").total,
        "stock": lambda: len(searcher.search(stock, limit=10)),
    }


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = process_time()
    result = work()
    return process_time() - began, result


def text_of(document: IndexDocument) -> str:
    texts = (text for _, text in document.sections)
    return "\n".join((document.title, document.agency_name, *texts))


def kilobytes(folder: str) -> float:
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1000


def line(what: str, ours: float, stock: float, *, more_is_better: bool = False) -> None:
    ratio = ours / stock if more_is_better else stock / ours
    print(f"{what:42} ours {ours:9.2f}   stock {stock:9.2f}   {ratio:6.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
