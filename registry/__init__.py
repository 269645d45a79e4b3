"""Who owes what: agencies, listings, duties and deadlines."""

from registry.calendars import (
    Calendar,
    LocalDeadline,
    read_calendar,
    shipped_calendar,
    with_calendar,
)
from registry.changes import RegionChange, RegionChanges, load_changes
from registry.deadlines import obligation
from registry.export import export_csv, export_toml
from registry.governments import generate_governments
from registry.hosts import admits
from registry.loading import load_registry
from registry.matching import AgencyMatcher, Clues, match_agency, normalise_name
from registry.regions import Region, Regions, load_regions
from registry.starter import starter_agencies, with_starter
from registry.townships import generate_townships

__all__ = [
    "AgencyMatcher",
    "Calendar",
    "Clues",
    "LocalDeadline",
    "Region",
    "RegionChange",
    "RegionChanges",
    "Regions",
    "admits",
    "export_csv",
    "export_toml",
    "generate_governments",
    "generate_townships",
    "load_changes",
    "load_regions",
    "load_registry",
    "match_agency",
    "normalise_name",
    "obligation",
    "read_calendar",
    "shipped_calendar",
    "starter_agencies",
    "with_calendar",
    "with_starter",
]
