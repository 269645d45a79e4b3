"""Moments as days and as words. Deadlines are calendar days in Asia/Shanghai."""

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

# China has had one time zone and no summer time since 1991: no time zone data is needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


@lru_cache(maxsize=4096)
def local_day(moment: datetime) -> date:
    """The calendar day in Asia/Shanghai. `moment` must know its time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return moment.astimezone(SHANGHAI).date()


def in_words(moment: datetime) -> str:
    """`2024-02-01 09:30`, in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
