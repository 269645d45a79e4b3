"""What every test relies on."""

import signal
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from demo import SEASON
from nianbao.clock import local_day
from tests.nianbao.commands import Ended, nianbao
from tests.nianbao.recording import Tables, play_and_record

# A shell starts its background jobs with Ctrl-C ignored, and whatever a test starts inherits that:
# the tests that press it would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[date, Tables]]:
    """A home in which all but the last day is played, and what its audits gave every evening.

    Takes a minute: tests that ask for it belong to the group `demo`, so that it happens once.
    """
    folder = tmp_path_factory.mktemp("demo") / "home"
    return folder, play_and_record(folder, local_day(SEASON[-2]))


@pytest.fixture(scope="session")
def played(recorded: tuple[Path, Mapping[date, Tables]]) -> tuple[Path, Ended]:
    """The home after `nianbao demo --json` has played what was left, and how that ended.

    Tests must not change it.
    """
    home, _ = recorded
    return home, nianbao("demo", "--json", home=home, timeout=600, fresh=True)
