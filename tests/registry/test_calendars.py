from datetime import date

import pytest

from model.agency import Agency, Duty, Kind, Level, Obligation, Registry
from model.errors import RegistryError
from model.ids import RegionCode
from registry import Calendar, obligation, read_calendar, shipped_calendar, with_calendar
from registry.calendars import COLUMNS
from tests.registry.builders import agency


def owed(body: Agency, year: int, deadlines: Calendar) -> Obligation:
    (found,) = with_calendar(Registry(agencies=(body,)), deadlines).agencies
    return obligation(found, year)


HEADER = ",".join(COLUMNS)


def calendar(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def test_the_nearest_order_counts() -> None:
    deadlines = read_calendar(
        calendar(
            "410000,,,2020,,02-28,省里部署,来源",
            "410300,county,,2020,,02-20,市里部署,来源",
            "410300,county,government,2020,,02-10,市里部署,来源",
        ),
        "c.csv",
    )

    def due(level: Level, kind: Kind, region: str) -> date | None:
        body = agency(level=level, kind=kind, region=RegionCode(region))
        return owed(body, 2024, deadlines).due

    assert due(Level.COUNTY, Kind.GOVERNMENT, "410307") == date(2025, 2, 10)
    assert due(Level.COUNTY, Kind.DEPARTMENT, "410307") == date(2025, 2, 20)
    assert due(Level.PREFECTURE, Kind.GOVERNMENT, "410300") == date(2025, 2, 28)
    assert due(Level.PREFECTURE, Kind.GOVERNMENT, "420100") == date(2025, 3, 31)


def test_an_order_holds_in_its_years_alone() -> None:
    deadlines = read_calendar(
        calendar(
            "410300,,,2022,2023,02-10,部署,来源",
            "410400,,,,,02-10,部署,来源",
            "410500,,,2015,2016,02-10,部署,来源",
        ),
        "c.csv",
    )

    def due(region: str, year: int) -> date | None:
        body = agency(kind=Kind.GOVERNMENT, region=RegionCode(region))
        return owed(body, year, deadlines).due

    assert due("410300", 2021) == date(2022, 3, 31)
    assert due("410300", 2022) == date(2023, 2, 10)
    assert due("410300", 2024) == date(2025, 3, 31)
    assert due("410400", 2018) == date(2019, 3, 31), "an order without years is of the 2019 text"
    assert due("410400", 2019) == date(2020, 2, 10)
    assert due("410500", 2015) == date(2016, 2, 10)


def test_the_row_of_an_agency_goes_first_and_the_basis_says_why() -> None:
    deadlines = read_calendar(calendar("410300,,,2020,,02-10,市里部署,http://x.gov.cn/1"), "c")
    body = agency(region=RegionCode("410300"))

    assert owed(agency(region=RegionCode("410300"), due=(1, 20)), 2024, deadlines).due == (
        date(2025, 1, 20)
    )
    basis = owed(body, 2024, deadlines).basis
    assert "http://x.gov.cn/1" in basis.zh
    assert "02-10" in basis.en


def test_an_order_makes_nobody_owe_what_he_does_not() -> None:
    deadlines = read_calendar(calendar("410300,,,2020,,02-10,部署,来源"), "c.csv")
    region = RegionCode("410300")

    assert owed(agency(region=region, duty=Duty.NONE), 2024, deadlines).due is None
    assert owed(agency(region=region, since=date(2025, 3, 1)), 2024, deadlines).due is None
    assert owed(agency(region=region, until=date(2025, 2, 1)), 2024, deadlines).due is None
    ended = owed(agency(region=region, until=date(2025, 2, 10)), 2024, deadlines)
    assert ended.due == date(2025, 2, 10)


def test_every_shipped_deadline_says_where_it_is_from() -> None:
    assert shipped_calendar()
    assert all(each.source.startswith("http") for each in shipped_calendar())


def test_all_problems_of_a_calendar_at_once() -> None:
    text = calendar(
        "410399,,,2020,,02-10,部署,来源",
        "410300,village,,2020,,02-10,部署,来源",
        "410300,,,20,,02-30,部署,",
        "410300,,,2020,2022,02-10,部署,来源",
        "410300,,,2021,,02-11,部署,来源",
    )

    with pytest.raises(RegistryError) as caught:
        read_calendar(text, "c.csv")

    assert [(problem.line, problem.field) for problem in caught.value.problems] == [
        (2, "region"),
        (3, "level"),
        (4, "due"),
        (4, "source"),
        (4, "first_year"),
        (None, "due"),
    ]


def test_a_calendar_without_its_columns() -> None:
    with pytest.raises(RegistryError, match="columns are missing"):
        read_calendar("region,due\n410300,02-10\n", "c.csv")
