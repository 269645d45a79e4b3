"""How often an agency's listings are looked at on a day of the year. Pure.

Ground: the deadlines of Article 49 of the Regulation, 31 January for departments and 31 March for
governments, or the agency's own; supervision of the reports goes on until the end of June.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from model.agency import Agency, Obligation
from model.text import Text
from nianbao.schedule.planned import Why
from registry import obligation

AROUND = 7
"""Days before a deadline, and after it, on which we look daily: fifteen days in all.

Before it, because only a look shortly before tells late from in time; after it, because two days
make a verdict and most late reports come in the week after.
"""
DAY, WEEK, MONTH = 1, 7, 30
SEASON_ENDS = (6, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    every: int
    """Days between two looks."""
    why: Why
    reason: Text


def rhythm(agency: Agency, found: frozenset[int], day: date) -> Rhythm | None:
    """None when the agency owes nothing that a look could find."""
    owed = [one for one in obligations_near(agency, day) if one.due is not None]
    for one in owed:
        near = one.due is not None and abs((day - one.due).days) <= AROUND
        if one.due is not None and near and one.reporting_year not in found:
            return _daily(one.reporting_year, one.due)
    year = day.year - 1
    if not any(one.reporting_year == year for one in owed):
        return None
    if year in found:
        return Rhythm(
            every=MONTH,
            why=Why.MONTH,
            reason=Text(
                f"{year}年度报告已取得：每月查看一次",
                f"the report on {year} is here: once a month",
            ),
        )
    return _weekly(year) if (day.month, day.day) <= SEASON_ENDS else _monthly(year)


def obligations_near(agency: Agency, day: date) -> tuple[Obligation, ...]:
    """Those whose deadline may lie within some days of `day`, the season's own first.

    A local order may name a day in the first or the last week of a year.
    """
    return tuple(obligation(agency, year) for year in (day.year - 1, day.year, day.year - 2))


def deadline_passed(agency: Agency, day: date) -> Obligation | None:
    """What fell due this year already."""
    owed = obligation(agency, day.year - 1)
    return owed if owed.due is not None and owed.due < day else None


def _daily(year: int, due: date) -> Rhythm:
    first, last = due - timedelta(days=AROUND), due + timedelta(days=AROUND)
    return Rhythm(
        every=DAY,
        why=Why.DEADLINE,
        reason=Text(
            f"{year}年度报告期限为{due}，{first}至{last}每天查看",
            f"the report on {year} is due {due}: daily from {first} to {last}",
        ),
    )


def _weekly(year: int) -> Rhythm:
    return Rhythm(
        every=WEEK,
        why=Why.SEASON,
        reason=Text(
            f"尚无{year}年度报告：6月30日以前每周查看一次",
            f"no report on {year} yet: once a week until 30 June",
        ),
    )


def _monthly(year: int) -> Rhythm:
    return Rhythm(
        every=MONTH,
        why=Why.MONTH,
        reason=Text(
            f"尚无{year}年度报告，6月30日已过：每月查看一次",
            f"no report on {year}, and 30 June has passed: once a month",
        ),
    )
