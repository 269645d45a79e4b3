"""The list of findings, by rule and place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from model.agency import Level
from model.finding import Certainty, Decision, DecisionKind, Severity
from model.ids import AgencyId, MeasureId, RegionCode, RuleId
from storage.database import Database, Decided, FindingFilter, Grouping, StoredFinding
from web.reading.persons import masked_findings, masked_replies
from web.reading.report import label_in_any_form
from web.reading.scope import no_value, one_of, region_from
from web.reviewing.replies import BEGINNING, Reply, replies_in

ROWS = 30
FOR_EVERYBODY: Mapping[str, Any] = {"for_everybody": True}
SET_ASIDE: Mapping[str, Any] = {
    "certainties": (Certainty.CONFIRMED,),
    "decided": (Decided.DISMISSED,),
}
"""What rested on an uncertain reading was never shown: its dismissal is nobody's business."""
UNCERTAIN: Mapping[str, Any] = {
    "certainties": (Certainty.UNCONFIRMED,),
    "decided": (Decided.OPEN,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Which findings a reader looks at; what it is made of and its address are one to one."""

    year: int | None = None
    region: str = ""
    level: Level | None = None
    severity: Severity | None = None
    rule: str = ""
    agency: str = ""
    set_aside: bool = False
    """Those that a person has found not to hold, in place of all others."""

    @property
    def filter(self) -> FindingFilter:
        """Only those that are certain, or confirmed: for others a person has to look first."""
        shown = SET_ASIDE if self.set_aside else FOR_EVERYBODY
        return replace(self.place, **shown)

    @property
    def place(self) -> FindingFilter:
        """The same part, whoever may see what is in it."""
        return FindingFilter(
            years=(self.year, self.year) if self.year else None,
            region=RegionCode(self.region) if self.region else None,
            level=self.level,
            agency=AgencyId(self.agency) if self.agency else None,
            rules=(RuleId(self.rule),) if self.rule else (),
            severities=(self.severity,) if self.severity else (),
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
            "decision": Decided.DISMISSED.value if one.set_aside else "",
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
    """A finding as a reader sees it, with what was said about it since."""

    stored: StoredFinding
    agency_name: str
    replies: tuple[Reply, ...] = ()
    """Of the agency, to this very finding."""

    @property
    def cells(self) -> tuple[tuple[MeasureId, str], ...]:
        """Each with its label."""
        return tuple((cell, label_in_any_form(cell)) for cell in self.stored.finding.cells)

    @property
    def decision(self) -> Decision | None:
        return self.stored.decision

    @property
    def unconfirmed(self) -> bool:
        """It rests on an uncertain reading that no person has looked at."""
        return self.stored.finding.certainty is Certainty.UNCONFIRMED and self.decision is None

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
    set_aside: int
    """Those of this part that a person has found not to hold."""


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
        set_aside=given.get("decision") == Decided.DISMISSED.value,
    )


def findings_view(
    database: Database, picked: Picked, names: Mapping[AgencyId, str], *, after: str | None
) -> FindingsView:
    """Raises UsageError when `after` is no cursor."""
    page = database.audit_findings(picked.filter, limit=ROWS, after=after)
    uncertain = replace(picked.place, **UNCERTAIN)
    aside = replace(picked.place, **SET_ASIDE)
    replies = masked_replies(replies_in(database.decisions(beginning=BEGINNING)))
    return FindingsView(
        picked=picked,
        years=database.audited_years(),
        total=database.count_findings(picked.filter).get((), 0),
        rules=tuple(_rules(database, picked)),
        entries=tuple(entries_of(masked_findings(page.items), names, replies)),
        next=page.after,
        unconfirmed=database.count_findings(uncertain).get((), 0),
        set_aside=database.count_findings(aside).get((), 0),
    )


def shown_of(database: Database, part: FindingFilter, *, limit: int) -> tuple[StoredFinding, ...]:
    """What a page about this part shows: what holds, then what a person has set aside."""
    held, aside = (
        database.audit_findings(replace(part, **which), limit=limit).items
        for which in (FOR_EVERYBODY, SET_ASIDE)
    )
    return masked_findings((*held, *aside))


def entries_of(
    found: Iterable[StoredFinding],
    names: Mapping[AgencyId, str],
    replies: Sequence[Reply] = (),
) -> Iterator[Entry]:
    for one in found:
        agency = one.finding.agency
        yield Entry(
            stored=one,
            agency_name=names.get(agency, agency) if agency else "",
            replies=tuple(reply for reply in replies if reply.said.finding == one.fingerprint),
        )


def _rules(database: Database, picked: Picked) -> Iterator[ByRule]:
    counts = database.count_findings(replace(picked, rule="").filter, by=(Grouping.RULE,))
    for key, count in sorted(counts.items(), key=lambda one: (-one[1], str(one[0][0]))):
        rule = str(key[0])
        chosen = rule == picked.rule
        yield ByRule(
            rule=rule, count=count, query=picked.query(rule="" if chosen else rule), chosen=chosen
        )
