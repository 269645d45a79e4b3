"""What a site holds on a day: its dated things, with the addresses its platform gives them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from demo.places import Column, Content, Item, Site
from demo.reports import ReportData, report_title
from demo.web import OPENING

_NEWS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dated thing of a site."""

    number: int
    """Counts from 1 in the order in which the site's things were dated."""
    title: str
    published: date
    """The date shown; things may appear on another day."""
    column: Column | None
    """None for news."""
    content: Item | ReportData

    @property
    def appears(self) -> date:
        return self.content.appears if isinstance(self.content, ReportData) else self.published

    def is_there(self, day: date) -> bool:
        if not isinstance(self.content, ReportData):
            return self.published <= day
        emptied = self.column.emptied if self.column else None
        ends = [end for end in (self.content.withdrawn, emptied) if end is not None]
        return self.appears <= day and all(day < end for end in ends)

    def changed(self, day: date) -> date:
        """The day of the last change of what it says, until `day`."""
        if isinstance(self.content, ReportData):
            return max([self.appears, *(e.since for e in self.content.editions if e.since <= day)])
        return self.published


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """A site on a day."""

    content: Content
    site: Site
    day: date
    entries: tuple[Entry, ...]
    """What is there, the newest first."""

    @property
    def news(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.column is None)[:_NEWS_SHOWN]

    def listed(self, column: Column) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if lists(column, entry))

    def changed(self, entries: Iterable[Entry]) -> date:
        """The day on which a page of these entries was last different.

        What was withdrawn changes the pages it stood on, too.
        """
        days = [OPENING, *(entry.appears for entry in entries)]
        return max(days + [end for end in self._ends() if end <= self.day])

    def _ends(self) -> Iterator[date]:
        for entry in all_entries(self.content, self.site):
            if isinstance(entry.content, ReportData) and entry.content.withdrawn is not None:
                yield entry.content.withdrawn
            if entry.column is not None and entry.column.emptied is not None:
                yield entry.column.emptied


@lru_cache(maxsize=128)
def view_of(content: Content, site: Site, day: date) -> View:
    there = tuple(entry for entry in all_entries(content, site) if entry.is_there(day))
    return View(content=content, site=site, day=day, entries=there)


@lru_cache(maxsize=128)
def all_entries(content: Content, site: Site) -> tuple[Entry, ...]:
    """Everything the site will ever hold, the newest first."""
    things = sorted(_things(content, site), key=lambda thing: (thing[0], thing[1]))
    entries = [
        Entry(number=number, title=title, published=published, column=column, content=thing)
        for number, (published, title, column, thing) in enumerate(things, start=1)
    ]
    return tuple(reversed(entries))


def _things(
    content: Content, site: Site
) -> Iterator[tuple[date, str, Column | None, Item | ReportData]]:
    for item in site.news:
        yield item.published, item.title, None, item
    for column in site.columns:
        for item in column.items:
            yield item.published, item.title, column, item
        for report in content.reports_in(site, column):
            title = report_title(content.name_of(report.agency), report.year)
            yield report.published, title, column, report


def lists(column: Column, entry: Entry) -> bool:
    """Whether a column shows an entry: its own, and those of agencies that it lists too."""
    if entry.column is column:
        return True
    return isinstance(entry.content, ReportData) and entry.content.agency in column.also
