"""One home, and one client to the pages of it, for all tests of this folder."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.report import ReportVersion
from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import load_settings
from tests.web.asking import Client
from tests.web.homes import fill
from web.app import create_app
from web.site import Site

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.fixture(scope="session")
def web_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled once; tests must not change it."""
    home = tmp_path_factory.mktemp("web") / "home"
    fill(home, tmp_path_factory.mktemp("originals"), NOW - timedelta(days=9))
    return home


@pytest.fixture(scope="session")
def site(web_home: Path) -> Iterator[Site]:
    with serving(Home(folder=web_home, settings=load_settings(web_home)), lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(site: Site) -> Client:
    return Client(create_app(site))


@pytest.fixture(scope="session")
def report_of(site: Site) -> Callable[[int], ReportVersion]:
    """The current report about a year."""
    return lambda year: next(site.database.reports(year=year))
