"""Discovery: from an agency's home page to proposals for its listing. Nothing is adopted here."""

from crawler.discovery.leads import Elsewhere, Step
from crawler.discovery.proposals import Discovery, Grade, Proposal, Reason, SeenTitle, Start
from crawler.discovery.searching import discover

__all__ = [
    "Discovery",
    "Elsewhere",
    "Grade",
    "Proposal",
    "Reason",
    "SeenTitle",
    "Start",
    "Step",
    "discover",
]
