"""What people decided about findings, applied to an audit before it is shown or sent to anybody."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from audit.fingerprints import fingerprinted
from audit.settling import Decided, last_words
from model.finding import Certainty, DecisionKind, Finding
from nianbao.stages.audit import Audited
from storage.database import Database


def settled(database: Database, audited: Audited) -> Audited:
    """Without what a person found not to hold; what a person confirmed is certain.

    Never stored: findings stay as the rules state them, for decisions may be taken back.
    """
    decided = last_words(database.decisions())
    findings = tuple(_standing(audited.result.findings, decided))
    return replace(audited, result=replace(audited.result, findings=findings))


def _standing(findings: Iterable[Finding], decided: Decided) -> Iterator[Finding]:
    for print_, finding in fingerprinted(findings):
        said = decided.get(print_)
        match said.kind if said else None:
            case DecisionKind.DISMISS:
                continue
            case DecisionKind.CONFIRM:
                yield replace(finding, certainty=Certainty.CONFIRMED)
            case _:
                yield finding
