"""Who owes what: agencies, listings, duties and deadlines."""

from registry.deadlines import obligation
from registry.export import export_csv
from registry.hosts import admits
from registry.loading import load_registry
from registry.matching import AgencyMatcher, match_agency, normalise_name

__all__ = [
    "AgencyMatcher",
    "admits",
    "export_csv",
    "load_registry",
    "match_agency",
    "normalise_name",
    "obligation",
]
