"""The list of findings, by rule and place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from model.agency import Level
from model.finding import Certainty, Decision, DecisionKind, Severity
from model.ids import AgencyId, RegionCode, RuleId
from storage.database import Database, FindingFilter, Grouping, StoredFinding
from web.reading.scope import no_value, one_of, region_from

ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Which findings a reader looks at; what it is made of and its address are one to one."""

    year: int | None = None
    region: str = ""
    level: Level | None = None
    severity: Severity | None = None
    rule: str = ""
    agency: str = ""

    @property
    def filter(self) -> FindingFilter:
        """Only those whose reading is certain: the others are for a person to look at first."""
        return FindingFilter(
            years=(self.year, self.year) if self.year else None,
            region=RegionCode(self.region) if self.region else None,
            level=self.level,
            agency=AgencyId(self.agency) if self.agency else None,
            rules=(RuleId(self.rule),) if self.rule else (),
            severities=(self.severity,) if self.severity else (),
            certainties=(Certainty.CONFIRMED,),
        )

    def query(self, **changed: object) -> dict[str, object]:
        one = replace(self, **changed)  # type: ignore[arg-type]
        found: dict[str, object] = {
            "year": one.year or "",
            "region": one.region,
            "level": one.level.value if one.level else "",
            "severity": one.severity.value if one.severity else "",
            "rule": one.rule,
            "agency": one.agency,
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRule:
    rule: str
    count: int
    query: Mapping[str, object]
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A finding as a reader sees it, with what a person said about it since."""

    stored: StoredFinding
    agency_name: str
    decision: Decision | None

    @property
    def set_aside(self) -> bool:
        return self.decision is not None and self.decision.kind is DecisionKind.DISMISS


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView:
    picked: Picked
    years: tuple[int, ...]
    total: int
    rules: tuple[ByRule, ...]
    """Of the part looked at, whatever rule is picked; the commonest first."""
    entries: tuple[Entry, ...]
    next: str | None
    unconfirmed: int
    """Findings of this part that rest on an uncertain reading: they are not shown."""


def picked_from(given: Mapping[str, str]) -> Picked:
    """Raises: UsageError."""
    year = given.get("year", "").strip()
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise no_value("year", year, "四位年度", "a year of four digits")
    return Picked(
        year=int(year) if year else None,
        region=region_from(given),
        level=one_of(Level, "level", given),
        severity=one_of(Severity, "severity", given),
        rule=given.get("rule", "").strip()[:80],
        agency=given.get("agency", "").strip()[:80],
    )


def findings_view(
    database: Database, picked: Picked, names: Mapping[AgencyId, str], *, after: str | None
) -> FindingsView:
    """Raises UsageError when `after` is no cursor."""
    page = database.audit_findings(picked.filter, limit=ROWS, after=after)
    uncertain = replace(picked.filter, certainties=(Certainty.UNCONFIRMED,))
    return FindingsView(
        picked=picked,
        years=database.audited_years(),
        total=database.count_findings(picked.filter).get((), 0),
        rules=tuple(_rules(database, picked)),
        entries=tuple(entries_of(page.items, names, latest(database.decisions()))),
        next=page.after,
        unconfirmed=database.count_findings(uncertain).get((), 0),
    )


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """What was last said about each finding, notes aside; `decisions` are oldest first."""
    return {
        decision.fingerprint: decision
        for decision in decisions
        if decision.kind is not DecisionKind.NOTE
    }


def entries_of(
    found: Iterable[StoredFinding],
    names: Mapping[AgencyId, str],
    decided: Mapping[str, Decision],
) -> Iterator[Entry]:
    for one in found:
        agency = one.finding.agency
        yield Entry(
            stored=one,
            agency_name=names.get(agency, agency) if agency else "",
            decision=decided.get(one.fingerprint),
        )


def _rules(database: Database, picked: Picked) -> Iterator[ByRule]:
    counts = database.count_findings(replace(picked, rule="").filter, by=(Grouping.RULE,))
    for key, count in sorted(counts.items(), key=lambda one: (-one[1], str(one[0][0]))):
        rule = str(key[0])
        chosen = rule == picked.rule
        yield ByRule(
            rule=rule, count=count, query=picked.query(rule="" if chosen else rule), chosen=chosen
        )
