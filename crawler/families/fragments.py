"""Lists that come as data: rows of HTML in XML or JSON, and JSON without HTML."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urljoin

from parsel import Selector

from crawler.families.dates import days_in
from crawler.families.entries import entries_of
from crawler.families.page import Entry, Page

_CHINA = timezone(timedelta(hours=8))
_DATA = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?(?:[\[{]|<\?xml|<datastore|<recordset|<record>)", re.IGNORECASE
)
_PAGE = re.compile(rb"<html|<body|<!doctype html", re.IGNORECASE)
_URLS = ("url", "post_url", "link", "href")
_DAYS = (
    "display_publish_time",
    "first_publish_time",
    "publish_time",
    "publishTime",
    "pubDate",
    "date",
    "created_at",
)
_EPOCH_SECONDS = range(946_684_800, 4_102_444_800)
"""2000 to 2100."""


def is_data(body: bytes) -> bool:
    """Whether an answer is data and no page, whatever type the server gives it."""
    return _DATA.match(body) is not None and _PAGE.search(body[:2048]) is None


def json_of(page: Page) -> dict[str, Any] | None:
    """The object that an answer is; None for an error page or anything else in its place."""
    try:
        found = json.loads(page.source.lstrip("\ufeff \r\n\t"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def articles_in(answer: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The list of articles in an answer, at whatever depth: objects with a title and an address.

    None when there is no list of objects; an empty list may be one of articles.
    """
    waiting: list[object] = [answer]
    empty = False
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            objects = [one for one in item if isinstance(one, dict)]
            if objects and all("title" in one for one in objects):
                return objects
            empty = empty or not item
    return [] if empty else None


def entries_in_articles(articles: Iterable[dict[str, Any]], base: str) -> tuple[Entry, ...]:
    found = (_entry(article, base) for article in articles)
    return tuple(entry for entry in found if entry is not None)


def _entry(article: dict[str, Any], base: str) -> Entry | None:
    url = next((article[name] for name in _URLS if isinstance(article.get(name), str)), None)
    title = article.get("title")
    if not url or not isinstance(title, str):
        return None
    days = (day_of(article.get(name)) for name in _DAYS)
    return Entry(
        url=urljoin(base, url),
        title=" ".join(title.split()),
        declared=next((day for day in days if day is not None), None),
    )


def count_of(value: object) -> int | None:
    """A number as JSON gives it, in digits or as a word of digits."""
    text = str(value)
    return int(text) if text.isdigit() else None


def entries_in_rows(rows: Iterable[str], page: Page) -> tuple[Entry, ...]:
    """Of pieces of HTML, each one row of the list."""
    markup = "".join(f"<div>{row}</div>" for row in rows)
    html = Selector(text=f"<html><body><div>{markup}</div></body></html>", type="html")
    return entries_of(replace(page, html=html))


def day_of(value: object) -> date | None:
    """A day as JSON gives it: seconds or milliseconds since 1970, or in words."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return next(days_in(value), None) if not value.isdigit() else day_of(int(value))
    if isinstance(value, int | float):
        seconds = int(value) // 1000 if value > _EPOCH_SECONDS.stop else int(value)
        if seconds in _EPOCH_SECONDS:
            return datetime.fromtimestamp(seconds, tz=_CHINA).date()
    return None
