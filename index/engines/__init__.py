"""Search engines behind one `Engine`. What differs between them is a `Store` and a `Snapshot`."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from index.query import Query
from index.values import (
    NOTHING_KNOWN,
    IndexDocument,
    Known,
    SearchFilters,
    SearchResult,
    Sort,
)
from model.ids import ReportId


class Engine(Protocol):
    """Documents in, answers out. All failures are `model.errors.SearchError` or `NoSpace`."""

    def replace(self, documents: Iterable[IndexDocument], removed: Iterable[ReportId] = ()) -> None:
        """Put documents in the place of those with the same ids and take the removed ones out.

        One commit: after a kill at any moment either all of it happened or nothing. Batches of 500
        and more are cheapest.
        """
        ...

    def stamps(self) -> Mapping[ReportId, str]:
        """The stamp of every indexed document: what is left to do is a comparison."""
        ...

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
        """One page of what matches, counted from 1; a page after the last has no hits.

        `fold` puts near copies under the best of them (`Hit.alike`): pages then count hits. Raises
        SearchError for a page that cannot be, for a sort that `known` has no numbers for, and for a
        query with a condition that the database was to answer.
        """
        ...

    def matching(self, query: Query, filters: SearchFilters | None = None) -> frozenset[ReportId]:
        """Every report that a search would count."""
        ...

    def close(self) -> None: ...
