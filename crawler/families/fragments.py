"""Lists that come as data: rows of HTML in XML or JSON, and JSON without HTML."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from parsel import Selector

from crawler.families.dates import days_in
from crawler.families.entries import entries_of
from crawler.families.page import Entry, Page

_CHINA = timezone(timedelta(hours=8))
_DATA = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?(?:[\[{]|<\?xml|<datastore|<recordset|<record>)", re.IGNORECASE
)
_PAGE = re.compile(rb"<html|<body|<!doctype html", re.IGNORECASE)
_EPOCH_SECONDS = range(946_684_800, 4_102_444_800)
"""2000 to 2100."""


def is_data(body: bytes) -> bool:
    """Whether an answer is data and no page, whatever type the server gives it."""
    return _DATA.match(body) is not None and _PAGE.search(body[:2048]) is None


def json_of(page: Page) -> dict[str, Any] | None:
    """The object that an answer is; None for an error page or anything else in its place."""
    try:
        found = json.loads(page.source.lstrip("\ufeff \r\n\t"))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


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
