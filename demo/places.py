"""The agencies and sites of the invented prefecture, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from demo.reports import ReportData


class Style(StrEnum):
    """Which platform a site runs on; `demo/platforms/` draws them."""

    TRS = "trs"
    PLAIN = "plain"
    JCMS = "jcms"
    ANNUAL = "annual"
    JPAAS = "jpaas"
    UCAP = "ucap"
    VSB = "vsb"
    GKMLPT = "gkmlpt"
    ANHUI = "anhui"
    YUNNAN = "yunnan"
    GONGKAI = "gongkai"


class Behaviour(StrEnum):
    """What a visitor meets."""

    OPEN = "open"
    DEAD = "dead"
    """A port where nothing listens."""
    CLOSED = "closed"
    """robots.txt disallows all."""
    CHALLENGE = "challenge"
    """412 with a script (瑞数), whatever is asked for."""
    CLEARANCE = "clearance"
    """521 with a script that sets a cookie (加速乐), whatever is asked for."""
    WALL = "wall"
    """200 with a page that wants a person to prove to be one, whatever is asked for."""
    BUSY = "busy"
    """503, whatever is asked for."""
    SCRIPT = "script"
    """Lists are filled by script."""
    MOVED = "moved"
    """301 to the same path on another site."""
    ELSEWHERE = "elsewhere"
    """Columns lead (302) to a site that is in nobody's row of the registry."""
    HOME = "home"
    """Columns lead (302) to the front page: they are gone."""
    GONE = "gone"
    """Columns and what is in them are not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """How a site behaves from a day on."""

    since: date | None
    behaviour: Behaviour
    target: str | None = None
    """Site that a redirect leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something on a site that is no report: a look-alike, a rule, a news item."""

    title: str
    published: date
    text: str
    refused: str | None = None
    """Why it is no report (reason code of registry/titles.py) when its title looks like one."""
    elsewhere: str | None = None
    """URL behind the link when it leads away from the site; `http://DOMAIN/…` of a site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A listing: a column on a site."""

    path: str
    """Folder of the column, with slashes at both ends."""
    entry: str
    """What the registry names behind `path`: "", "index.html", "list.html"."""
    name: str
    agencies: tuple[str, ...]
    """Those whose column it is, and in whose rows of the registry it stands."""
    also: tuple[str, ...]
    """Agencies of other columns of the site whose reports it lists too."""
    years: tuple[int, ...] | None
    """Reporting years whose reports it holds; None for all."""
    code: str
    """Id of the column in the platform's addresses."""
    alias: str | None
    """Former path that leads here by a redirect; then the registry names that one."""
    registered: bool
    """Whether the registry knows it."""
    emptied: date | None
    """From this day on the reports are gone from it, as after a careless redesign."""
    per_page: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """A host."""

    id: str
    name: str
    code: str
    """网站标识码; those of real sites begin with a division code in use, these with 9999."""
    domain: str
    style: Style
    phases: tuple[Phase, ...]
    colour: str
    robots: str | None
    """None: there is no robots.txt."""
    charset: str
    """Of the pages; `gbk` is declared as `gb2312`, as such sites do."""
    soft_404: bool
    """What is not there is answered with status 200 and an apology."""
    counter: bool
    """Articles show how often they were read, another number every day."""
    twins: bool
    """Every report has a page for telephones too, linked beside it (`_wap`)."""
    columns: tuple[Column, ...]
    news: tuple[Item, ...]

    def phase(self, day: date) -> Phase:
        return [phase for phase in self.phases if phase.since is None or phase.since <= day][-1]

    @property
    def lives(self) -> bool:
        """Whether anything listens there."""
        return all(phase.behaviour is not Behaviour.DEAD for phase in self.phases)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """A registry row without what depends on ports."""

    id: str
    cells: Mapping[str, str]
    sites: tuple[str, ...]
    """Where requests for it may go; the first is its own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Content:
    """Everything, in the order of the data files."""

    agencies: tuple[AgencyRow, ...]
    sites: tuple[Site, ...]
    reports: tuple[ReportData, ...]

    def site(self, site: str) -> Site:
        return next(one for one in self.sites if one.id == site)

    def columns_of(self, agency: str) -> tuple[tuple[Site, Column], ...]:
        """Those that the registry knows."""
        return tuple(
            (site, column)
            for site in self.sites
            for column in site.columns
            if agency in column.agencies and column.registered
        )

    def reports_of(self, agency: str) -> tuple[ReportData, ...]:
        return tuple(report for report in self.reports if report.agency == agency)

    def reports_in(self, site: Site, column: Column) -> tuple[ReportData, ...]:
        """Those that are ever filed in a column, rightly or wrongly."""
        here = f"{site.id}:{column.path}"
        return tuple(
            report
            for report in self.reports
            if (report.filed == here or (report.filed is None and report.agency in column.agencies))
            and (column.years is None or report.year in column.years)
        )

    def name_of(self, agency: str) -> str:
        return next(row.cells["name"] for row in self.agencies if row.id == agency)
