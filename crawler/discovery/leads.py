"""Where a page leads: links worth following on the way to the column, the best first. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from crawler.discovery import words as told
from crawler.families import Page
from crawler.families.entries import target_of, title_of
from model.agency import Agency
from model.capture import LinkKind
from registry import admits, normalise_name
from registry.titles import full_name, read_title

_LOCATION = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.IGNORECASE)
_LONGEST_WORDS = 60
_SHORTEST_NAME = 3


class Weight(IntEnum):
    """How much a link promises; the higher is followed first."""

    GIVEN = 100
    """An address that the registry names already."""
    COLUMN_WORDS = 90
    OWN_NAME = 80
    """The agency's name among others inside a column."""
    REPORT_BESIDE = 70
    """The folder of a report of the agency that was linked somewhere."""
    COLUMN_PATH = 60
    SOME_REPORT = 55
    GATEWAY = 40
    HOME = 30
    SITE_MAP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A link that was followed: where it stood and what it said."""

    page: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    url: str
    weight: Weight
    trail: tuple[Step, ...] = ()
    """From the home page on."""

    @property
    def words(self) -> str:
        return self.trail[-1].words if self.trail else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A link that says it is the column but lies on a host that the registry does not name."""

    url: str
    step: Step


def leads_of(
    page: Page, agency: Agency, trail: tuple[Step, ...], *, in_column: bool
) -> Iterator[Lead | Elsewhere]:
    """`in_column`: the page itself calls itself the column, so a name in it is a column's part."""
    for anchor in page.html.css("a"):
        words = title_of(anchor)
        url = target_of(anchor, page.url)
        if not words or len(words) > _LONGEST_WORDS or url is None or not url.startswith("http"):
            continue
        found = _weigh(words, url, agency, in_column=in_column)
        if found is None or url == page.url:
            continue
        weight, target = found
        step = Step(page=page.url, words=words)
        if admits(agency.hosts, target):
            yield Lead(url=target, weight=weight, trail=(*trail, step))
        elif weight is Weight.COLUMN_WORDS:
            yield Elsewhere(url=target, step=step)


def _weigh(words: str, url: str, agency: Agency, *, in_column: bool) -> tuple[Weight, str] | None:
    if told.says_other_reports(words):
        return None
    if told.is_article(url) or _is_report(words, url):
        # The reports of a column lead nowhere but back to it.
        return None if in_column else _by_report(words, url, agency)
    kinds = (
        (told.says_column(words), Weight.COLUMN_WORDS),
        (in_column and is_called(agency, words), Weight.OWN_NAME),
        (told.is_column_folder(url), Weight.COLUMN_PATH),
        (told.says_some_report(words), Weight.SOME_REPORT),
        (told.says_gateway(words), Weight.GATEWAY),
        (told.says_site_map(words), Weight.SITE_MAP),
    )
    return next(((weight, url) for fits, weight in kinds if fits), None)


def _is_report(words: str, url: str) -> bool:
    """Whether a link is one report: it says a year and is no folder, which a year may have."""
    reading = read_title(words)
    is_dated = reading.kind is LinkKind.REPORT and reading.reporting_year is not None
    return is_dated and not told.is_folder(url)


def _by_report(words: str, url: str, agency: Agency) -> tuple[Weight, str] | None:
    """A report of the agency in the news or in a box shows the folder that it was filed in."""
    reading = read_title(words)
    column = told.column_of_article(url)
    if reading.kind is not LinkKind.REPORT or reading.agency is None or column is None:
        return None
    return (Weight.REPORT_BESIDE, column) if is_called(agency, reading.agency) else None


def is_called(agency: Agency, name: str) -> bool:
    """Whether a name is one of the agency's, with or without the regions above it."""
    given = normalise_name(full_name(name))
    own = (normalise_name(full_name(each)) for each in (agency.name, *agency.aliases))
    return len(given) >= _SHORTEST_NAME and any(each.endswith(given) for each in own)


def leads_of_site_map(source: str, agency: Agency, url: str) -> Iterator[Lead]:
    """Of a sitemap.xml: the pages whose paths are named as such columns are, and further maps."""
    for location in dict.fromkeys(_LOCATION.findall(source)):
        if not admits(agency.hosts, location) or told.is_article(location):
            continue
        trail = (Step(page=url, words="sitemap.xml"),)
        if location.lower().endswith(".xml"):
            yield Lead(url=location, weight=Weight.SITE_MAP, trail=trail)
        elif told.is_column_folder(location):
            yield Lead(url=location, weight=Weight.COLUMN_PATH, trail=trail)
