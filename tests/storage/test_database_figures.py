"""Conditions on figures: what was read counts, what was not is unknown, never zero."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from audit.fingerprints import fingerprinted
from model.figures import Combined, Comparison, Expression, Figure, Measured, Number
from model.finding import Certainty, Decision, DecisionKind
from model.ids import AgencyId, FormId, MeasureId, ReportId
from model.report import Measure, MeasureState
from model.text import Text
from model.verdict import Verdict, VerdictRecord
from storage.database import Answer, Covered, Database
from storage.database.connections import Connections
from tests.storage.builders import (
    a_capture,
    a_failure,
    a_finding,
    a_reading,
    a_report,
    later,
    open_database,
    registered,
)

V1 = "1"
Cells = Mapping[str, int | str | MeasureState]


def figure(*ids: str, **more: tuple[str, ...]) -> Figure:
    ways = (ids, *more.values())
    return Figure(ids[0], tuple(tuple(map(MeasureId, way)) for way in ways))


def condition(left: Expression, comparison: Comparison, right: str | Expression) -> Measured:
    return Measured(left, comparison, Number(Decimal(right)) if isinstance(right, str) else right)


def number(text: str) -> Number:
    return Number(Decimal(text))


def cell(name: str, content: int | str | MeasureState) -> Measure:
    if isinstance(content, MeasureState):
        value = 7 if content is MeasureState.INFERRED else None
        return Measure(id=MeasureId(name), value=value, raw=None, state=content)
    value_read = Decimal(content) if isinstance(content, str) else content
    return Measure(id=MeasureId(name), value=value_read, raw=str(content), state=MeasureState.READ)


def saved(database: Database, number: int, cells: Cells, *, form: str | None = "2021") -> ReportId:
    capture = a_capture(number, at=later(days=number), url=f"http://www.qinghe.example/{number}")
    registered(database, capture)
    measures = {MeasureId(name): cell(name, content) for name, content in cells.items()}
    report = replace(a_report(), measures=measures, form=FormId(form) if form else None)
    reading = a_reading(capture, agency=f"agency-{number}", report=report)
    return database.save_report(reading, code_version=V1).id


A, B, FEES = figure("a"), figure("b"), figure("fees")


@pytest.fixture
def four(database: Database) -> tuple[ReportId, ...]:
    return (
        saved(database, 1, {"a": 50, "b": 100, "fees": "0.30"}),
        saved(database, 2, {"a": 0, "b": 0, "fees": "12.5"}),
        saved(database, 3, {"a": MeasureState.BLANK, "b": 5, "fees": MeasureState.DASH}),
        saved(database, 4, {"s": 9}, form="2014"),
    )


@pytest.mark.parametrize(
    ("asked", "yes", "no"),
    [
        (condition(A, ">=", "50"), {1}, {2}),
        (condition(A, ">", "50"), set(), {1, 2}),
        (condition(A, "<", "50"), {2}, {1}),
        (condition(A, "<=", "0"), {2}, {1}),
        (condition(A, "=", "0"), {2}, {1}),
        (condition(A, "!=", "0"), {1}, {2}),
        (condition(FEES, "=", "0.3"), {1}, {2}),
        (condition(Combined("+", A, B), ">=", "150"), {1}, {2}),
        (condition(Combined("-", FEES, number("0.1")), "=", "0.2"), {1}, {2}),
        (condition(FEES, "=", Combined("+", number("0.1"), number("0.2"))), {1}, {2}),
        (condition(Combined("/", FEES, number("3")), ">=", "0.1"), {1, 2}, set()),
        (condition(Combined("-", B, A), "=", "50"), {1}, {2}),
        (condition(Combined("/", A, B), "=", "0.5"), {1}, set()),  # of zero there is no ratio
        (condition(A, "<", B), {1}, {2}),
        (condition(figure("a", "b"), "=", "150"), {1}, {2}),
        (condition(figure("a", other=("s",)), ">", "8"), {1, 4}, {2}),
        (condition(figure("a", other=("b",)), ">", "4"), {1, 3}, {2}),
        (condition(figure("a", "nowhere"), ">=", "0"), set(), set()),
        (condition(figure("nowhere"), ">=", "0"), set(), set()),
        (condition(Figure("nothing", ()), ">=", "0"), set(), set()),
        (condition(A, ">", figure("nowhere")), set(), set()),
        (condition(A, "!=", figure("nowhere")), set(), set()),
        (condition(figure("nowhere"), "=", figure("nowhere")), set(), set()),
        (condition(B, ">=", "0"), {1, 2, 3}, set()),
    ],
)
def test_answers(
    database: Database,
    four: tuple[ReportId, ...],
    asked: Measured,
    yes: set[int],
    no: set[int],
) -> None:
    assert database.measured(asked) == Answer(
        yes=frozenset(four[number - 1] for number in yes),
        no=frozenset(four[number - 1] for number in no),
    )


@pytest.mark.parametrize("state", [one for one in MeasureState if one is not MeasureState.READ])
def test_what_was_not_read_is_unknown(database: Database, state: MeasureState) -> None:
    saved(database, 1, {"a": state})
    for comparison in (">=", "<", "=", "!="):
        asked = condition(A, comparison, "0")
        assert database.measured(asked) == Answer(yes=frozenset(), no=frozenset())
    assert database.figure_values(A) == {}


def test_values_for_an_order(database: Database, four: tuple[ReportId, ...]) -> None:
    assert database.figure_values(figure("a", other=("s",))) == {
        four[0]: 50,
        four[1]: 0,
        four[3]: 9,
    }


def test_forms(database: Database, four: tuple[ReportId, ...]) -> None:
    unread = saved(database, 5, {}, form=None)
    assert database.of_form("2014").yes == {four[3]}
    assert database.of_form("none").yes == {unread}
    assert database.of_form("2021").no == {four[3], unread}


def test_only_the_version_that_stands_is_asked(database: Database) -> None:
    first, second = a_capture(1), a_capture(2, at=later(days=3))
    registered(database, first, second)
    for capture, count in ((first, 5), (second, 6)):
        report = replace(a_report(), measures={MeasureId("a"): cell("a", count)})
        database.save_report(a_reading(capture, report=report), code_version=V1)
    asked = database.measured(condition(A, ">=", "0"))
    assert len(asked.yes) == 1
    assert database.figure_values(A) == {next(iter(asked.yes)): 6}


def test_they_go_with_their_report_and_come_with_a_new_reading(database: Database) -> None:
    capture = a_capture(1)
    report = saved(database, 1, {"a": 5})
    again = replace(a_report(), measures={MeasureId("a"): cell("a", 6)})
    database.save_report(a_reading(capture, report=again), code_version="2")
    assert database.figure_values(A) == {report: 6}
    database.save_failure(a_failure(), digest=capture.payload_digest, code_version="3")
    assert database.figure_values(A) == {}
    assert database.counts()["figures"] == 0


def test_a_migration_fills_them_from_stored_reports(tmp_path: Path) -> None:
    cells: Cells = {"a": 50, "b": 0, "fees": "0.30", "c": MeasureState.BLANK}
    with open_database(tmp_path) as database:
        report = saved(database, 1, cells)
    with sqlite3.connect(tmp_path / "nianbao.db") as raw:
        before = sorted(raw.execute("select * from figures").fetchall())
        shape = raw.execute("select form, shape from reports").fetchall()
    connections = Connections(tmp_path / "nianbao.db", read_only=False)
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    with connections.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
        command.upgrade(config, "head")
    connections.close()
    with sqlite3.connect(tmp_path / "nianbao.db") as raw:
        assert sorted(raw.execute("select * from figures").fetchall()) == before
        assert raw.execute("select form, shape from reports").fetchall() == shape
        assert json.loads(raw.execute("select measures from reports").fetchone()[0])["a"]
    with open_database(tmp_path) as database:
        assert database.measured(condition(B, "=", "0")).yes == {report}


class TestAudits:
    AS_OF = datetime(2025, 5, 1, tzinfo=UTC)

    def audited(self, database: Database, *findings: tuple[str, ReportId, Certainty]) -> list[str]:
        """Verdicts on both reports that there are; the fingerprints of the findings."""
        records = [
            VerdictRecord(
                agency=AgencyId(version.agency or ""),
                agency_name=version.agency_name,
                reporting_year=2024,
                due=None,
                basis=Text("依据", "basis"),
                verdict=Verdict.LATE if number else Verdict.PUBLISHED,
                explanation=Text("说明", "explanation"),
                report=version.id,
            )
            for number, version in enumerate(database.reports())
            if version.agency != "agency-3"
        ]
        given = list(
            fingerprinted(
                replace(a_finding(report, rule=rule), certainty=certainty)
                for rule, report, certainty in findings
            )
        )
        database.replace_audit(Covered(years=(2024, 2024)), records, given, as_of=self.AS_OF)
        return [fingerprint for fingerprint, _ in given]

    def test_what_no_audit_has_seen_is_unknown(
        self, database: Database, four: tuple[ReportId, ...]
    ) -> None:
        assert database.with_verdict("late") == Answer(yes=frozenset(), no=frozenset())
        assert database.with_finding("*") == Answer(yes=frozenset(), no=frozenset())
        self.audited(database)
        late = database.with_verdict("late")
        assert len(late.yes) == 2
        assert len(late.no) == 1
        assert four[2] not in late.yes | late.no
        assert database.with_reason("blocked") == Answer(yes=frozenset(), no=late.yes | late.no)

    def test_findings_by_rule_and_by_family(
        self, database: Database, four: tuple[ReportId, ...]
    ) -> None:
        self.audited(
            database,
            ("applications.balance", four[0], Certainty.CONFIRMED),
            ("remedies.outcome_sum", four[1], Certainty.CONFIRMED),
            ("applications.row_sum", four[1], Certainty.UNCONFIRMED),
        )
        assert database.with_finding("applications.balance").yes == {four[0]}
        assert database.with_finding("applications.*").yes == {four[0]}
        assert database.with_finding("*").yes == {four[0], four[1]}
        assert database.with_finding("*").no == {four[3]}
        assert database.rules_by_report() == {
            four[0]: ("applications.balance",),
            four[1]: ("remedies.outcome_sum",),
            four[3]: (),
        }

    def test_what_a_person_dismissed_does_not_count(
        self, database: Database, four: tuple[ReportId, ...]
    ) -> None:
        (fingerprint,) = self.audited(
            database, ("applications.balance", four[0], Certainty.CONFIRMED)
        )
        for days, kind, counted in (
            (1, DecisionKind.DISMISS, 0),
            (2, DecisionKind.NOTE, 0),
            (3, DecisionKind.CONFIRM, 1),
        ):
            database.save_decision(
                Decision(fingerprint=fingerprint, kind=kind, at=later(days=days), by="a reader")
            )
            assert len(database.with_finding("*").yes) == counted


def test_a_figure_that_we_are_not_sure_to_have_read_is_unknown(database: Database) -> None:
    doubted = replace(cell("a", 60), doubt="ocr.used")
    report = replace(a_report(), form=FormId("2021"), measures={doubted.id: doubted})
    capture = a_capture(1)
    registered(database, capture)
    database.save_report(replace(a_reading(capture), report=report), code_version=V1)

    assert database.measured(condition(A, ">=", "50")) == Answer(yes=frozenset(), no=frozenset())
