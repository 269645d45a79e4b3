"""One module a page: thin handlers that ask, have `web.reading` make a view of it, and render."""

from fastapi import APIRouter

from web import originals
from web.pages import (
    agencies,
    agency,
    audit,
    capture,
    cell,
    compare,
    data,
    difference,
    dossier,
    findings,
    home,
    login,
    methods,
    original,
    owners,
    replying,
    report,
    reviewing,
    robots,
    search,
    status,
)

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    search.router,
    report.router,
    cell.router,
    difference.router,
    original.router,
    originals.router,
    audit.router,
    findings.router,
    agency.router,
    dossier.router,
    capture.router,
    methods.router,
    status.router,
    agencies.router,
    compare.router,
    robots.router,
    data.router,
    login.router,
    owners.router,
    replying.router,
    reviewing.router,
)
