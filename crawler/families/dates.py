"""Days as listings show them."""

import re
from collections.abc import Iterator
from datetime import date

_DAY = re.compile(
    r"(?<![\d.])(?P<y>20\d\d|19\d\d)\s*(?:[-./]\s*(?P<m>\d{1,2})\s*[-./]\s*(?P<d>\d{1,2})(?![\d])"
    r"|年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*日)"
)
# The clock of the page's head is not a date of anything that was published.
_TODAY = re.compile(r"(?:今天|今日|现在|当前|北京)(?:是|时间|日期)?[:\s]*$")
_WEEKDAY = re.compile(r"^\s*[,,]?\s*(?:星期|周)[一二三四五六日天]")


def days_in(text: str) -> Iterator[date]:
    """The days that a text names in full, in its order; impossible ones are passed over."""
    for found in _DAY.finditer(text):
        if _TODAY.search(text[: found.start()]) or _WEEKDAY.match(text[found.end() :]):
            continue
        year, month, day = (
            int(found["y"]),
            int(found["m"] or found["m2"]),
            int(found["d"] or found["d2"]),
        )
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def without_days(text: str) -> str:
    """A title without a day at its end, which some templates put inside the link."""
    days = list(_DAY.finditer(text))
    if not days or re.search(r"\w", text[days[-1].end() :]):
        return text
    return re.sub(r"[\s(\[【（]+$", "", text[: days[-1].start()])
