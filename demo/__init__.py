"""A small prefecture of agency sites on loopback, all invented."""

from datetime import date, datetime

from demo.expected import (
    ExpectedFinding,
    ExpectedLookalike,
    ExpectedReport,
    ExpectedVerdict,
    Truth,
    truth,
)
from demo.registry_rows import registry_csv
from demo.server import Request, Server, serve
from demo.sites import CHINA

SEASON = (
    datetime(2025, 1, 20, 9, tzinfo=CHINA),
    datetime(2025, 2, 3, 9, tzinfo=CHINA),
    datetime(2025, 2, 17, 9, tzinfo=CHINA),
)
"""When the demo looks: before the departments' deadline and twice after it."""
AUDIT_DAY = date(2025, 2, 20)
YEARS = (2022, 2023, 2024)
"""The reporting years under audit."""

__all__ = [
    "AUDIT_DAY",
    "SEASON",
    "YEARS",
    "ExpectedFinding",
    "ExpectedLookalike",
    "ExpectedReport",
    "ExpectedVerdict",
    "Request",
    "Server",
    "Truth",
    "registry_csv",
    "serve",
    "truth",
]
