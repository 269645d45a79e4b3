"""A query in words: what was understood, who answers each part, and what each part finds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index import Engine, Query, SearchFilters
from index.query import AllOf, AnyOf, Condition, Everything, Not, Within
from model.text import Text
from storage.database import Database
from web.searching.asking import asked_query
from web.searching.resolving import answered, answers_of, asks_database
from web.searching.searching import resolved
from web.searching.words import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One node of the tree."""

    depth: int
    query: str
    """The part in the query language."""
    words: Text
    by_database: bool
    """Else the search index answers it."""
    reports: int
    """Of all reports, filters aside: those of which it is known to hold."""
    unknown: int
    """Those of which neither it nor its negation is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    understood: str
    total: int
    """With everything, filters included."""
    indexed: int
    """All reports that can be found."""
    steps: tuple[Step, ...]


def explain(
    engine: Engine, database: Database, text: str, filters: SearchFilters | None = None
) -> Explained:
    """Raises SearchError."""
    query = asked_query(text)
    narrowed = filters or SearchFilters()
    answers = answers_of(database)

    def count(condition: Condition) -> int:
        asked = Query(text, answered(condition, answers))
        return engine.search(asked, page_size=1).total

    indexed = count(Everything())
    steps = []
    for depth, part, section in _walk(query.root, 0, None):
        whole: Condition = Within(section, part) if section else part
        found = count(whole)
        unknown = 0
        if asks_database(part):
            unknown = indexed - found - count(Not(whole))
        steps.append(
            Step(
                depth=depth,
                query=str(part),
                words=words_of(part),
                by_database=asks_database(part),
                reports=found,
                unknown=unknown,
            )
        )
    total = engine.search(
        resolved(database, query, narrowed), replace(narrowed, verdict=None), page_size=1
    ).total
    return Explained(understood=query.understood, total=total, indexed=indexed, steps=tuple(steps))


def _walk(
    condition: Condition, depth: int, section: str | None
) -> Iterator[tuple[int, Condition, str | None]]:
    yield depth, condition, section
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            for one in conditions:
                yield from _walk(one, depth + 1, section)
        case Not(inner):
            yield from _walk(inner, depth + 1, section)
        case Within(name, inner):
            yield from _walk(inner, depth + 1, name)
        case _:
            pass
