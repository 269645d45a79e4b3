"""What a family makes of one page of a listing."""

from dataclasses import dataclass
from datetime import date

from parsel import Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answered page of a listing."""

    html: Selector
    source: str
    url: str
    """Where it was in the end, redirects followed: relative links start here."""
    number: int
    """Counts from 1 in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of a listing as the page shows it."""

    url: str
    """Absolute, without a fragment; the `href` itself when it is a script."""
    title: str
    declared: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """What a page says about the pages behind it."""

    next_url: str | None = None
    total: int | None = None
    """Entries that the page says the whole listing has."""
    broken: str | None = None
    """Why there must be more although no next page can be named; None when all is well."""
