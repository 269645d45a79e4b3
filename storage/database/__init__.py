"""The database (SQLAlchemy, Alembic live only here and in `storage.migrations`)."""

from storage.database.database import Database
from storage.database.values import Crawl, Reading, SyncCounts, Validators, Work

__all__ = ["Crawl", "Database", "Reading", "SyncCounts", "Validators", "Work"]
