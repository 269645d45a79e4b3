"""Whose report is it? Told by the listing it came from and the name it prints, never guessed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from model.agency import Agency, Registry
from model.ids import AgencyId
from registry.hosts import split_host

_BRACKETS = re.compile(r"\([^()]*\)")


class AgencyMatcher:
    """Finds the agency of many reports; building it costs one pass over the registry."""

    def __init__(self, registry: Registry) -> None:
        self._by_listing: dict[str, list[Agency]] = defaultdict(list)
        self._by_name: dict[str, list[Agency]] = defaultdict(list)
        for agency in registry.agencies:
            for listing in agency.listings:
                self._by_listing[listing].append(agency)
            for name in _names(agency):
                self._by_name[name].append(agency)

    def match(self, *, name: str | None, listing: str | None, host: str | None) -> AgencyId | None:
        """The agency a report belongs to, or None when that cannot be told.

        `name` is as extracted, `listing` the URL of the listing that led to it, `host` where it
        lay, as `host` or `host:port`. A listing names its agency, unless the report names
        another: a government's column also gives its departments' reports. Without a listing, a
        name must be that of exactly one agency (of exactly one on that host, when the host is
        known): there is a 和平区 in four cities.
        """
        listed = self._by_listing.get(listing, []) if listing else []
        if not name:
            return _only(listed)
        wanted = normalise_name(name)
        named = self._by_name.get(wanted, [])
        return (
            _only(agency for agency in listed if agency in named)
            or _only(_on_host(named, host))
            or _only(agency for agency in listed if _shortened(wanted, agency))
        )


def match_agency(
    registry: Registry, *, name: str | None, listing: str | None, host: str | None
) -> AgencyId | None:
    """`AgencyMatcher.match` for a single report."""
    return AgencyMatcher(registry).match(name=name, listing=listing, host=host)


def normalise_name(name: str) -> str:
    """Width, white space and remarks in brackets (`（州政府办公室）`) do not make another name."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return _BRACKETS.sub("", plain) or plain


def _names(agency: Agency) -> set[str]:
    return {normalise_name(name) for name in (agency.name, *agency.aliases)}


def _on_host(agencies: Iterable[Agency], host: str | None) -> list[Agency]:
    if host is None:
        return list(agencies)
    place = split_host(host)
    bare = place[0] if place else host
    return [
        agency
        for agency in agencies
        if any(split_host(entry) in (place, (bare, None)) for entry in agency.hosts)
    ]


def _shortened(wanted: str, agency: Agency) -> bool:
    """Titles drop the superior region: 偃师区档案局 for 洛阳市偃师区档案局, or add it."""
    return any(name.endswith(wanted) or wanted.endswith(name) for name in _names(agency))


def _only(agencies: Iterable[Agency]) -> AgencyId | None:
    found = {agency.id for agency in agencies}
    return found.pop() if len(found) == 1 else None
