"""Moments are UTC with a time zone; days are calendar days in China."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from model.errors import UsageError
from model.text import Text

CHINA = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(tz=UTC)


def clock_from(simulated: str | None) -> Clock:
    """The system's clock, or one that starts at the ISO moment given and then runs on."""
    if simulated is None:
        return system_clock
    start = parse_moment(simulated)
    began = system_clock()
    return lambda: start + (system_clock() - began)


def parse_moment(text: str) -> datetime:
    """An ISO 8601 moment, or a day, which means its last second in China."""
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == 10:
            return end_of_day(moment.date())
    except ValueError as error:
        raise UsageError(
            text,
            Text("不是日期或时刻", "is not a date or a moment"),
            Text(
                "写成 2025-02-20 或 2025-02-20T09:00:00+08:00",
                "write 2025-02-20 or 2025-02-20T09:00:00+08:00",
            ),
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=CHINA)
    return moment.astimezone(UTC)


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=CHINA).astimezone(UTC)


def local_day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def local_text(moment: datetime) -> str:
    """A moment as people in China read it: `2025-02-20 09:00`."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
