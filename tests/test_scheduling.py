"""xdist is told the groups: nothing else would show it when it is not, but the time that passes."""

from pathlib import Path

import pytest

from tests.scheduling import _DEAREST, group, group_of

THIS = "tests/test_scheduling.py"


@pytest.fixture
def items(request: pytest.FixtureRequest) -> list[pytest.Item]:
    """The tests of this file, in a copy of the list."""
    return [item for item in request.session.items if item.nodeid.startswith(f"{THIS}::")]


def test_a_worker_knows_its_groups(request: pytest.FixtureRequest) -> None:
    """In a run without workers there are none to tell."""
    told = request.node.nodeid.endswith(f"@{THIS}")
    assert told == request.config.getoption("loadgroup", default=False)


@pytest.mark.xdist_group("several")
@pytest.mark.parametrize("words", ["a@b", "[c]"])
def test_a_mark_goes_before_the_file(request: pytest.FixtureRequest, words: str) -> None:
    assert group_of(request.node) == "several"


def test_groups_are_told_once_and_tests_keep_their_order(
    items: list[pytest.Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    for item in items:
        monkeypatch.setattr(item, "_id", item.id)
    again = list(items)
    group(again)
    told = [item.nodeid for item in again]
    group(again)

    assert [item.nodeid for item in again] == told
    assert again == items
    assert [one.rpartition("@")[2] for one in told].count("several") == 2
    assert told[0].endswith(f"@{THIS}")


def test_the_dearest_files_are_there() -> None:
    files = [name for name in _DEAREST if "/" in name]
    assert len(files) > 10
    assert [
        name for name in files if not Path(__file__).parent.parent.joinpath(name).exists()
    ] == []
