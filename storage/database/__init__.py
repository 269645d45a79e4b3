"""The database (SQLAlchemy, Alembic live only here and in `storage.migrations`)."""

from storage.database.database import Database
from storage.database.evidence import Evidence
from storage.database.values import (
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

__all__ = [
    "Crawl",
    "Database",
    "Evidence",
    "Glance",
    "Harvested",
    "Listed",
    "Reading",
    "Registered",
    "Seen",
    "SyncCounts",
    "Validators",
    "Watch",
    "Work",
]
