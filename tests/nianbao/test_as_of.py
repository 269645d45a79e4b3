"""`--as-of` a past day gives the tables that an audit gave on that day, octet for octet."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from demo import SEASON, YEARS
from nianbao.clock import local_day
from tests.nianbao.commands import nianbao
from tests.nianbao.recording import Tables, home_in, tables

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]

DAYS = [local_day(moment) for moment in SEASON]
KINDS = ["csv", "findings.csv", "coverage.csv", "xlsx", "json", "html"]


@pytest.fixture(scope="module", params=["as it was played", "from the archive alone"])
def in_the_end(request: pytest.FixtureRequest, home: Path, rebuilt: Path) -> dict[date, Tables]:
    """What the home of the whole season says of each evening; and one that was made anew."""
    opened = home_in(rebuilt if "alone" in request.param else home)
    with opened.open_database(must_exist=True) as database:
        return {day: tables(opened, database, day) for day in DAYS}


@pytest.mark.parametrize("day", DAYS[:-1], ids=str)
def test_an_evening_is_audited_again_as_it_was(
    recorded: Mapping[date, Tables], in_the_end: dict[date, Tables], day: date
) -> None:
    then, now = recorded[day], in_the_end[day]

    assert sorted(then) == sorted(f"{lang}-audit.{kind}" for lang in ("zh", "en") for kind in KINDS)
    assert [name for name in then if then[name] != now[name]] == []


def test_the_days_are_not_the_same(in_the_end: dict[date, Tables]) -> None:
    """Else the test above could not fail. Of some days only the moment is told anew."""
    for kind in KINDS:
        different = {in_the_end[day][f"zh-audit.{kind}"] for day in DAYS}
        assert len(different) >= (len(DAYS) if kind in ("json", "xlsx", "html") else 8)


def test_the_command_says_the_same(
    home: Path, recorded: Mapping[date, Tables], tmp_path: Path
) -> None:
    day = DAYS[4]
    years = f"{YEARS[0]}..{YEARS[-1]}"
    out = tmp_path / "en-audit.csv"

    done = nianbao("audit", "--year", years, "--as-of", str(day), "--out", out, home=home)

    assert done.code == 0, done.err
    for path in tmp_path.iterdir():
        assert path.read_bytes() == recorded[day][path.name]
