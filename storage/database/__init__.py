"""The database (SQLAlchemy, Alembic live only here and in `storage.migrations`)."""

from storage.database.audited import (
    Cell,
    Covered,
    Decided,
    FindingFilter,
    FindingOrder,
    Grounds,
    Grouping,
    Owed,
    Standing,
    StoredFinding,
    StoredVerdict,
    Strip,
    VerdictFilter,
    VerdictOrder,
)
from storage.database.browsing import Browse, Caught, Figures, Filed, Texts
from storage.database.database import Database
from storage.database.evidence import Evidence
from storage.database.figures import Answer
from storage.database.filters import Filters
from storage.database.latest import LatestLook
from storage.database.paging import Page
from storage.database.values import (
    Checks,
    Crawl,
    Glance,
    Harvested,
    Listed,
    Reading,
    Registered,
    Seen,
    SyncCounts,
    Validators,
    Watch,
    Work,
)
from storage.database.views import VIEWS, tables_behind

__all__ = [
    "VIEWS",
    "Answer",
    "Browse",
    "Caught",
    "Cell",
    "Checks",
    "Covered",
    "Crawl",
    "Database",
    "Decided",
    "Evidence",
    "Figures",
    "Filed",
    "Filters",
    "FindingFilter",
    "FindingOrder",
    "Glance",
    "Grounds",
    "Grouping",
    "Harvested",
    "LatestLook",
    "Listed",
    "Owed",
    "Page",
    "Reading",
    "Registered",
    "Seen",
    "Standing",
    "StoredFinding",
    "StoredVerdict",
    "Strip",
    "SyncCounts",
    "Texts",
    "Validators",
    "VerdictFilter",
    "VerdictOrder",
    "Watch",
    "Work",
    "tables_behind",
]
