"""What every test relies on."""

import signal
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from tests import scheduling
from tests.nianbao.commands import Ended
from tests.nianbao.recording import Tables
from tests.seasons import Season, season

# A shell starts its background jobs with Ctrl-C ignored, and whatever a test starts inherits that:
# the tests that press it would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no fault of the code. `--hypothesis-profile thorough` looks for longer.
settings.register_profile("tests", settings(), deadline=None)
settings.register_profile("thorough", settings(), deadline=None, max_examples=2000)
settings.load_profile("tests")


def pytest_configure(config: pytest.Config) -> None:
    # The order of `scheduling` holds: not that of how many tests a group has.
    config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("loadgroup", default=False):  # this is a worker
        scheduling.group(items)


@pytest.fixture(scope="session")
def whole_season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    """The demo's season, played once in a run: it takes a minute.

    Tests must not change its home: those that run after them share it.
    """
    base = tmp_path_factory.getbasetemp()
    # A worker of xdist has a folder of its own inside that of the run.
    shared = base.parent if base.name.startswith("popen-") else base
    return season(shared, tmp_path_factory.mktemp("season") / "home")


@pytest.fixture(scope="session")
def recorded(whole_season: Season) -> Mapping[date, Tables]:
    """What the audits of the season gave every evening but the last."""
    return whole_season.recorded


@pytest.fixture(scope="session")
def played(whole_season: Season) -> tuple[Path, Ended]:
    """The home after `nianbao demo --json` has played what was left, and how that ended."""
    return whole_season.home, whole_season.ended
