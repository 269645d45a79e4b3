"""Families that keep one address for each year: `?area=…&fbtime=2023`, `?type=3&title=2023`.

The page offers its years as links or as a choice, and shows the report of one of them. Where the
years lead to lists of links instead, each of these lists belongs to the listing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from parsel import Selector

from crawler.families.addresses import family_of_url
from crawler.families.entries import entries_of, is_told_by_its_title, title_of
from crawler.families.inline import report_on
from crawler.families.page import Entry, Page, Paging, Query
from crawler.families.plain import plain_paging
from crawler.families.visible import words
from model.capture import LinkKind
from registry.titles import read_title

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_EARLIEST = 2008


@dataclass(frozen=True, slots=True, kw_only=True)
class ByYear:
    """A family whose URL says the reporting year in one parameter."""

    name: str
    parameter: str
    fixed: tuple[tuple[str, str], ...] = ()
    """Parameters that only the annual reports have."""

    def recognises(self, page: Page) -> bool:
        if family_of_url(page.url) == self.name:
            return True
        if urlsplit(page.url).path.rpartition("/")[2] in ("", "index.html"):
            return False
        return any(self._year_of(url) for url in _targets(page) if _same_page(url, page.url))

    def entries(self, page: Page) -> tuple[Entry, ...]:
        listed = self._listed(page)
        if listed:
            return listed
        years = dict(self._years(page))
        shown = report_on(page)
        if shown is not None and shown.reporting_year is not None:
            # The year being shown is often the only one that is no link.
            address = self._with_year(page.url, shown.reporting_year)
            years.setdefault(shown.reporting_year, (address, shown.title))
        beside = {entry.url: entry for entry in entries_of(page)}
        offered = [
            Entry(
                url=url,
                title=title,
                declared=beside.pop(url).declared if url in beside else None,
                reporting_year=year,
            )
            for year, (url, title) in sorted(years.items(), reverse=True)
        ]
        # Of what else stands there, only what could be taken for a report is worth telling.
        return (*offered, *filter(_is_lookalike, beside.values()))

    def paging(self, page: Page) -> Paging:
        following = plain_paging(page)
        if not self._listed(page):
            # The report of one year stands here: what looks like a next page is another year.
            return Paging(empty=not self._years(page) and following.empty)
        columns = tuple(Query(url=url) for url, _ in self._years(page).values())
        return Paging(
            next=following.next,
            columns=columns,
            total=following.total,
            empty=following.empty,
            broken=following.broken,
        )

    def _listed(self, page: Page) -> tuple[Entry, ...]:
        """Reports that the page lists by their titles, if it is a list."""
        found = entries_of(page)
        behind = [entry for entry in found if self._year_of(entry.url) is None]
        return found if any(map(_is_report, behind)) else ()

    def _years(self, page: Page) -> Mapping[int, tuple[str, str]]:
        """Reporting year → URL and the words by which the page offers it."""
        offered = (*self._linked(page), *self._chosen(page), *self._called(page))
        return {year: (url, title) for year, url, title in reversed(offered)}

    def _linked(self, page: Page) -> Iterator[tuple[int, str, str]]:
        for anchor in page.html.css("a[href]"):
            url = urljoin(page.url, anchor.attrib["href"].strip())
            year = self._year_of(url)
            if year is not None and _same_page(url, page.url):
                yield year, url, title_of(anchor) or str(year)

    def _chosen(self, page: Page) -> Iterator[tuple[int, str, str]]:
        """Years of a `<select>`: its values are URLs, or years to put into the page's own."""
        for option in page.html.css("option"):
            shown = words(option.xpath(".//text()").getall())
            value = option.attrib.get("value", shown).strip()
            if re.fullmatch(r"20\d\d", value):
                yield int(value), self._with_year(page.url, int(value)), shown or value
            elif self._year_of(urljoin(page.url, value)) is not None:
                url = urljoin(page.url, value)
                yield self._year_of(url) or 0, url, shown or value

    def _called(self, page: Page) -> Iterator[tuple[int, str, str]]:
        """Years that a script would open: `<a href="javascript:show(2023)">2023年</a>`."""
        if family_of_url(page.url) != self.name:
            return
        for element in page.html.xpath("//*[@onclick or starts-with(@href, 'javascript:')]"):
            script = element.attrib.get("onclick") or element.attrib["href"]
            shown = words(element.root.itertext())
            named, called = _YEAR.search(shown), _YEAR.search(script)
            if named is not None and called is not None and named[1] == called[1]:
                yield int(named[1]), self._with_year(page.url, int(named[1])), shown

    def _with_year(self, url: str, year: int) -> str:
        parts = urlsplit(url)
        kept = [pair for pair in parse_qsl(parts.query) if pair[0] != self.parameter]
        query = [*kept, *(pair for pair in self.fixed if pair not in kept)]
        query.append((self.parameter, str(year)))
        return urlunsplit(parts._replace(query=urlencode(query), fragment=""))

    def _year_of(self, url: str) -> int | None:
        """The year in the family's parameter, where the URL has all that belongs to it."""
        try:
            query = dict(parse_qsl(urlsplit(url).query))
        except ValueError:
            return None
        if any(query.get(name) != value for name, value in self.fixed):
            return None
        found = _YEAR.fullmatch(query.get(self.parameter, ""))
        return int(found[1]) if found and int(found[1]) >= _EARLIEST else None


def _is_report(entry: Entry) -> bool:
    reading = read_title(entry.title)
    return reading.kind is LinkKind.REPORT and is_told_by_its_title(entry.title)


def _is_lookalike(entry: Entry) -> bool:
    return read_title(entry.title).kind is LinkKind.LOOKALIKE


def _targets(page: Page) -> Iterator[str]:
    elements: list[Selector] = [*page.html.css("a[href]"), *page.html.css("option[value]")]
    for element in elements:
        target = element.attrib.get("href") or element.attrib["value"]
        yield urljoin(page.url, target.strip())


def _same_page(url: str, page: str) -> bool:
    """Whether two URLs differ in their parameters only."""
    return urlsplit(url)[:3] == urlsplit(page)[:3]


ANNUAL = ByYear(name="hanweb-annual", parameter="fbtime")
"""大汉 `/module/xxgk/xxgkAnnualReport.jsp?area=<agency>&fbtime=<reporting year>`."""

ANHUI = ByYear(name="anhui", parameter="title", fixed=(("type", "3"),))
"""龙讯 `/public/column/<id>?type=3&action=detail&title=<year>`; type 3 is annual reports."""

YUNNAN = ByYear(name="yunnan", parameter="nbYear")
"""云南 `zfxxgknb.html?nbYear=<reporting year>`."""
