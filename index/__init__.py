"""Reports to full-text search and back. Whoosh and tantivy live only here."""

from index.engines import Engine
from index.engines.opening import EngineName, open_engine, rebuilding, why_rebuild
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
    "EngineName",
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
    "rebuilding",
    "why_rebuild",
]
