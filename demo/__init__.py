"""A small prefecture of agency sites on loopback, all invented."""

from demo.expected import (
    Aspect,
    Awaited,
    ExpectedFinding,
    ExpectedLook,
    ExpectedLookalike,
    ExpectedReport,
    ExpectedVerdict,
    Truth,
    truth,
)
from demo.log import Request, read_log
from demo.registry_rows import registry_csv
from demo.season import AUDIT_DAY, SEASON, YEARS
from demo.server import Server, serve

__all__ = [
    "AUDIT_DAY",
    "SEASON",
    "YEARS",
    "Aspect",
    "Awaited",
    "ExpectedFinding",
    "ExpectedLook",
    "ExpectedLookalike",
    "ExpectedReport",
    "ExpectedVerdict",
    "Request",
    "Server",
    "Truth",
    "read_log",
    "registry_csv",
    "serve",
    "truth",
]
