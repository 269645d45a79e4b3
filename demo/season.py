"""The season that the demo plays: its years, the days on which it looks, its last day."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def _look(month: int, day: int) -> datetime:
    return datetime(2025, month, day, 9, tzinfo=CHINA)


SEASON = (
    _look(1, 20),
    _look(1, 28),
    _look(2, 3),
    _look(2, 10),
    _look(2, 17),
    _look(2, 24),
    _look(4, 1),
    _look(4, 8),
    _look(5, 6),
    _look(7, 5),
)
"""When the demo looks: close around both deadlines, then monthly.

A report first captured on the first day falls due again after 7, 30 and 90 days, at looks 2, 6
and 9. What changes silently does so right before one of those, so that a harvest that asks for
every report every time and one that goes by their ages see the same versions.
"""
AUDIT_DAY = date(2025, 7, 6)
YEARS = (2022, 2023, 2024)
"""The reporting years under audit."""
