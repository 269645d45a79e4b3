"""Which documents satisfy a condition: sets of documents, joined and cut.

The same for every engine. An engine says under which tokens documents stand, and which phrases its
postings prove; every other phrase is looked for in the texts that are left (`index.layout`).
"""

from array import array
from functools import reduce
from operator import or_
from typing import Protocol

from index.columns import Columns, satisfying, where
from index.counting import Counted, Sought, nowhere
from index.docsets import NOTHING, DocSet, from_numbers, numbers
from index.layout import AGENCY, TITLE
from index.needles import Needle, needle, occurrences
from index.numerals import spellings
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    HasSection,
    InRegion,
    InTitle,
    InYears,
    Not,
    OfAgency,
    OfKind,
    OfLevel,
    OneOf,
    Phrase,
    Within,
    WithVerdict,
)
from index.values import SearchFilters
from model.errors import SearchError
from model.text import Text

_MOST_TOKENS = 3
"""The rarest tokens of a phrase say nearly all; each further one costs more than it saves."""
MOST_RANKED = 8
"""Phrases that count for the order, the rarest; more of them are a list to choose from."""


class Source(Protocol):
    """An index as of one commit. Documents are numbered from 0; removed ones leave gaps."""

    @property
    def columns(self) -> Columns: ...

    @property
    def everything(self) -> DocSet: ...

    def postings(self, token: str) -> DocSet: ...

    def frequency(self, token: str) -> int:
        """In how many documents a token stands, at most."""
        ...

    def beginning(self, start: str) -> DocSet:
        """The documents with a word that begins like this."""
        ...

    def proven(self, sought: Needle, section: str | None) -> DocSet | None:
        """The documents that contain it, in one part or in any.

        None where a text must be read to know.
        """
        ...

    def having(self, section: str) -> DocSet: ...

    def text(self, document: int) -> bytes: ...

    @property
    def counted(self) -> Counted: ...


def with_filters(condition: Condition, filters: SearchFilters) -> Condition:
    """The condition and the filters as one: they are decided together."""
    narrowing: list[Condition] = []
    if filters.year is not None:
        narrowing.append(InYears(*filters.year))
    if filters.region is not None:
        narrowing.append(InRegion(filters.region))
    if filters.level is not None:
        narrowing.append(OfLevel(filters.level))
    if filters.kind is not None:
        narrowing.append(OfKind(filters.kind))
    if filters.agency is not None:
        narrowing.append(OfAgency(filters.agency))
    if filters.verdict is not None:
        narrowing.append(WithVerdict(filters.verdict))
    return AllOf((condition, *narrowing)) if narrowing else condition


def needles(phrase: Phrase | InTitle) -> tuple[Needle, ...]:
    """Each way to write it; one of them has to be found."""
    prefix = isinstance(phrase, Phrase) and phrase.prefix
    ways = (needle(one.text, alone=one.alone, prefix=prefix) for one in spellings(phrase.text))
    return tuple(dict.fromkeys(ways))


def positive_needles(condition: Condition, section: str | None = None) -> tuple[Sought, ...]:
    """The phrases that a matching document may contain, each with the part it is bound to."""
    match condition:
        case Phrase():
            return tuple((one, section) for one in needles(condition))
        case InTitle():
            return tuple((one, TITLE) for one in needles(condition))
        case Within(name, inner):
            return positive_needles(inner, name)
        case AllOf(conditions) | AnyOf(conditions):
            found = (pair for one in conditions for pair in positive_needles(one, section))
            return tuple(dict.fromkeys(found))
        case _:
            return ()


