"""What people decided about findings, applied to an audit before it is shown or sent to anybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from audit.fingerprints import fingerprinted
from model.finding import Certainty, Decision, DecisionKind, Finding
from nianbao.stages.audit import Audited
from storage.database import Database


def settled(database: Database, audited: Audited) -> Audited:
    """Without what a person found not to hold; what a person confirmed is certain.

    Never stored: findings stay as the rules state them, for decisions may be taken back.
    """
    decided = _last_words(database.decisions())
    findings = tuple(_standing(audited.result.findings, decided))
    return replace(audited, result=replace(audited.result, findings=findings))


def _standing(
    findings: Iterable[Finding], decided: Mapping[str, DecisionKind]
) -> Iterator[Finding]:
    for print_, finding in fingerprinted(findings):
        match decided.get(print_):
            case DecisionKind.DISMISS:
                continue
            case DecisionKind.CONFIRM:
                yield replace(finding, certainty=Certainty.CONFIRMED)
            case _:
                yield finding


def _last_words(decisions: Iterable[Decision]) -> dict[str, DecisionKind]:
    """By fingerprint; `decisions` are oldest first, and notes decide nothing."""
    return {one.fingerprint: one.kind for one in decisions if one.kind is not DecisionKind.NOTE}
