"""Search on Whoosh: it keeps the postings, columns and commits; what matches is decided here.

Whoosh narrows the documents down to those that have the rarest tokens of the query, which is what
its postings are fast at; then each candidate's canonical text decides (`index.matching`). So totals
are exact without positions in the index, and Whoosh's own phrase queries, `filter=`,
`len(results)`, `highlights` and `update_document`, which are slow or wrong, are not needed.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from pathlib import Path
from threading import RLock
from time import perf_counter
from typing import Any

from whoosh.query import Or, Term

from index.canonical import printable
from index.engines.whoosh_snapshot import Printed, Snapshot
from index.engines.whoosh_store import guarded, open_index, writing_to
from index.layout import has_part, lay_out
from index.matching import Facts, occurrences, positive_needles, with_filters
from index.needles import Needle, index_tokens
from index.query import Query
from index.ranking import rarity, scores
from index.snippets import snippets
from index.values import (
    NOTHING_KNOWN,
    UNKNOWN,
    Hit,
    IndexDocument,
    Known,
    SearchFilters,
    SearchResult,
    Sort,
)
from model.agency import Level
from model.errors import SearchError
from model.ids import ReportId
from model.text import Text

LARGEST_PAGE = 1_000
PATIENCE = 2.0
"""Seconds to wait for another writer."""

_LEVELS = {level.value: place for place, level in enumerate(Level)}
_Sought = Sequence[tuple[Needle, str | None]]


def open_engine(
    folder: Path, *, create: bool = True, rebuild: bool = False, patience: float = PATIENCE
) -> "WhooshEngine":
    """The index in `folder`. `rebuild` empties an index of ours, whatever version wrote it.

    Raises SearchError for a folder whose content we did not write, for another version, and,
    with `create=False`, where there is no index.
    """
    with guarded(folder):
        found = open_index(folder, create=create, rebuild=rebuild)
        return WhooshEngine(folder, found, patience=patience)


class WhooshEngine:
    """An `index.engines.Engine`. Threads may share one; other processes open their own."""

    def __init__(self, folder: Path, whoosh_index: Any, *, patience: float) -> None:
        self._folder = folder
        self._index = whoosh_index
        self._patience = patience
        self._reading = RLock()
        self._snapshot: Snapshot | None = None

    def replace(self, documents: Iterable[IndexDocument], removed: Iterable[ReportId] = ()) -> None:
        added = {document.report: document for document in documents}
        gone = {*removed, *added}
        if not gone:
            return
        with guarded(self._folder), writing_to(self._index, self._folder, self._patience) as writer:
            # One query for all: a deletion per document rereads the index every time.
            writer.delete_by_query(Or([Term("report", report) for report in sorted(gone)]))
            for document in added.values():
                writer.add_document(**_fields(document))

    def stamps(self) -> Mapping[ReportId, str]:
        with self._reading, guarded(self._folder):
            return self._current().stamps()

    def search(
        self,
        query: Query,
        filters: SearchFilters | None = None,
        *,
        known: Known = NOTHING_KNOWN,
        sort: Sort = "relevance",
        page: int = 1,
        page_size: int = 10,
        fold: bool = False,
    ) -> SearchResult:
        del known, fold  # facets and orders of the database, near copies: to be answered here next
        began = perf_counter()
        if page < 1 or not 1 <= page_size <= LARGEST_PAGE:
            raise _no_such_page(page, page_size)
        condition = with_filters(query.root, filters or SearchFilters())
        sought = positive_needles(condition)
        with self._reading:
            with guarded(self._folder):
                snapshot = self._current()
                found = snapshot.matching(condition)
            score = _scores(snapshot, found, sought) if sort == "relevance" else {}
            last = page * page_size
            shown = nsmallest(last, found, key=_order(snapshot.facts, score))[last - page_size :]
            with guarded(self._folder):
                printed = [snapshot.printed(document) for document in shown]
            facts_shown = [snapshot.facts[document] for document in shown]
            facets = _facets([snapshot.facts[document] for document in found])
        hits = tuple(
            _hit(facts, kept, score.get(document, 0.0), sought)
            for document, facts, kept in zip(shown, facts_shown, printed, strict=True)
        )
        return SearchResult(
            total=len(found),
            exact=True,
            took_ms=(perf_counter() - began) * 1000,
            hits=hits,
            facets=facets,
            page=page,
            pages=-(-len(found) // page_size),
            understood=query.understood,
        )

    def close(self) -> None:
        with self._reading:
            if self._snapshot is not None:
                self._snapshot.close()
            self._snapshot = None

    def _current(self) -> Snapshot:
        """The snapshot of the newest commit, kept until there is a newer one.

        Not by Whoosh's `Searcher.refresh`: it may go on showing segments that were merged away.
        """
        snapshot, generation = self._snapshot, self._index.latest_generation()
        if snapshot is not None and snapshot.generation == generation:
            return snapshot
        known = snapshot.facts_by_segment if snapshot is not None else {}
        self.close()
        self._snapshot = Snapshot(self._index.searcher(), generation, known)
        return self._snapshot


def _fields(document: IndexDocument) -> dict[str, object]:
    text = lay_out(document)
    data = text.encode()
    facts = Facts(
        report=document.report,
        stamp=document.stamp,
        year=document.reporting_year,
        region=document.region,
        region_name=document.region_name,
        level=document.level,
        agency=document.agency,
        verdict=document.verdict,
    )
    keys = {
        "report": document.report,
        "year": None if document.reporting_year is None else str(document.reporting_year),
        "region": document.region,
        "level": document.level,
        "agency": document.agency,
        "verdict": document.verdict,
    }
    sections = tuple((section, printable(text)) for section, text in document.sections)
    return {name: [value] for name, value in keys.items() if value} | {
        "tokens": index_tokens(text),
        "sections": sorted({name for name, _ in sections if has_part(data, name)}),
        "facts": json.dumps(facts, ensure_ascii=False).encode(),
        "text": data,
        "printed": (document.title, document.agency_name, document.url, sections),
    }


def _scores(snapshot: Snapshot, found: Sequence[int], sought: _Sought) -> dict[int, float]:
    if not sought:
        return {}
    documents = len(snapshot.facts)
    weights = [
        rarity(documents, min(map(snapshot.frequency, one.tokens), default=documents))
        for one, _section in sought
    ]
    counts, lengths = [], []
    for document in found:
        text = snapshot.text(document)
        counts.append([occurrences(one, section, text) for one, section in sought])
        lengths.append(len(text))
    return dict(zip(found, scores(counts, lengths, weights), strict=True))


def _order(
    facts: Sequence[Facts], score: Mapping[int, float]
) -> Callable[[int], tuple[float, int, str]]:
    """Best first, then newest; the id makes pages the same every time."""

    def key(document: int) -> tuple[float, int, str]:
        known = facts[document]
        return -score.get(document, 0.0), -(known.year or 0), known.report

    return key


def _hit(facts: Facts, printed: Printed, score: float, sought: _Sought) -> Hit:
    return Hit(
        report=facts.report,
        agency=facts.agency,
        agency_name=printed.agency_name,
        reporting_year=facts.year,
        title=printed.title,
        url=printed.url,
        score=score,
        snippets=snippets(printed.sections, sought),
    )


def _facets(found: Sequence[Facts]) -> dict[str, dict[str, int]]:
    years = Counter(facts.year for facts in found)
    regions = Counter(facts.region for facts in found)
    levels = Counter(facts.level or UNKNOWN for facts in found)
    return {
        "year": {
            UNKNOWN if year is None else str(year): years[year]
            for year in sorted(years, key=lambda year: -(year or 0))
        },
        "region": {
            region or UNKNOWN: regions[region]
            for region in sorted(regions, key=lambda region: region or "~")
        },
        "level": {
            level: levels[level]
            for level in sorted(levels, key=lambda level: _LEVELS.get(level, len(_LEVELS)))
        },
    }


def _no_such_page(page: int, page_size: int) -> SearchError:
    return SearchError(
        f"page {page}, page size {page_size}",
        Text("没有这样的页", "there is no such page"),
        Text(
            f"页码从 1 开始，每页 1 到 {LARGEST_PAGE} 条",
            f"pages count from 1 and hold 1 to {LARGEST_PAGE} hits",
        ),
    )
