"""The registry and the obligations, as stored."""

from dataclasses import replace
from datetime import date

from model.agency import Level, Obligation, Registry
from model.ids import AgencyId
from model.text import Text
from storage.database import Database, SyncCounts
from tests.storage.builders import an_agency

ONE, TWO, THREE = (an_agency(name) for name in ("qinghe", "yundu", "linshui"))


def an_obligation(agency: str, year: int, due: date | None = date(2025, 1, 31)) -> Obligation:
    return Obligation(
        agency=AgencyId(agency), reporting_year=year, due=due, basis=Text("条例第五十条", "Art. 50")
    )


def test_a_registry_comes_back_the_same_and_in_its_order(database: Database) -> None:
    county = an_agency("yunxian", region="410324", level=Level.COUNTY)
    registry = Registry(agencies=(TWO, replace(county, due=None, since=None), ONE))
    database.sync_registry(registry)
    assert database.registry() == registry


def test_synchronising_counts_what_it_changed(database: Database) -> None:
    first = database.sync_registry(Registry(agencies=(ONE, TWO)))
    assert first == SyncCounts(added=2, changed=0, unchanged=0, removed=0)
    again = database.sync_registry(Registry(agencies=(ONE, TWO)))
    assert again == SyncCounts(added=0, changed=0, unchanged=2, removed=0)
    renamed = replace(ONE, name="清禾市人民政府办公室")
    changed = database.sync_registry(Registry(agencies=(THREE, renamed)))
    assert changed == SyncCounts(added=1, changed=1, unchanged=0, removed=1)
    assert database.registry().agencies == (THREE, renamed)


def test_an_agency_that_comes_back_counts_as_added(database: Database) -> None:
    database.sync_registry(Registry(agencies=(ONE,)))
    database.sync_registry(Registry(agencies=()))
    assert database.registry().agencies == ()
    assert database.sync_registry(Registry(agencies=(ONE,))).added == 1


def test_listings_follow_the_registry(database: Database) -> None:
    twice = replace(ONE, listings=("http://a.example/", "http://a.example/", "http://b.example/"))
    database.sync_registry(Registry(agencies=(twice, TWO)))
    assert database.counts()["listings"] == 2 + 2
    database.sync_registry(Registry(agencies=(replace(ONE, listings=()),)))
    assert database.counts()["listings"] == 0


def test_obligations_of_a_year_are_replaced_together(database: Database) -> None:
    database.save_obligations(
        [an_obligation("qinghe", 2023), an_obligation("qinghe", 2024), an_obligation("yundu", 2024)]
    )
    database.save_obligations([an_obligation("qinghe", 2024, due=None)])
    assert database.obligations() == (
        an_obligation("qinghe", 2023),
        an_obligation("qinghe", 2024, due=None),
    )
    assert database.obligations(year=2024) == (an_obligation("qinghe", 2024, due=None),)
    assert database.obligations(agency=AgencyId("yundu")) == ()
    database.save_obligations([])
    assert len(database.obligations()) == 2
