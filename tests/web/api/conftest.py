"""One home, and one client to it, for all tests of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.report import ReportVersion
from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import load_settings
from tests.web.api.homes import NOW, make
from tests.web.asking import Client
from web.app import create_app
from web.site import Site


@pytest.fixture(scope="session")
def api_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tests must not change it."""
    folder = tmp_path_factory.mktemp("api") / "home"
    make(folder, tmp_path_factory.mktemp("originals"))
    return folder


@pytest.fixture(scope="session")
def site(api_home: Path) -> Iterator[Site]:
    with serving(Home(folder=api_home, settings=load_settings(api_home)), lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(site: Site) -> Client:
    return Client(create_app(site))


@pytest.fixture(scope="session")
def report_of(site: Site) -> Callable[[int], ReportVersion]:
    """The current report about a year."""
    return lambda year: next(site.database.reports(year=year))
