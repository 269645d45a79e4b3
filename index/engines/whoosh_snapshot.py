"""A Whoosh index as of one commit."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from whoosh.reading import TermNotFound

from index.canonical import has_content
from index.columns import Columns
from index.counting import Counted, nowhere
from index.docsets import NOTHING, DocSet, everything, from_numbers, numbers
from index.engines.snapshot import Impressions, Printed
from index.needles import Needle
from model.ids import AgencyId, ReportId

SEEN = 0.5
"""Added to a token's weight, else a whole number, where two characters are seen as a word."""

_TOKENS_KEPT = 4096
"""Sets of documents: a bit a document each."""
_WEIGHTS_KEPT = 64
"""Postings with weights: four bytes a document each."""
_LIST_CHARACTERS = 8
_STRINGS = frozenset({"report", "place", "level", "kind", "agency"})

ColumnsBySegment = Mapping[str, dict[str, Sequence[Any]]]


class WhooshSnapshot:
    """Documents are numbered as Whoosh numbers them, across segments."""

    most_rescored = 10**9
    """A text is a slice of a mapped file: reading all is cheaper than guessing."""

    def __init__(self, reader: Any, known: ColumnsBySegment) -> None:
        self._reader = reader
        self._leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.segment() is not None]
        self.columns_by_segment = {
            segment: known.get(segment, {})
            for segment in (leaf.segment().segment_id() for leaf in self._leaves)
        }
        """What was read of each segment; segments never change, but for what is removed."""
        size = reader.doc_count_all() if self._leaves else 0
        self.columns = Columns(size, self._column)
        self.everything: DocSet = self._present(size)
        self._characters_asked: set[str] = set()
        self._texts = reader.column_reader("text", translate=False) if size else ()
        self._printed = reader.column_reader("printed", translate=False) if size else ()
        self.postings = lru_cache(_TOKENS_KEPT)(self._read_postings)
        self._weighted = lru_cache(_WEIGHTS_KEPT)(self._read_weights)
        self.counted = Counted()

    def frequency(self, token: str) -> int:
        return int(self._reader.doc_frequency("tokens", token))

    def beginning(self, start: str) -> DocSet:
        found = NOTHING
        for token in self._reader.expand_prefix("tokens", start):
            found |= self.postings(token.decode() if isinstance(token, bytes) else token)
        return found

    def proven(self, sought: Needle, section: str | None) -> DocSet | None:
        if section is not None or sought.alone:
            return None
        if len(sought.text) == 1 and has_content(sought.text):
            return self._character(sought.text)
        if sought.only_beginning:
            return self.beginning(sought.beginning)
        return self.postings(sought.tokens[0]) if sought.exact else None

    def _character(self, character: str) -> DocSet | None:
        """None while few were asked for: to look for one is quicker than to list them all."""
        self._characters_asked.add(character)
        if len(self._characters_asked) < _LIST_CHARACTERS:
            return None
        return self._characters.get(character, NOTHING)

    @cached_property
    def _characters(self) -> dict[str, DocSet]:
        """Postings hold no single characters."""
        size = len(self.columns)
        documents: dict[str, list[int]] = {}
        for document in numbers(self.everything, size):
            for character in set(self.text(document).decode()):
                documents.setdefault(character, []).append(document)
        return {one: from_numbers(found, size) for one, found in documents.items()}

    def having(self, section: str) -> DocSet:
        return self._ids("sections", section)

    def text(self, document: int) -> bytes:
        found: bytes = self._texts[document]
        return found

    def weights(self, sought: Needle) -> Sequence[int] | None:
        return self._weighted(sought.tokens[0])[0] if sought.exact else None

    def impressions(self, sought: Needle) -> Impressions:
        del sought
        return (), ()

    def seen_as_word(self, word: str) -> DocSet:
        return self._weighted(word)[1]

    def printed(self, document: int) -> Printed:
        title, agency, agency_name, url, _stamp, sections = json.loads(self._printed[document])
        return Printed(
            title=title,
            agency=None if agency is None else AgencyId(agency),
            agency_name=agency_name,
            url=url,
            sections=tuple((name, text) for name, text in sections),
        )

    def stamps(self) -> dict[ReportId, str]:
        reports = self.columns.reports
        return {
            reports[document]: json.loads(self._printed[document])[4]
            for document in self._reader.all_doc_ids()
        }

    def close(self) -> None:
        self._reader.close()

    def _present(self, size: int) -> DocSet:
        if not self._reader.has_deletions():
            return everything(size)
        return from_numbers(self._reader.all_doc_ids(), size)

    def _column(self, name: str) -> Sequence[Any]:
        parts = zip(self._leaves, self.columns_by_segment.values(), strict=True)
        return list(chain.from_iterable(_column_of(leaf, known, name) for leaf, known in parts))

    def _read_postings(self, token: str) -> DocSet:
        return self._ids("tokens", token)

    def _ids(self, field: str, token: str) -> DocSet:
        try:
            matcher = self._reader.postings(field, token)
        except TermNotFound:
            return NOTHING
        return from_numbers(matcher.all_ids(), len(self.columns))

    def _read_weights(self, token: str) -> tuple[Sequence[int], DocSet]:
        """How often it stands in each document, and where it is seen as a word."""
        size = len(self.columns)
        counts = nowhere(size)
        try:
            matcher = self._reader.postings("tokens", token)
        except TermNotFound:
            return counts, NOTHING
        seen = []
        while matcher.is_active():
            document, weight = matcher.id(), matcher.weight()
            counts[document] = int(weight)
            if weight % 1:
                seen.append(document)
            matcher.next()
        return counts, from_numbers(seen, size)


def _column_of(leaf: Any, known: dict[str, Sequence[Any]], name: str) -> Sequence[Any]:
    if name not in known:
        values = list(leaf.column_reader(name, translate=False))
        known[name] = [value.decode() for value in values] if name in _STRINGS else values
    return known[name]
