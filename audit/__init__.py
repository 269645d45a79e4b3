"""Obligations and evidence to verdicts and findings. Pure."""

from audit.absence import AbsenceProof, NotProvenError
from audit.auditing import AuditSummary, audit, check_version, checked, summarise
from audit.case import AgencyView, Case, Observations
from audit.checking import IdentityCounts, check_by_form, check_report, count_identities
from audit.deciding import decide

__all__ = [
    "AbsenceProof",
    "AgencyView",
    "AuditSummary",
    "Case",
    "IdentityCounts",
    "NotProvenError",
    "Observations",
    "audit",
    "check_by_form",
    "check_report",
    "check_version",
    "checked",
    "count_identities",
    "decide",
    "summarise",
]
