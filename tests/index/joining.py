"""Reports in the database and in an index, and the truth about both: yes, no or unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from audit.fingerprints import fingerprinted
from index import IndexDocument
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    OfForm,
    WithFinding,
    Within,
    WithReason,
    WithVerdict,
)
from model.figures import Measured
from model.finding import Finding
from model.ids import AgencyId, FormId, ReportId
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from storage.database import Answer, Covered, Database
from tests.index.figure_truth import Measures, decided
from tests.index.genre import YEARS, Invented, index_document, reports
from tests.index.genre_figures import figures, form_of
from tests.index.truth import Truth
from tests.storage.builders import START, a_capture, a_finding, a_reading, a_report, registered

COUNT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One report, and what an audit says of it: nothing of every fourth."""

    report: ReportId
    invented: Invented
    document: IndexDocument
    cells: Measures
    form: FormId | None

    @property
    def audited(self) -> bool:
        return self.invented.number % 4 != 0 and self.invented.year is not None

    @property
    def verdict(self) -> Verdict:
        return self.invented.verdict or Verdict.PUBLISHED

    @property
    def reason(self) -> Reason | None:
        return Reason.BLOCKED if self.verdict is Verdict.UNOBSERVABLE else None


class Joined:
    """The database with everything in it, and the truth."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.kept = tuple(_saved(database))
        self.truth = Truth(one.document for one in self.kept)
        self._everything = frozenset(one.report for one in self.kept)
        _audited(database, self.kept)

    def answer(self, condition: Condition, section: str | None = None) -> Answer:
        """Kleene's logic: a negation of what is unknown is unknown."""
        match condition:
            case Measured() | WithVerdict() | WithReason() | WithFinding() | OfForm():
                said = {one.report: _stored(condition, one) for one in self.kept}
                yes = {report for report, one in said.items() if one is True}
                no = {report for report, one in said.items() if one is False}
            case AllOf(conditions):
                answers = [self.answer(one, section) for one in conditions]
                yes = set(self._everything.intersection(*(one.yes for one in answers)))
                no = set().union(*(one.no for one in answers))
            case AnyOf(conditions):
                answers = [self.answer(one, section) for one in conditions]
                yes = set().union(*(one.yes for one in answers))
                no = set(self._everything.intersection(*(one.no for one in answers)))
            case Not(inner):
                turned = self.answer(inner, section)
                yes, no = set(turned.no), set(turned.yes)
            case Within(name, inner):
                having = self.truth.having(name)
                answer = self.answer(inner, name)
                yes, no = set(having & answer.yes), set((self._everything - having) | answer.no)
            case _:
                yes = set(self.truth.matching(condition, section))
                no = set(self._everything - yes)
        return Answer(yes=frozenset(yes), no=frozenset(no))

    def facets(self, found: frozenset[ReportId]) -> Mapping[str, Mapping[str, int]]:
        of = {one.report: one for one in self.kept}
        counts: dict[str, dict[str, int]] = {"verdict": {}, "finding": {}}

        def count(facet: str, value: str) -> None:
            counts[facet][value] = counts[facet].get(value, 0) + 1

        for report in found:
            one = of[report]
            count("verdict", one.verdict.value if one.audited else "unknown")
            for rule in one.invented.findings if one.audited else ("unknown",):
                count("finding", rule)
        return counts


def _saved(database: Database) -> Sequence[Kept]:
    invented = tuple(reports(COUNT, seed=4, terse=True))
    readings = []
    for one in invented:
        at = START + timedelta(minutes=one.number)
        capture = a_capture(one.number, at=at, url=f"http://127.0.0.1/{one.number}.html")
        registered(database, capture)
        form = form_of(one)
        report = replace(a_report(), measures=figures(one), form=form.id if form else None)
        agency = f"agency-{one.number}"
        readings.append(a_reading(capture, agency=agency, year=one.year, report=report))
    versions = database.save_reports(readings, code_version="1")
    return [
        Kept(
            report=version.id,
            invented=one,
            document=replace(index_document(one), report=version.id),
            cells=reading.report.measures,
            form=reading.report.form,
        )
        for one, reading, version in zip(invented, readings, versions, strict=True)
    ]


def _audited(database: Database, kept: Sequence[Kept]) -> None:
    audited = [one for one in kept if one.audited]
    records = [
        VerdictRecord(
            agency=AgencyId(f"agency-{one.invented.number}"),
            agency_name="",
            reporting_year=one.invented.year or 0,
            due=None,
            basis=Text("依据", "basis"),
            verdict=one.verdict,
            reason=one.reason,
            explanation=Text("说明", "explanation"),
            report=one.report,
        )
        for one in audited
    ]
    found = [_finding(one, rule) for one in audited for rule in one.invented.findings]
    as_of = datetime(2026, 5, 1, tzinfo=UTC)
    database.replace_audit(Covered(years=YEARS), records, list(fingerprinted(found)), as_of=as_of)


def _finding(one: Kept, rule: str) -> Finding:
    return replace(
        a_finding(one.report, rule=rule),
        agency=AgencyId(f"agency-{one.invented.number}"),
        reporting_year=one.invented.year,
    )


def _stored(
    condition: Measured | WithVerdict | WithReason | WithFinding | OfForm, one: Kept
) -> bool | None:
    match condition:
        case Measured():
            return decided(condition, one.cells)
        case OfForm(form):
            return (one.form or "none") == form
        case WithVerdict(verdict):
            return one.verdict.value == verdict if one.audited else None
        case WithReason(reason):
            return one.reason == reason if one.audited else None
        case WithFinding(rule):
            return _has(one.invented.findings, rule) if one.audited else None


@cache
def _has(findings: tuple[str, ...], rule: str) -> bool:
    start, star, _ = rule.partition("*")
    return any(one.startswith(start) if star else one == rule for one in findings)
