"""A tantivy index as of one commit."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tantivy import DocAddress, Occur, Query, Searcher

from index.canonical import has_content
from index.columns import Columns
from index.counting import Counted
from index.docsets import NOTHING, DocSet, everything, from_numbers
from index.engines.snapshot import Impressions, Printed
from index.engines.tantivy_schema import (
    ELSEWHERE,
    PART_FIELDS,
    SCHEMA,
    SIGNATURE_FIELDS,
    pairs,
    to_report,
    to_signature,
)
from index.needles import Needle
from model.ids import AgencyId, ReportId

_QUERIES_KEPT = 4096
"""Sets of documents: a bit a document each."""
_SCORES_KEPT = 16


class TantivySnapshot:
    """Documents are numbered in the order of tantivy's addresses, without gaps."""

    most_rescored = 500
    """A text costs ten microseconds to read, from compressed blocks."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        size = searcher.num_docs
        hits = searcher.search(Query.all_query(), limit=max(size, 1), count=False).hits
        self._addresses = sorted(
            (address for _score, address in hits), key=lambda one: (one.segment_ord, one.doc)
        )
        self._numbers: list[dict[int, int]] = [{} for _ in range(searcher.num_segments)]
        for number, address in enumerate(self._addresses):
            self._numbers[address.segment_ord][address.doc] = number
        self.columns = Columns(size, self._column)
        self.everything: DocSet = everything(size)
        self.postings = lru_cache(_QUERIES_KEPT)(self._read_postings)
        self.having = lru_cache(_QUERIES_KEPT)(self._read_section)
        self.seen_as_word = lru_cache(_QUERIES_KEPT)(self._read_word)
        self._proven = lru_cache(_QUERIES_KEPT)(self._read_proven)
        self._phrase = lru_cache(_SCORES_KEPT)(self._read_phrase)
        self.counted = Counted()

    def frequency(self, token: str) -> int:
        return int(self._searcher.doc_freq("tokens", token))

    def beginning(self, start: str) -> DocSet:
        terms = [term for term, _ in self._searcher.terms_with_prefix("tokens", start)]
        return self._set(Query.term_set_query(SCHEMA, "tokens", terms)) if terms else NOTHING

    def proven(self, sought: Needle, section: str | None) -> DocSet | None:
        if sought.only_beginning and section is None:
            return self.beginning(sought.beginning)
        if sought.alone or sought.beginning or (section and section not in PART_FIELDS):
            return None
        return self._proven(sought, section)

    def text(self, document: int) -> bytes:
        found: bytes = self._stored(document, "text")
        return found

    def weights(self, sought: Needle) -> Sequence[int] | None:
        del sought
        return None

    def impressions(self, sought: Needle) -> Impressions:
        if sought.alone or sought.beginning or not pairs(sought.text):
            return (), ()
        return self._phrase(sought, None)

    def printed(self, document: int) -> Printed:
        _, _, title, agency, agency_name, url, sections = self._kept(document)
        return Printed(
            title=title,
            agency=None if agency is None else AgencyId(agency),
            agency_name=agency_name,
            url=url,
            sections=tuple((name, text) for name, text in sections),
        )

    def stamps(self) -> dict[ReportId, str]:
        kept = map(self._kept, range(len(self._addresses)))
        return {ReportId(report): stamp for report, stamp, *_ in kept}

    def close(self) -> None:
        """Files are given back when the searcher is no longer used."""

    def _kept(self, document: int) -> Any:
        return json.loads(self._stored(document, "printed"))

    def _stored(self, document: int, name: str) -> Any:
        return self._searcher.doc(self._addresses[document])[name][0]

    def _column(self, name: str) -> Sequence[Any]:
        if name in {"year", "length"}:
            return self._numbers_of(name)
        if name == "report":
            known = map(to_report, self._numbers_of("report_number"))
            return [
                report or ReportId(self._kept(number)[0]) for number, report in enumerate(known)
            ]
        if name == "signature":
            return list(
                map(to_signature, zip(*map(self._numbers_of, SIGNATURE_FIELDS), strict=True))
            )
        return self._labels(name)

    def _numbers_of(self, name: str) -> list[int]:
        values = self._searcher.fast_field_values(name, self._addresses)
        numbers = [int(value) for value in values if value is not None]
        if len(numbers) != len(values):
            raise ValueError(f"documents without {name}")
        return numbers

    def _labels(self, name: str) -> list[str]:
        labels = [""] * len(self._addresses)
        for label, _count in self._searcher.terms_with_prefix(name, ""):
            for number in self._search(Query.term_query(SCHEMA, name, label))[0]:
                labels[number] = label
        return labels

    def _read_postings(self, token: str) -> DocSet:
        return self._set(Query.term_query(SCHEMA, "tokens", token))

    def _read_section(self, section: str) -> DocSet:
        return self._set(Query.term_query(SCHEMA, "sections", section))

    def _read_word(self, word: str) -> DocSet:
        return self._set(Query.term_query(SCHEMA, "words", word))

    def _read_proven(self, sought: Needle, section: str | None) -> DocSet | None:
        if sought.exact and section is None:
            return self.postings(sought.tokens[0])
        if len(sought.text) == 1 and has_content(sought.text) and section is None:
            return self.postings(sought.text)
        if not pairs(sought.text):
            return None
        return from_numbers(self._phrase(sought, section)[0], len(self._addresses))

    def _read_phrase(self, sought: Needle, section: str | None) -> Impressions:
        names = [PART_FIELDS[section]] if section else [*PART_FIELDS.values(), ELSEWHERE]
        words = pairs(sought.text)
        # Every second pair and the last one cover the phrase.
        places = sorted({*range(0, len(words), 2), len(words) - 1})
        placed: list[str | tuple[int, str]] = [(place, words[place]) for place in places]
        queries = [
            Query.phrase_query(SCHEMA, name, placed)
            if len(placed) > 1
            else Query.term_query(SCHEMA, name, words[0])
            for name in names
        ]
        return self._search(Query.boolean_query([(Occur.Should, one) for one in queries]))

    def _set(self, query: Query) -> DocSet:
        return from_numbers(self._search(query)[0], len(self._addresses))

    def _search(self, query: Query) -> Impressions:
        limit = max(len(self._addresses), 1)
        hits: list[tuple[float, DocAddress]]
        hits = self._searcher.search(query, limit=limit, count=False).hits
        numbers = self._numbers
        return (
            [numbers[address.segment_ord][address.doc] for _, address in hits],
            [score for score, _ in hits],
        )
