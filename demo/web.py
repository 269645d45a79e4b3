"""What is asked of a site and what it answers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qsl, urlsplit

from demo.season import CHINA

HTML = "text/html; charset=utf-8"
OPENING = date(2022, 6, 1)
"""Pages without dated content were last changed when the sites opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request, without its headers."""

    method: str = "GET"
    target: str
    """Path and query as sent."""
    form: Mapping[str, str] = field(default_factory=dict)
    """Fields of a posted form."""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer."""

    status: int = 200
    media_type: str = HTML
    body: bytes = b""
    modified: datetime | None
    """None: made anew for every request, so without validators."""
    cookie: str | None = None
    filename: str | None = None
    """Under which the browser would save it."""
    location: str | None = None
    """Of a redirect; `http://DOMAIN/…` leads to another site of ours."""

    @property
    def etag(self) -> str | None:
        if self.modified is None:
            return None
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def morning(day: date) -> datetime:
    """The early morning of the day in China, so that the look at 09:00 is never before it."""
    return datetime.combine(day, time(6), tzinfo=CHINA).astimezone(UTC)


def page_of(text: str, changed: date) -> Page:
    return Page(body=text.encode(), modified=morning(changed))


def redirect(location: str, *, status: int = 302) -> Page:
    return Page(status=status, modified=None, location=location)


def hex_id(*words: object, digits: int = 32) -> str:
    """An id as platforms draw them, the same for the same words."""
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()[:digits]
