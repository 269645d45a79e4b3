"""What was judged by hand (`relevance/*.toml`), made into documents, and the marks for an order."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import log2
from pathlib import Path
from typing import Any

from index import IndexDocument
from model.ids import AgencyId, ReportId
from tests.index.genre import index_document, invent

FOLDER = Path(__file__).with_name("relevance")
NOISE = 300
"""Generated reports among which the judged ones lie."""

_FILLING = (
    "本年度工作总体平稳。",
    "公开栏按月更新，台账齐全，培训两次。",
    "对照要点逐项落实，办理时限缩短，答复文书统一编号，查阅点按时开放。",
    "网站改版后栏目减为六个，附件均可下载，并标明来源和日期，便于核对。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A query with everything that it has to find among the hand-made reports."""

    text: str
    relevant: frozenset[ReportId]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A query of which the order counts: report → how much it is what was meant."""

    text: str
    grades: Mapping[ReportId, int]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A word, and the longer strings inside which its characters mean something else."""

    word: str
    hosts: tuple[str, ...]
    relevant: tuple[IndexDocument, ...]
    decoys: tuple[IndexDocument, ...]

    def outside_hosts(self, document: IndexDocument) -> bool:
        """Whether the word stands anywhere but inside its hosts."""
        return any(self.word in _without(text, self.hosts) for text in _texts(document))


@cache
def reports() -> tuple[IndexDocument, ...]:
    return tuple(_report(key, **kept) for key, kept in _read("reports").items())


@cache
def queries() -> tuple[Judged, ...]:
    return tuple(
        Judged(text=kept["text"], relevant=_ids(kept["relevant"]), why=kept["why"])
        for kept in _read("queries")["query"]
    )


@cache
def graded() -> tuple[Graded, ...]:
    return tuple(
        Graded(
            text=kept["text"],
            grades={ReportId(report): grade for report, grade in kept["grades"].items()},
            why=kept["why"],
        )
        for kept in _read("queries")["graded"]
    )


@cache
def traps() -> tuple[Trap, ...]:
    """Twelve relevant reports a word, every second of which has a decoy too, and twelve decoys."""
    return tuple(_trap(number, **kept) for number, kept in enumerate(_read("traps")["trap"]))


@cache
def noise() -> tuple[IndexDocument, ...]:
    return tuple(index_document(invent(number, seed=6)) for number in range(NOISE))


def everything() -> Iterable[IndexDocument]:
    yield from reports()
    for trap in traps():
        yield from trap.relevant
        yield from trap.decoys
    yield from noise()


def judged_for(trap: Trap) -> tuple[frozenset[ReportId], frozenset[ReportId]]:
    """What is relevant, and all that anybody judged.

    Nobody judged the generated reports in which the word stands outside its hosts.
    """
    relevant = frozenset(one.report for one in trap.relevant)
    others = (one.report for one in noise() if not trap.outside_hosts(one))
    return relevant, relevant | {one.report for one in trap.decoys} | frozenset(others)


def precision(
    ranked: Sequence[ReportId], relevant: frozenset[ReportId], judged: frozenset[ReportId], at: int
) -> float:
    """Of the first `at` that anybody judged, the part that is relevant."""
    seen = [report for report in ranked if report in judged][:at]
    return sum(report in relevant for report in seen) / min(at, len(relevant))


def gain(ranked: Sequence[ReportId], grades: Mapping[ReportId, int], at: int) -> float:
    """nDCG (Järvelin and Kekäläinen 2002): 1.0 is the best possible order."""

    def discounted(found: Iterable[int]) -> float:
        return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(found))

    best = sorted(grades.values(), reverse=True)[:at]
    return discounted(grades.get(report, 0) for report in ranked[:at]) / discounted(best)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _ids(reports: Iterable[str]) -> frozenset[ReportId]:
    return frozenset(map(ReportId, reports))


def _report(key: str, *, agency: str, year: int, title: str | None = None, **texts: str) -> Any:
    return _document(key, agency, year, title or f"{year}年政府信息公开工作年度报告", texts)


def _trap(
    number: int, *, word: str, hosts: list[str], senses: list[str], decoys: list[str]
) -> Trap:
    relevant, misleading = [], []
    for turn, (sense, filling) in enumerate(product(senses, _FILLING)):
        mixed = decoys[turn % len(decoys)] if turn % 2 else ""
        relevant.append(_made(f"t{number:02}r{turn:02}", filling + mixed + sense))
    for turn, (decoy, filling) in enumerate(product(decoys, _FILLING)):
        misleading.append(_made(f"t{number:02}d{turn:02}", decoy + filling + decoy))
    return Trap(word=word, hosts=tuple(hosts), relevant=tuple(relevant), decoys=tuple(misleading))


def _made(key: str, text: str) -> IndexDocument:
    return _document(key, "荻沚市行政服务中心", 2024, "年度报告", {"overview": text})


def _document(
    key: str, agency: str, year: int, title: str, texts: Mapping[str, str]
) -> IndexDocument:
    return IndexDocument(
        report=ReportId(key),
        stamp="1",
        agency=AgencyId(f"office-{key}"),
        agency_name=agency,
        reporting_year=year,
        region=None,
        region_name=None,
        level=None,
        title=title,
        url=f"http://127.0.0.1/{key}",
        sections=tuple(texts.items()),
    )


def _texts(document: IndexDocument) -> Iterable[str]:
    yield document.title
    yield document.agency_name
    for _, text in document.sections:
        yield text


def _without(text: str, hosts: Iterable[str]) -> str:
    for host in hosts:
        text = text.replace(host, "□")
    return text
