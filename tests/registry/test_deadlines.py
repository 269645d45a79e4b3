from datetime import date

import pytest

from model.agency import Duty, Kind, Level
from model.ids import AgencyId
from registry import obligation
from tests.registry.builders import agency


@pytest.mark.parametrize(
    ("level", "kind", "duty", "year", "due"),
    [
        (Level.COUNTY, Kind.DEPARTMENT, Duty.STATUTORY, 2023, date(2024, 1, 31)),
        (Level.CENTRAL, Kind.DEPARTMENT, Duty.STATUTORY, 2023, date(2024, 1, 31)),
        (Level.COUNTY, Kind.OFFICE, Duty.STATUTORY, 2023, date(2024, 1, 31)),
        (Level.PROVINCE, Kind.GOVERNMENT, Duty.STATUTORY, 2023, date(2024, 3, 31)),
        (Level.COUNTY, Kind.GOVERNMENT, Duty.STATUTORY, 2019, date(2020, 3, 31)),
        (Level.COUNTY, Kind.DEPARTMENT, Duty.STATUTORY, 2019, date(2020, 1, 31)),
        (Level.COUNTY, Kind.DEPARTMENT, Duty.STATUTORY, 2018, date(2019, 3, 31)),
        (Level.COUNTY, Kind.DEPARTMENT, Duty.STATUTORY, 2008, date(2009, 3, 31)),
        (Level.COUNTY, Kind.DEPARTMENT, Duty.STATUTORY, 2007, None),
        (Level.TOWNSHIP, Kind.GOVERNMENT, Duty.LOCAL_ORDER, 2023, date(2024, 1, 31)),
        (Level.TOWNSHIP, Kind.GOVERNMENT, Duty.LOCAL_ORDER, 2018, date(2019, 3, 31)),
        (Level.COUNTY, Kind.BRANCH, Duty.LOCAL_ORDER, 2023, date(2024, 1, 31)),
        (Level.COUNTY, Kind.INSTITUTION, Duty.LOCAL_ORDER, 2023, None),
        (Level.COUNTY, Kind.DEPARTMENT, Duty.NONE, 2023, None),
    ],
)
def test_who_owes_when(level: Level, kind: Kind, duty: Duty, year: int, due: date | None) -> None:
    owed = obligation(agency(level=level, kind=kind, duty=duty), year)

    assert owed.due == due
    assert owed.basis.zh
    assert owed.basis.en


def test_the_registry_may_set_another_day() -> None:
    owed = obligation(agency(kind=Kind.GOVERNMENT, due=(2, 20)), 2024)

    assert owed.due == date(2025, 2, 20)
    assert "02-20" in owed.basis.en


def test_a_local_order_of_today_does_not_reach_back_before_2019() -> None:
    assert obligation(agency(due=(1, 20)), 2018).due == date(2019, 3, 31)


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        (date(2023, 12, 31), None, date(2024, 1, 31)),
        (date(2024, 1, 1), None, None),
        (None, date(2024, 1, 31), date(2024, 1, 31)),
        (None, date(2024, 1, 30), None),
        (None, date(2023, 6, 30), None),
        (None, date(2020, 6, 30), None),
    ],
)
def test_the_edges_of_an_agencys_life(
    since: date | None, until: date | None, due: date | None
) -> None:
    assert obligation(agency(since=since, until=until), 2023).due == due


def test_the_successor_is_named() -> None:
    owed = obligation(agency(until=date(2023, 6, 30), successor=AgencyId("qinghe-data")), 2023)

    assert "qinghe-data" in owed.basis.zh