class Matching:
    """One evaluation of one condition."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._size = len(source.columns)
        self.counts: dict[Sought, array[int]] = {}
        """Occurrences that were counted on the way, of every document that may be found."""

    def find(
        self, condition: Condition, among: DocSet | None = None, section: str | None = None
    ) -> DocSet:
        """Those of `among` that satisfy it; its phrases are looked for in `section` alone."""
        if among is None:
            among = self._source.everything
        if not among:
            return NOTHING
        match condition:
            case Everything():
                found = among
            case Phrase():
                found = self._phrase(needles(condition), section, among)
            case InTitle():
                found = self._phrase(needles(condition), TITLE, among)
            case Within(name, inner):
                found = self.find(inner, among & self._source.having(name), name)
            case AllOf(conditions):
                found = among
                for part in sorted(conditions, key=self._cost):
                    found = self.find(part, found, section)
            case AnyOf(conditions):
                found = self._any(conditions, among, section)
            case Not(inner):
                found = among & ~self.find(inner, among, section)
            case _:
                found = self._fact(condition, among)
        return found

    def _fact(self, condition: Condition, among: DocSet) -> DocSet:
        match condition:
            case HasSection(name):
                return among & self._source.having(name)
            case OfAgency(value):
                named = self._phrase(tuple(filter(_has_text, (needle(value),))), AGENCY, among)
                agencies = self._source.columns.agencies
                return named | among & where(agencies, lambda agency: agency == value)
            case InYears() | InRegion() | OfLevel() | OfKind() | OneOf():
                return among & satisfying(self._source.columns, condition)
            case _:
                raise _unanswered(condition)

    def _any(self, conditions: tuple[Condition, ...], among: DocSet, section: str | None) -> DocSet:
        found = NOTHING
        ranked = len(conditions) <= MOST_RANKED
        for part in sorted(conditions, key=self._cost):
            found |= self.find(part, among if ranked else among & ~found, section)
        return found

    def _phrase(self, ways: tuple[Needle, ...], section: str | None, among: DocSet) -> DocSet:
        return reduce(or_, (self._needle(one, section, among) for one in ways), NOTHING)

    def _needle(self, sought: Needle, section: str | None, among: DocSet) -> DocSet:
        proven = self._source.proven(sought, section)
        if proven is not None:
            return among & proven
        known = self._source.counted.get((sought, section))
        if known is not None:
            self.counts[sought, section], found = known
            return among & found
        return self._counted(sought, section, among)

    def _counted(self, sought: Needle, section: str | None, among: DocSet) -> DocSet:
        """Found by reading texts, those that postings leave."""
        left = among
        for token in sorted(sought.tokens, key=self._source.frequency)[:_MOST_TOKENS]:
            left &= self._source.postings(token)
        if sought.beginning:
            left &= self._source.beginning(sought.beginning)
        text = self._source.text
        earlier = self.counts.get((sought, section))
        counts = nowhere(self._size) if earlier is None else array(earlier.typecode, earlier)
        read = numbers(left, self._size)
        for document in read:
            counts[document] = occurrences(sought, section, text(document))
        found = from_numbers((one for one in read if counts[one]), self._size)
        self.counts[sought, section] = counts
        if among == self._source.everything:
            self._source.counted.put((sought, section), counts, found)
        return found

    def _cost(self, condition: Condition) -> tuple[int, int]:
        """Cheapest first: what is ruled out by facts and rare words need not be read."""
        match condition:
            case Phrase() | InTitle():
                ways = needles(condition)
                return 1, sum(self.most(one) for one in ways)
            case Everything() | HasSection() | InYears() | InRegion() | OfLevel() | OfKind():
                return 0, 0
            case OneOf():
                return 0, 1
            case _:
                return 2, 0

    def most(self, sought: Needle) -> int:
        """Documents that may contain it, at most."""
        return min(map(self._source.frequency, sought.tokens), default=self._size)


def _has_text(sought: Needle) -> bool:
    return sought.text != ""


def _unanswered(condition: Condition) -> SearchError:
    """A condition came here that the database was to answer first."""
    return SearchError(
        str(condition),
        Text("检索引擎不能回答这一条件", "the search engine cannot answer this condition"),
        Text("通过 nianbao search 检索", "search with nianbao search"),
    )
