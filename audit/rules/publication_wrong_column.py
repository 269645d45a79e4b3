"""Ground: 国办公开办函〔2019〕61号 gives every body a column of its own for its annual reports,
where people look for them. A report that stands only in the column of another bureau is
published, but not where it belongs.

Silent when the column is that of a government, an office or the body above, which gather the
reports of many; when no column of the agency is known; and unless sound looks at all its columns,
at or after the moment when it was had, do not show it.
"""

from audit.case import Case, Elsewhere
from audit.days import in_words
from audit.soundness import shows_absence
from model.agency import Kind
from model.capture import Look
from model.finding import Certainty, Finding, Severity
from model.ids import RuleId
from model.text import Text

RULE = RuleId("publication.wrong_column")
GROUND = Text(
    "每个机关的年报应在自己的栏目公布（国办公开办函〔2019〕61号）。"
    "这份报告只见于另一机关的栏目，而完整查看本机关全部栏目没有见到。上级、政府、"
    "办公室汇集各机关报告的栏目不在此列。",
    "Every body has a column of its own for its annual reports (国办公开办函〔2019〕61号). This "
    "one stood only in the column of another bureau, and sound looks at all columns of the "
    "agency do not show it. Columns of governments, offices and bodies above, which gather "
    "many, are no others.",
)
"""For readers: what the rule stands on, and when it is silent."""

_GATHERING = frozenset({Kind.GOVERNMENT, Kind.OFFICE})


def finding(case: Case) -> Finding | None:
    """None unless the report was met in another bureau's column only."""
    met = [one for one in case.view.elsewhere if one.reporting_year == case.year]
    if not met or _met_at_home(case) or not all(_is_foreign(case, one) for one in met):
        return None
    first = min(met, key=lambda one: one.at)
    looks = _looks_without(case, first)
    if looks is None:
        return None
    return Finding(
        rule=RULE,
        severity=Severity.ATTENTION,
        certainty=Certainty.CONFIRMED,
        message=Text(
            f"此报告只见于{first.owner.name}的栏目（{first.listing}，{in_words(first.at)}），"
            f"该机关自己的栏目截至{in_words(looks[-1].at)}未见",
            f"this report was met only in the column of {first.owner.name} ({first.listing}, "
            f"{in_words(first.at)}); the agency's own did not show it as of "
            f"{in_words(looks[-1].at)}",
        ),
        left=first.listing,
        right="；".join(case.view.agency.listings),
        captures=tuple(
            dict.fromkeys([first.capture, *(page for look in looks for page in look.pages)])
        ),
        agency=case.agency_id,
        reporting_year=case.year,
        report=case.reports[-1].id,
    )


def _met_at_home(case: Case) -> bool:
    """Whether a visit of the agency's own gave the report, or somebody added it by hand."""
    digests = {version.capture.payload_digest for version in case.reports}
    return any(
        one.digest in digests for sightings in case.view.sightings.values() for one in sightings
    )


def _is_foreign(case: Case, met: Elsewhere) -> bool:
    agency = case.view.agency
    return (
        met.owner.kind not in _GATHERING
        and met.owner.id != agency.parent
        and met.listing not in agency.listings
    )


def _looks_without(case: Case, met: Elsewhere) -> list[Look] | None:
    """The last look at each column of the agency; None unless all show that it is not there."""
    found: list[Look] = []
    for listing in case.view.agency.listings:
        since = [look for look in case.view.looks if look.listing == listing and look.at >= met.at]
        if not since or not shows_absence(case, since[-1]):
            return None
        found.append(since[-1])
    return sorted(found, key=lambda look: look.at) or None
