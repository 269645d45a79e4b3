"""The database (SQLAlchemy, Alembic live only here and in `storage.migrations`)."""

from storage.database.database import Database
from storage.database.values import (
    Crawl,
    Harvested,
    Reading,
    Registered,
    Seen,
    SyncCounts,
    Validators,
    Work,
)

__all__ = [
    "Crawl",
    "Database",
    "Harvested",
    "Reading",
    "Registered",
    "Seen",
    "SyncCounts",
    "Validators",
    "Work",
]
