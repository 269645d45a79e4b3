"""A report whose owner nobody could tell, as the page shows it to a person who may know."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.agency import Agency
from model.ids import RegionCode, ReportId
from model.report import ReportVersion

_EXCERPT = 600
"""Characters of the report's text: enough to see who is speaking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerQuestion:
    report: ReportVersion
    url: str
    listings: tuple[str, ...]
    """Columns in which it was found."""
    codes: tuple[str, ...]
    """Credit code and site id that its page bears."""
    candidates: tuple[Agency, ...]
    """Who may have made it; the likelier first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnersView:
    question: OwnerQuestion
    excerpt: tuple[str, ...]
    """Paragraphs from the beginning of the report."""
    place: int
    """From 1."""
    total: int
    before: str | None
    after: str | None
    """Reports, to step to."""
    regions: Mapping[RegionCode, str]


def owners_view(
    ids: Sequence[ReportId],
    report: str | None,
    ask: Callable[[ReportId], OwnerQuestion | None],
    regions: Mapping[RegionCode, str],
) -> OwnersView | None:
    """The question about a report, else the first one; None when there is none."""
    place = next((at for at, id_ in enumerate(ids) if id_ == report), 0)
    question = ask(ids[place]) if ids else None
    if question is None:
        return None
    return OwnersView(
        question=question,
        excerpt=tuple(_excerpt(question.report)),
        place=place + 1,
        total=len(ids),
        before=ids[place - 1] if place else None,
        after=ids[place + 1] if place + 1 < len(ids) else None,
        regions=regions,
    )


def _excerpt(version: ReportVersion) -> Iterator[str]:
    left = _EXCERPT
    texts = (version.report.other_text, *(one.text for one in version.report.sections))
    for line in (line.strip() for text in texts for line in text.splitlines()):
        if line and left > 0:
            yield line if len(line) <= left else f"{line[:left]}…"
            left -= len(line)
