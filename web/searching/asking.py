"""A query as typed into a tree, with the names of the forms' figures and the audit's rules."""

import re

from index import Query, Vocabulary, parse_query

_NEEDS_NAMES = re.compile(r"[<>=≥≤≠⩾⩽＜＞＝]|:|：")
"""Signs without which no figure, rule or form is named."""


def asked_query(text: str) -> Query:
    """Raises SearchError, with the character where it went wrong."""
    return parse_query(text, vocabulary()) if _NEEDS_NAMES.search(text) else parse_query(text)


def vocabulary() -> Vocabulary:
    from web.searching import naming  # noqa: PLC0415 - see there

    return naming.vocabulary()
