"""What a discovery found, as JSON: for programs, and for the file that proposals are kept in."""

from typing import Any

from crawler.discovery import Discovery, Elsewhere, Proposal, SeenTitle, Start, Step


def discovery_json(found: Discovery) -> dict[str, Any]:
    return {
        "agency": found.agency,
        "starts": [_start(start) for start in found.starts],
        "closed": [_start(start) for start in found.closed],
        "pages": found.pages,
        "exhausted": found.exhausted,
        "proposals": [
            _proposal(proposal, number) for number, proposal in enumerate(found.proposals, 1)
        ],
        "elsewhere": [_elsewhere(each) for each in found.elsewhere],
    }


def _start(start: Start) -> dict[str, Any]:
    return {"url": start.url, "outcome": start.outcome.value, "detail": start.detail}


def _proposal(proposal: Proposal, number: int) -> dict[str, Any]:
    return {
        "id": f"{proposal.agency}:{number}",
        "listing": proposal.listing,
        "grade": proposal.grade.value,
        "score": proposal.score,
        "reasons": [
            {
                "code": reason.code,
                "points": reason.points,
                "zh": reason.text.zh,
                "en": reason.text.en,
            }
            for reason in proposal.reasons
        ],
        "trail": [_step(step) for step in proposal.trail],
        "titles": [_title(title) for title in proposal.titles],
        "lookalikes": list(proposal.lookalikes),
        "family": proposal.family,
        "end": proposal.end.value if proposal.end else None,
        "captures": list(proposal.captures),
        "at": proposal.at.isoformat(),
    }


def _title(title: SeenTitle) -> dict[str, Any]:
    return {
        "title": title.title,
        "url": title.url,
        "reporting_year": title.reporting_year,
        "names": title.names,
        "own": title.own,
    }


def _step(step: Step) -> dict[str, str]:
    return {"page": step.page, "words": step.words}


def _elsewhere(each: Elsewhere) -> dict[str, Any]:
    return {"url": each.url, **_step(each.step)}
