"""What is asked of a URL, and what came."""

from dataclasses import dataclass
from datetime import date

from crawler.families import Page
from model.agency import Agency
from model.capture import Purpose, Visit
from storage.archive import lookup_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One URL that we want to visit, for whom and why."""

    url: str
    purpose: Purpose
    agency: Agency
    listing: str | None = None
    title: str | None = None
    declared: date | None = None
    reporting_year: int | None = None
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    """Those that this question needs besides the crawler's own."""

    @property
    def key(self) -> str:
        """What tells this question from others: the URL, with the form behind it for a POST."""
        kinds = (value for name, value in self.headers if name.lower() == "content-type")
        return lookup_url(self.url, self.method, self.body, next(kinds, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a visit ended, and what there is to read."""

    visit: Visit
    url: str
    """Where the answer came from in the end, redirects followed."""
    body: bytes | None = None
    """The entity, content coding undone; None unless the visit brought content."""
    media_type: str | None = None
    """Content-Type as sent, its charset included."""
    page: Page | None = None
    """The body taken apart, where that has been done already: it is HTML then."""
