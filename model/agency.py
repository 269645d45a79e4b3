"""Who owes a report: agencies, where they list their reports, and what they owe when."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from model.ids import AgencyId, RegionCode
from model.text import Text


class Level(StrEnum):
    CENTRAL = "central"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


class Kind(StrEnum):
    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    BRANCH = "branch"
    INSTITUTION = "institution"


class Duty(StrEnum):
    STATUTORY = "statutory"
    LOCAL_ORDER = "local_order"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedName:
    """A name an agency bore, and from when to when, as far as that is known."""

    name: str
    since: date | None = None
    until: date | None = None
    """The last day on which it is known to have been borne."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedDay:
    """A day that a local order sets for an agency's reports, in place of the statute's."""

    first_year: int
    last_year: int
    """Reporting years, both included."""
    due: tuple[int, int]
    """(month, day) of the year after the reporting year."""
    basis: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body under the duty (机关). Its id outlives its names."""

    id: AgencyId
    name: str
    aliases: tuple[str, ...] = ()
    level: Level
    kind: Kind
    region: RegionCode
    region_name: str | None = None
    parent: AgencyId | None = None
    uscc: str | None = None
    """统一社会信用代码, 18 characters."""
    duty: Duty
    due: tuple[int, int] | None = None
    """(month, day) that overrides the statute, as printed in the registry's `due`."""
    since: date | None = None
    until: date | None = None
    successor: AgencyId | None = None
    listings: tuple[str, ...] = ()
    """URLs of the column pages (栏目页) that link to its reports."""
    hosts: tuple[str, ...] = ()
    """`host` or `host:port`: the only places where a request for this agency may go."""
    note: str | None = None
    names: tuple[DatedName, ...] = ()
    """Names with their time; each of them is `name` or among `aliases` too."""
    unconfirmed: tuple[str, ...] = ()
    """Those of `listings` that nobody has seen to be its column: no absence may rest on them."""
    ordered: tuple[OrderedDay, ...] = ()
    """What the home's local calendar says of it, the nearest order first; no part of its file."""
    site_ids: tuple[str, ...] = ()
    """网站标识码 (SiteIDCode) of its sites: division code and four digits, or `bm` and eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """An agency owes the report about one reporting year on one day, for a reason."""

    agency: AgencyId
    reporting_year: int
    due: date | None
    """None when the agency owed nothing for this year; `basis` says why."""
    basis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything we know about who owes what; immutable, ordered as imported."""

    agencies: tuple[Agency, ...]
    _by_id: dict[AgencyId, Agency] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {agency.id: agency for agency in self.agencies})

    def get(self, agency: AgencyId) -> Agency | None:
        return self._by_id.get(agency)
