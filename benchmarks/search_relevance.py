"""How well the order of hits agrees with the judgements in `tests/index/relevance`.

    python -m benchmarks.search_relevance

Ours on both engines, and Whoosh's BM25F on pairs of characters.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from benchmarks.search_engines import Stock, prepared
from index import Engine, EngineName, open_engine, parse_query
from model.ids import ReportId
from tests.index.judgements import (
    everything,
    gain,
    graded,
    judged_for,
    precision,
    queries,
    reports,
    traps,
)

ENGINES: tuple[EngineName, ...] = ("whoosh", "tantivy")
Order = Callable[[str], Sequence[ReportId]]


def main() -> None:
    print(f"{len(queries())} phrases and combinations, {len(traps())} two-character words,")
    print(f"{len(graded())} graded orders\n")
    print(f"{'':24}{'precision@10 of words':>24}{'worst word':>14}{'nDCG@10':>10}")
    with TemporaryDirectory() as folder:
        for name in ENGINES:
            engine = open_engine(Path(folder) / name, engine=name)
            engine.replace(everything())
            print_marks(f"ours on {name}", ours(engine, "relevance"))
            print_recall(name, ours(engine, "newest"))
            engine.close()
        stock = Stock(Path(folder) / "stock")
        stock.put(list(map(prepared, everything())))
        print_marks("Whoosh's BM25F", stock.ranked)


def ours(engine: Engine, sort: str) -> Order:
    def order(text: str) -> list[ReportId]:
        hits = engine.search(parse_query(text), sort=sort, page_size=1000).hits
        return [hit.report for hit in hits]

    return order


def print_marks(name: str, order: Order) -> None:
    by_hand = {one.report for one in reports()}
    words = {trap.word: precision(order(trap.word), *judged_for(trap), 10) for trap in traps()}
    worst = min(words, key=lambda word: words[word])
    gains = [
        gain([report for report in order(one.text) if report in by_hand], one.grades, 10)
        for one in graded()
    ]
    print(f"{name:24}{fmean(words.values()):24.2f}{f'{worst} {words[worst]:.1f}':>12}", end="")
    print(f"{fmean(gains):10.2f}")


def print_recall(name: str, order: Order) -> None:
    by_hand = {one.report for one in reports()}
    found = {one.text: set(order(one.text)) & by_hand for one in queries()}
    missed = sum(len(one.relevant - found[one.text]) for one in queries())
    wrong = sum(len(found[one.text] - one.relevant) for one in queries())
    print(f"{name}: {missed} judged reports missed, {wrong} found that should not be")


if __name__ == "__main__":
    main()
