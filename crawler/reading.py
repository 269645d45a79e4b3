"""The reading of one listing, page by page, until nothing of it is left to ask for. Pure.

A listing may be several lists: the columns of its years, a frame. Each is read to its own end. The
worst that could happen here is an end that is none: whatever is odd about a page ends the
reading as *unreadable*, with the reason.
"""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from crawler.families import Entry, Family, Page, Paging, Query, family_of
from crawler.families.columns import frames, refresh, year_columns
from crawler.families.dates import days_in
from crawler.families.entries import is_told_by_its_title
from crawler.families.fragments import is_data
from crawler.families.inline import report_on
from crawler.families.visible import visible_text
from crawler.signs import loads_by_script
from model.capture import LinkKind, ListedLink, LookEnd

_DEEPEST = 3
"""Lists within lists: a page that sends us on, its years, the frame in one of them."""
_TEMPLATE = re.compile(r"\{\{[^{}]{1,80}\}\}|\$\{[^{}]{1,80}\}|<%=|<TRS_\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    end: LookEnd
    detail: str | None = None


def unreadable(detail: str) -> Ended:
    return Ended(end=LookEnd.UNREADABLE, detail=detail)


@dataclass(slots=True, kw_only=True)
class _List:
    """One list of the listing and how far it has been read."""

    wanted: Query
    depth: int = 0
    column: bool = False
    """Whether it is the column of a year, which may honestly be empty."""
    family: Family | None = None
    pages: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)
    total: int | None = None


class Reading:
    """What has been read of a listing so far, and what is to be asked next."""

    def __init__(self, listing: str) -> None:
        self._lists = deque([_List(wanted=Query(url=listing))])
        self._asked: set[tuple[str, bytes]] = set()
        self._columns: list[frozenset[str]] = []
        self.family: Family | None = None
        """The first that gave entries, else of the first page."""
        self.entries: dict[str, Entry] = {}
        self.scripted = False
        self.tabs: frozenset[int] = frozenset()
        """Years that the listing offers without an address; it must show something of each."""
        self.days: set[date] = set()
        """Shown anywhere on the pages: all there is where entries bear no days."""

    @property
    def wanted(self) -> Query | None:
        """What is to be asked next; None at the end."""
        return self._lists[0].wanted if self._lists else None

    @property
    def number(self) -> int:
        """Of the wanted page within its list, from 1."""
        return self._lists[0].pages + 1

    @property
    def before(self) -> int:
        """Entries of the wanted page's list that have been read."""
        return len(self._lists[0].entries)

    def circle(self) -> Ended | None:
        """Why what is wanted must not be asked: it has been answered already."""
        query = self._lists[0].wanted
        key = (query.url, query.body)
        if key in self._asked:
            return unreadable(f"leads back to {query.url}")
        self._asked.add(key)
        return None

    def take(self, page: Page) -> Ended | None:
        """Takes in the answer to what was wanted; why the reading ends here, or None."""
        current = self._lists[0]
        current.pages += 1
        if current.family is None:
            current.family = family_of(page)
        self.family = self.family or current.family
        paging = current.family.paging(page)
        self.days.update(days_in(visible_text(page.html)))
        if breaks_off(page):
            return unreadable("the page breaks off in its list")
        entries = current.family.entries(page)
        columns, lost = self._columns_of(page, current, paging, entries)
        entries = tuple(e for e in entries if (e.url, b"") not in columns)
        self._queue(columns.values(), current, column=True)
        if paging.total is not None:
            current.total = paging.total
        if entries or paging.next is None:
            # A shell whose data is asked for next is read by what it would load.
            self.scripted = self.scripted or _runs_scripts(page)
        if not entries:
            return self._take_bare(page, paging, current, follows=bool(columns))
        trouble = self._add(entries, current, page) or self._take_inline(page, current)
        if trouble is None and paging.broken is not None:
            trouble = unreadable(paging.broken)
        if trouble is None and lost:
            trouble = unreadable(f"only a script opens {'、'.join(lost)}")
        if trouble is not None:
            return trouble
        if not any(is_told_by_its_title(e.title) or e.reporting_year for e in entries):
            self._queue(frames(page), current, column=False)
        return self._go_on(paging, current)

    def _columns_of(
        self, page: Page, current: _List, paging: Paging, entries: tuple[Entry, ...]
    ) -> tuple[dict[tuple[str, bytes], Query], tuple[str, ...]]:
        if current.column or current.pages > 1:
            return {}, ()
        years = year_columns(page)
        self.tabs |= years.dead
        # A family that knows its years says of each whether it is a report or a list.
        reports = {entry.url for entry in entries if entry.reporting_year is not None}
        found = {
            (query.url, query.body): query
            for query in (*paging.columns, *years.followed)
            if query.url not in reports
        }
        return found, () if found else years.lost

    def _add(self, entries: tuple[Entry, ...], current: _List, page: Page) -> Ended | None:
        new = [entry for entry in entries if entry.url not in current.entries]
        if not new:
            return unreadable(f"page {page.number} repeats what came before")
        if not self.entries and current.family is not None:
            self.family = current.family
        current.entries.update((entry.url, entry) for entry in new)
        for entry in new:
            self.entries.setdefault(entry.url, entry)
        return None

    def _take_inline(self, page: Page, current: _List) -> Ended | None:
        """An article with its neighbours may look like a list, and a list may show its newest."""
        shown = report_on(page) if current.pages == 1 else None
        if shown is None or any(entry.reporting_year for entry in current.entries.values()):
            return None
        self.entries.setdefault(shown.url, shown)
        return Ended(end=LookEnd.UNRECOGNISED, detail=f"{page.url} is a report itself")

    def _take_bare(
        self, page: Page, paging: Paging, current: _List, *, follows: bool
    ) -> Ended | None:
        """A page without entries: a way to them, an empty list, or no list at all."""
        if paging.broken is not None:
            return unreadable(paging.broken)
        if current.pages > 1 and not (paging.empty and current.total == 0):
            return unreadable(f"no entries on page {page.number}")
        if paging.next is not None or follows:
            return self._go_on(paging, current)
        onward = refresh(page)
        if onward is not None and onward.url != page.url and current.depth < _DEEPEST:
            self._lists[0] = _List(wanted=onward, depth=current.depth + 1, column=current.column)
            return None
        if self._queue(frames(page), current, column=current.column):
            self._lists.popleft()
            return None
        return self._end_bare(page, paging, current)

    def _end_bare(self, page: Page, paging: Paging, current: _List) -> Ended | None:
        if paging.empty and current.column:
            self._lists.popleft()
            return None
        if self.scripted:
            return Ended(end=LookEnd.NEEDS_SCRIPT, detail="no entries, and a script")
        if paging.empty:
            return unreadable("the list says that it is empty")
        if current.column:
            return unreadable(f"no entries in the column {page.url}")
        if _TEMPLATE.search(page.source):
            return Ended(end=LookEnd.UNRECOGNISED, detail="a template that was not filled in")
        return Ended(end=LookEnd.UNRECOGNISED, detail="nothing on the page looks like a list")

    def _queue(self, queries: Iterable[Query], current: _List, *, column: bool) -> int:
        """How many lists more there are to read."""
        if current.depth >= _DEEPEST:
            return 0
        known = {(one.wanted.url, one.wanted.body) for one in self._lists} | self._asked
        new = {(query.url, query.body): query for query in queries}
        unknown = [query for key, query in new.items() if key not in known]
        self._lists.extend(
            _List(wanted=query, depth=current.depth + 1, column=column) for query in unknown
        )
        return len(unknown)

    def _go_on(self, paging: Paging, current: _List) -> Ended | None:
        if paging.next is not None:
            current.wanted = paging.next
            return None
        self._lists.popleft()
        if current.total is not None and current.total > len(current.entries):
            return unreadable(f"says {current.total} entries, {len(current.entries)} read")
        if current.column:
            shown = frozenset(current.entries)
            if shown in self._columns:
                return unreadable(f"{current.wanted.url} shows what another year's column shows")
            self._columns.append(shown)
        return None


