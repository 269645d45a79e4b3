"""A condition as a Whoosh query that finds every document which may satisfy it, quickly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh import query

from index.matching import Facts, fact_predicate
from index.needles import needle
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    HasSection,
    InRegion,
    InYears,
    Not,
    OfAgency,
    OfLevel,
    Phrase,
    Within,
    WithVerdict,
)

_MOST_TOKENS = 3
"""The rarest tokens of a phrase say nearly all; each further one costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    query: Any
    """A Whoosh query."""
    exact: bool
    """Whether it finds only what satisfies the condition, so that nothing is left to decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the index knows of its own terms."""

    frequency: Callable[[str], int]
    """In how many documents a token stands, at most."""
    years: Sequence[Facts]
    """One document of each reporting year."""
    regions: Sequence[Facts]
    """One document of each region and name of it."""


_ANYTHING = Narrowed(query.Every(), exact=False)


def narrow(condition: Condition, known: Vocabulary, *, bound: bool = False) -> Narrowed:
    """`bound` phrases must stand in one section, which their tokens cannot tell."""
    match condition:
        case Everything():
            found = Narrowed(query.Every(), exact=True)
        case Phrase(text):
            found = _phrase(text, known, bound=bound)
        case HasSection(name):
            found = _term("sections", name)
        case Within(name, inner):
            found = _all((_term("sections", name), narrow(inner, known, bound=True)))
        case AllOf(conditions):
            found = _all([narrow(one, known, bound=bound) for one in conditions])
        case AnyOf(conditions):
            found = _any([narrow(one, known, bound=bound) for one in conditions])
        case Not():
            found = _ANYTHING
        case OfAgency(value):
            named = _any((_term("agency", value), _phrase(value, known, bound=True)))
            found = Narrowed(named.query, exact=False)
        case InYears() | InRegion() | OfLevel() | WithVerdict():
            found = _fact(condition, known)
        case _:
            found = _ANYTHING
    return found


def _fact(condition: InYears | InRegion | OfLevel | WithVerdict, known: Vocabulary) -> Narrowed:
    match condition:
        case InYears():
            fits = fact_predicate(condition)
            return _any([_term("year", str(one.year)) for one in known.years if fits(one)])
        case InRegion():
            fits = fact_predicate(condition)
            codes = sorted({one.region for one in known.regions if one.region and fits(one)})
            # A code may have had several names over the years.
            return Narrowed(_any([_term("region", code) for code in codes]).query, exact=False)
        case OfLevel(value):
            return _term("level", value)
        case WithVerdict(value):
            return _term("verdict", value)


def _phrase(text: str, known: Vocabulary, *, bound: bool) -> Narrowed:
    sought = needle(text)
    if not sought.tokens:
        return _ANYTHING
    rarest = sorted(sought.tokens, key=known.frequency)[:_MOST_TOKENS]
    terms = [_term("tokens", token) for token in rarest]
    return Narrowed(_all(terms).query, exact=sought.exact and not bound)


def _term(field: str, value: str) -> Narrowed:
    return Narrowed(query.Term(field, value), exact=True)


def _all(parts: Iterable[Narrowed]) -> Narrowed:
    everyone = list(parts)
    exact = all(part.exact for part in everyone)
    queries = [part.query for part in everyone if not isinstance(part.query, query.Every)]
    if not queries:
        return Narrowed(query.Every(), exact=exact)
    return Narrowed(queries[0] if len(queries) == 1 else query.And(queries), exact=exact)


def _any(parts: Iterable[Narrowed]) -> Narrowed:
    everyone = list(parts)
    exact = all(part.exact for part in everyone)
    queries = [part.query for part in everyone]
    if not queries:
        return Narrowed(query.NullQuery, exact=True)
    if any(isinstance(one, query.Every) for one in queries):
        return Narrowed(query.Every(), exact=False)
    return Narrowed(queries[0] if len(queries) == 1 else query.Or(queries), exact=exact)
