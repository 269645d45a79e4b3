"""What searches keep of the database is what it holds."""

from pathlib import Path

from model.ids import AgencyId
from model.text import Text
from model.verdict import Verdict, VerdictRecord
from storage.database import Covered, Database
from tests.storage.builders import START, a_capture, a_reading, open_database, registered
from web.searching.facets import known_facets


def judged(database: Database, verdict: Verdict) -> None:
    (version,) = database.reports()
    record = VerdictRecord(
        agency=AgencyId("qinghe"),
        agency_name="清禾市人民政府",
        reporting_year=2024,
        due=None,
        basis=Text("依据", "basis"),
        verdict=verdict,
        explanation=Text("说明", "said"),
        report=version.id,
    )
    database.replace_audit(Covered(years=(2024, 2024)), [record], [], as_of=START)


def test_a_new_audit_is_seen_by_the_next_search(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        capture = a_capture()
        registered(database, capture)
        database.save_report(a_reading(capture), code_version="1")
        judged(database, Verdict.PUBLISHED)
        first = known_facets(database)
        again = known_facets(database)
        judged(database, Verdict.LATE)

        assert again is first
        assert set(first["verdict"].values()) == {("published",)}
        assert set(known_facets(database)["verdict"].values()) == {("late",)}


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    with open_database(tmp_path) as database, open_database(tmp_path) as other:
        capture = a_capture()
        registered(other, capture)
        assert known_facets(database)["verdict"] == {}
        other.save_report(a_reading(capture), code_version="1")
        judged(other, Verdict.LATE)

        assert set(known_facets(database)["verdict"].values()) == {("late",)}
