"""Reports to full-text search and back. Whoosh lives only here."""

from index.engines import Engine
from index.engines.whoosh_engine import open_engine
from index.parser import parse_query
from index.query import Query
from index.values import (
    UNKNOWN,
    Hit,
    IndexDocument,
    Known,
    SearchFilters,
    SearchResult,
    Snippet,
    Sort,
)
from index.vocabulary import Vocabulary

__all__ = [
    "UNKNOWN",
    "Engine",
    "Hit",
    "IndexDocument",
    "Known",
    "Query",
    "SearchFilters",
    "SearchResult",
    "Snippet",
    "Sort",
    "Vocabulary",
    "open_engine",
    "parse_query",
]
