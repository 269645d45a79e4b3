"""One report as its page shows it: six parts, three tables, what does not agree, whence it came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from audit import check_version
from audit.fingerprints import fingerprint
from extract.forms import FormDefinition, load_forms
from model.document import ReadingWarning
from model.finding import Certainty, Decision, DecisionKind, Finding
from model.form import Form, SectionId
from model.ids import FormId, MeasureId, ReportId
from model.report import MeasureState, ReportVersion, Scope
from model.text import Text
from storage.database import Database, Seen, StoredVerdict
from web.masking import masked
from web.reading.persons import masked_replies
from web.reading.tables import Flags, TableView, table_view
from web.reviewing.replies import Reply, beginning_of, replies_in

_TABLE_OF = {
    SectionId.PROACTIVE: "t2",
    SectionId.APPLICATIONS: "t3",
    SectionId.REMEDIES: "t4",
}
_ABOUT_A_PART = frozenset({"t2", "t3", "t4"})
SCOPES = {
    Scope.OWN: Text("本机关", "this body alone"),
    Scope.CONSOLIDATED: Text(
        "汇总（含所属部门和下级政府）", "with departments and lower governments"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    number: int
    """Under which cells refer to it."""
    finding: Finding
    cells: tuple[tuple[MeasureId, str], ...]
    """Each with its label."""
    decision: Decision | None
    """What a person said of it, and nobody has taken back."""
    replies: tuple[Reply, ...] = ()
    """Of the agency, to this very finding."""

    @property
    def unconfirmed(self) -> bool:
        return self.finding.certainty is Certainty.UNCONFIRMED and self.decision is None

    @property
    def set_aside(self) -> bool:
        return self.decision is not None and self.decision.kind is DecisionKind.DISMISS


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was said about findings of a report since they were stated."""

    decided: Mapping[str, Decision]
    """By fingerprint: what counts of what people decided."""
    replies: tuple[Reply, ...] = ()
    """Of the agency, to any finding about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    id: SectionId | None
    """None: text outside the six."""
    heading: str | None
    """As printed; None where no such part was read."""
    official: str
    """The form's own heading."""
    paragraphs: tuple[str, ...]
    table: TableView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    version: ReportVersion
    seen: Seen | None
    standing: bool
    """It stands for the report now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    version: ReportVersion
    verdict: StoredVerdict | None
    form: Form | None
    scope: Text | None
    sections: tuple[SectionView, ...]
    states: tuple[tuple[MeasureState, int], ...]
    """How many cells were read how, in the order of the states."""
    uncertain: int
    findings: tuple[FindingView, ...]
    versions: tuple[VersionView, ...]
    """Oldest first; more than one file may say the same version."""
    warnings: tuple[ReadingWarning, ...]

    @property
    def before(self) -> ReportId | None:
        """What the page compares with: a document of the version before this one."""
        number = self.version.version
        earlier = [one.version for one in self.versions if one.version.version == number - 1]
        return earlier[-1].id if earlier else None


@cache
def forms() -> dict[FormId, FormDefinition]:
    return {definition.id: definition for definition in load_forms()}


def findings_of(version: ReportVersion, stored: Sequence[Finding]) -> tuple[Finding, ...]:
    """What the last audit states, and what the figures of this very document say by themselves.

    An audit speaks of the document that stands; an earlier version has its own sums.
    """
    own = check_version(version, {id_: definition.form for id_, definition in forms().items()})
    told = {(finding.rule, finding.cells) for finding in own}
    return (*own, *(one for one in stored if (one.rule, one.cells) not in told))


def report_view(
    version: ReportVersion,
    *,
    findings: Sequence[Finding],
    spoken: Spoken,
    verdict: StoredVerdict | None,
    versions: Sequence[ReportVersion],
    seen: Mapping[ReportId, Seen],
    standing: ReportId | None,
) -> ReportView:
    report = version.report
    definition = forms().get(report.form) if report.form else None
    numbered = numbered_findings(version, findings, spoken)
    return ReportView(
        version=version,
        verdict=verdict,
        form=definition.form if definition else None,
        scope=SCOPES[report.scope] if report.scope else None,
        sections=tuple(_sections(version, definition, _flags(numbered))),
        states=tuple(
            (state, count)
            for state in MeasureState
            if (count := sum(one.state is state for one in report.measures.values()))
        ),
        uncertain=sum(one.doubt is not None for one in report.measures.values()),
        findings=numbered,
        versions=tuple(
            VersionView(version=one, seen=seen.get(one.id), standing=one.id == standing)
            for one in versions
        ),
        warnings=report.warnings,
    )


def label_of(cell: MeasureId, form: Form | None) -> str:
    definition = form.measures.get(cell) if form else None
    return definition.label if definition else cell


def label_in_any_form(cell: MeasureId) -> str:
    """As the newest form that has the cell calls it: nothing else is known of its report."""
    return next(
        (
            label_of(cell, definition.form)
            for definition in reversed(forms().values())
            if cell in definition.form.measures
        ),
        cell,
    )


def numbered_findings(
    version: ReportVersion,
    findings: Sequence[Finding],
    spoken: Spoken,
) -> tuple[FindingView, ...]:
    """Under the numbers by which the tables of the report refer to them.

    What a person has set aside comes last. What rests on an uncertain reading is left out until a
    person has confirmed it: it never leaves the house by itself.
    """
    definition = forms().get(version.report.form) if version.report.form else None
    form = definition.form if definition else None
    views = [
        FindingView(
            number=0,
            finding=finding,
            cells=tuple((cell, label_of(cell, form)) for cell in finding.cells),
            decision=spoken.decided.get(print_),
            replies=tuple(one for one in spoken.replies if one.said.finding == print_),
        )
        for finding in findings
        for print_ in [fingerprint(finding)]
    ]
    views = [view for view in views if not view.unconfirmed]
    views.sort(key=lambda view: view.set_aside)
    return tuple(replace(view, number=number) for number, view in enumerate(views, start=1))


def spoken_on(database: Database, version: ReportVersion, findings: Sequence[Finding]) -> Spoken:
    """About these findings of a report, without what points to a person."""
    decided = {
        print_: replace(decision, note=masked(decision.note))
        for print_, decision in database.standing_decisions(
            {fingerprint(finding) for finding in findings}
        ).items()
    }
    if version.agency is None or not findings:
        return Spoken(decided=decided)
    replies = replies_in(database.decisions(beginning=beginning_of(version.agency)))
    return Spoken(decided=decided, replies=masked_replies(replies))


def _flags(findings: Sequence[FindingView]) -> Flags:
    found: dict[MeasureId, tuple[int, ...]] = {}
    for one in findings:
        for cell, _ in () if one.set_aside else one.cells:
            found[cell] = (*found.get(cell, ()), one.number)
    return found


def _sections(
    version: ReportVersion, definition: FormDefinition | None, flags: Flags
) -> Iterator[SectionView]:
    """A preface first; the six in the form's order, also where nothing was read; the rest last."""
    report = version.report
    tables = {
        table.id: table_view(table, report.measures, flags)
        for table in (definition.tables if definition else ())
    }
    if report.other_text:
        yield _section(None, None, "", report.other_text, None)
    for id_ in SectionId:
        official = definition.section_labels[id_][0] if definition else ""
        table = tables.get(_TABLE_OF.get(id_, ""))
        read = [section for section in report.sections if section.id is id_]
        for place, section in enumerate(read):
            shown = table if place == 0 else None
            yield _section(id_, section.heading, official, section.text, shown)
        if not read and (official or table):
            yield _section(id_, None, official, "", table)
    for table_id, table in tables.items():
        if table_id not in _ABOUT_A_PART:
            yield _section(None, None, "", "", table)


def _section(
    id_: SectionId | None, heading: str | None, official: str, text: str, table: TableView | None
) -> SectionView:
    lines = (line.strip() for line in text.splitlines())
    return SectionView(
        id=id_,
        heading=heading,
        official=official,
        paragraphs=tuple(line for line in lines if line),
        table=table,
    )
