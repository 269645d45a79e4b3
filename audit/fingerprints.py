"""The identity of a finding across audits: what is decided about one holds for it ever after.

A finding is the same as long as it states the same. So the numbers and cells of a broken sum are in
its fingerprint, and the report is not, for a copy of it states the same. That a report was late, or
not found, is one statement about an agency and a year, however often we look again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from model.finding import ON_PUBLICATION, Finding

_DIGITS = 16
_SEVERAL = frozenset({"publication.silently_edited"})
"""A report may be edited more than once: the sides tell the edits apart."""


def fingerprint(finding: Finding) -> str:
    """Sixteen hexadecimal digits."""
    known = finding.agency is not None and finding.reporting_year is not None
    parts = (
        finding.rule,
        finding.agency or "",
        "" if finding.reporting_year is None else str(finding.reporting_year),
        "" if known else (finding.report or ""),
        *_stated(finding),
    )
    return sha256("\x1f".join(parts).encode()).hexdigest()[:_DIGITS]


def fingerprinted(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each with its own: those that state the very same are numbered in their order."""
    met: Counter[str] = Counter()
    for finding in findings:
        print_ = fingerprint(finding)
        met[print_] += 1
        yield (print_ if met[print_] == 1 else f"{print_}-{met[print_]}"), finding


def _stated(finding: Finding) -> tuple[str, ...]:
    if finding.rule.startswith(ON_PUBLICATION) and finding.rule not in _SEVERAL:
        return ()
    return (finding.left or "", finding.right or "", *finding.cells)
