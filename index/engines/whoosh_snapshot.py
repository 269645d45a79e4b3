"""The index as of one commit: what a search reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.engines.whoosh_narrowing import Vocabulary, narrow
from index.matching import Facts, predicate
from index.query import Condition
from model.ids import ReportId


@dataclass(frozen=True, slots=True)
class Printed:
    """What a hit shows, as stored."""

    title: str
    agency_name: str
    url: str
    sections: tuple[tuple[str, str], ...]


class Snapshot:
    """Documents are numbered as Whoosh numbers them, across segments.

    Facts are kept in memory (about half a kilobyte a document): facets and orders by a column
    reader cost more than the search itself. Those of an unchanged segment are taken from `known`.
    """

    def __init__(
        self, searcher: Any, generation: int, known: Mapping[str, Sequence[Facts]]
    ) -> None:
        self.generation = generation
        """The commit that was the newest when `searcher` was opened, or one before it."""
        self._searcher = searcher
        self._reader = searcher.reader()
        leaves = [leaf for leaf, _ in self._reader.leaf_readers() if leaf.segment() is not None]
        self.facts_by_segment: dict[str, Sequence[Facts]] = {}
        for leaf in leaves:
            segment = leaf.segment().segment_id()
            self.facts_by_segment[segment] = known.get(segment) or _read_facts(leaf)
        self.facts = [facts for part in self.facts_by_segment.values() for facts in part]
        self._texts = self._reader.column_reader("text", translate=False) if leaves else []
        self._vocabulary = Vocabulary(
            frequency=self.frequency,
            years=tuple({one.year: one for one in self.facts if one.year is not None}.values()),
            regions=tuple({one[3:5]: one for one in self.facts if one.region}.values()),
        )

    def matching(self, condition: Condition) -> list[int]:
        """The documents that satisfy the condition, ascending."""
        narrowed = narrow(condition, self._vocabulary)
        candidates = self._searcher.docs_for_query(narrowed.query)
        if narrowed.exact:
            return list(candidates)
        fits, facts, texts = predicate(condition), self.facts, self._texts
        return [doc for doc in candidates if fits(facts[doc], texts[doc])]

    def text(self, document: int) -> bytes:
        found: bytes = self._texts[document]
        return found

    def frequency(self, token: str) -> int:
        return int(self._reader.doc_frequency("tokens", token))

    def printed(self, document: int) -> Printed:
        title, agency_name, url, sections = self._searcher.stored_fields(document)["printed"]
        return Printed(title, agency_name, url, sections)

    def stamps(self) -> dict[ReportId, str]:
        kept = (self.facts[document] for document in self._reader.all_doc_ids())
        return {facts.report: facts.stamp for facts in kept}

    def close(self) -> None:
        self._searcher.close()


def _read_facts(leaf: Any) -> Sequence[Facts]:
    column = leaf.column_reader("facts", translate=False)
    return [Facts(*json.loads(column[number])) for number in range(leaf.doc_count_all())]
