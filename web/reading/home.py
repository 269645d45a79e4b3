"""What the first page says: what the archive holds, and how far its last audit could see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.coverage import Tally
from model.text import Text
from model.verdict import AuditResult, Verdict
from storage.database import Crawl

_COUNTED = (
    ("agencies", Text("机关", "agencies")),
    ("reports", Text("报告", "reports")),
    ("captures", Text("存档快照", "captures")),
    ("looks", Text("查看栏目次数", "looks at listings")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One count of what is there."""

    name: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTally:
    """One reporting year of the last audit."""

    year: int
    tally: Tally

    @property
    def in_time(self) -> tuple[float, float] | None:
        """Least and most of the share that published in time."""
        return self.tally.share(Verdict.PUBLISHED)

    @property
    def at_all(self) -> tuple[float, float] | None:
        return self.tally.share(Verdict.PUBLISHED, Verdict.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    held: tuple[Held, ...]
    empty: bool
    """Nothing was ever brought in."""
    last_look: datetime | None
    simulated: bool
    """The last look was under a simulated clock: this is the demo."""
    audited_as_of: datetime | None
    years: tuple[YearTally, ...]
    """Newest first."""
    findings: int


def home_view(
    counts: Mapping[str, int], crawls: Sequence[Crawl], audited: AuditResult | None
) -> HomeView:
    held = tuple(Held(name=name, count=counts.get(table, 0)) for table, name in _COUNTED)
    last = max(crawls, key=lambda crawl: crawl.at, default=None)
    return HomeView(
        held=held,
        empty=not any(one.count for one in held),
        last_look=last.at if last else None,
        simulated=last.simulated if last else False,
        audited_as_of=audited.as_of if audited else None,
        years=_years(audited) if audited else (),
        findings=len(audited.findings) if audited else 0,
    )


def _years(audited: AuditResult) -> tuple[YearTally, ...]:
    years = sorted({record.reporting_year for record in audited.verdicts}, reverse=True)
    return tuple(
        YearTally(
            year=year,
            tally=Tally.of(one for one in audited.verdicts if one.reporting_year == year),
        )
        for year in years
    )
