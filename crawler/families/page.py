"""What a family is given of a listing, and what it makes of it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from parsel import Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of a site: a page, or with a form the answer to a POST."""

    url: str
    """Absolute. A fragment is not sent; some families keep the number of a column in it."""
    form: tuple[tuple[str, str], ...] | None = None
    """Names and values to be posted, in this order; None for a GET."""

    @property
    def body(self) -> bytes:
        return urlencode(self.form).encode() if self.form is not None else b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: a page of a listing, or the data that a script would fill it with."""

    html: Selector
    source: str
    url: str
    """Where it was in the end, redirects followed: relative links start here."""
    number: int
    """Counts from 1 in reading order."""
    asked: Query | None = None
    """What brought it. None where only the page itself is at hand."""
    before: int = 0
    """Entries of the pages of this listing that were read before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of a listing as the page shows it."""

    url: str
    """Absolute, without a fragment; the `href` itself when it is a script."""
    title: str
    declared: date | None
    reporting_year: int | None = None
    """Of an annual report whose URL says the year; its title may then be the bare year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """What a page says about what is behind it."""

    next: Query | None = None
    columns: tuple[Query, ...] = ()
    """Other lists that belong to this one: the columns of single years."""
    total: int | None = None
    """Entries that the page says the whole listing has."""
    empty: bool = False
    """The page says itself that there is nothing."""
    broken: str | None = None
    """Why there must be more although it cannot be asked for; None when all is well."""
