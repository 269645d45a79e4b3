"""What the first page says: what the archive holds, and how far its last audit could see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.coverage import Tally
from model.text import Text
from model.verdict import Verdict
from storage.database import Crawl

COUNTED = (
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
    def unseen(self) -> bool:
        """Something was due, and nothing of it can be told."""
        return 0 < self.tally.due == self.tally.unresolved

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
    audited: datetime | None
    """The moment of the last audit."""
    years: tuple[YearTally, ...]
    """Newest first."""


def home_view(
    counts: Mapping[str, int],
    crawls: Sequence[Crawl],
    *,
    audited: datetime | None,
    verdicts: Mapping[tuple[str | int | None, ...], int],
) -> HomeView:
    """`verdicts` are counted by reporting year and verdict."""
    held = tuple(Held(name=name, count=counts.get(table, 0)) for table, name in COUNTED)
    last = max(crawls, key=lambda crawl: crawl.at, default=None)
    return HomeView(
        held=held,
        empty=not any(one.count for one in held),
        last_look=last.at if last else None,
        simulated=last.simulated if last else False,
        audited=audited,
        years=year_tallies(verdicts),
    )


def year_tallies(
    verdicts: Mapping[tuple[str | int | None, ...], int],
) -> tuple[YearTally, ...]:
    """Newest year first."""
    counted: dict[int, dict[Verdict, int]] = {}
    for (year, verdict), count in verdicts.items():
        if isinstance(year, int) and isinstance(verdict, str):
            nobody = dict.fromkeys(Verdict, 0)
            counted.setdefault(year, nobody)[Verdict(verdict)] += count
    return tuple(
        YearTally(year=year, tally=Tally(counts=counted[year]))
        for year in sorted(counted, reverse=True)
    )
