"""The played season served by the real command, and a Chromium to read it with.

A browser belongs to one module only: while it is open no other test of the process may run an event
loop of its own.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.nianbao.commands import Ended
from tests.web.browser.addresses import addresses
from tests.web.browser.chrome import started
from tests.web.browser.serving import served


@pytest.fixture(scope="session")
def demo_home(played: tuple[Path, Ended], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: readers decide nothing, and yet a server opens what it serves."""
    home, ended = played
    assert ended.code == 0, ended.err
    copy = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(home, copy)
    return copy


@pytest.fixture(scope="session")
def base(demo_home: Path) -> Iterator[str]:
    """The address of the server, without a slash at its end."""
    # All tests are one reader, and quicker than any person.
    with served(demo_home, NIANBAO_WEB__REQUESTS_A_MINUTE="100000") as address:
        yield address


@pytest.fixture(scope="session")
def places(demo_home: Path) -> Mapping[str, str]:
    """Name of a page → its path in Chinese, one for every template."""
    return addresses(demo_home)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as opened:
        yield opened