def breaks_off(page: Page) -> bool:
    """Whether a page ends amid its rows: a server that gives up sends no error and no length."""
    source = page.source.lower()
    if "<body" not in source or "</body" in source or "</html" in source:
        return False
    rows = ("ul", "ol", "table", "tbody", "div")
    return any(source.count(f"<{tag}") > source.count(f"</{tag}") for tag in rows)


def _runs_scripts(page: Page) -> bool:
    return loads_by_script(page.source) and not is_data(page.source[:4096].encode())


def leads_on(page: Page) -> bool:
    """Whether a first page shows entries, or the way to some, without a script being run."""
    family = family_of(page)
    paging = family.paging(page)
    return bool(
        family.entries(page)
        or paging.next
        or paging.columns
        or year_columns(page).followed
        or refresh(page)
        or next(frames(page), None)
    )


def doubts(reading: Reading, links: tuple[ListedLink, ...]) -> Ended | None:
    """What speaks against having seen everything, although the paging came to its end."""
    kinds = {link.kind for link in links}
    if reading.scripted and LinkKind.REPORT not in kinds:
        # What was read may be the news beside a list that only a script fills.
        return Ended(end=LookEnd.NEEDS_SCRIPT, detail="no report among the entries, and a script")
    if not links:
        return unreadable("nothing was listed")
    unseen = reading.tabs - {link.reporting_year for link in links}
    if unseen:
        return unreadable(f"offers {'、'.join(map(str, sorted(unseen)))} and shows nothing of it")
    if kinds == {LinkKind.OTHER}:
        # A column that a script of another file fills, an empty one, one of something else: what
        # was read is the news beside it. Only what shows a report shows that others are missing.
        return Ended(end=LookEnd.UNRECOGNISED, detail=f"{len(links)} entries, none of a report")
    return None
