"""What part of an audit a reader looks at, as the address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from model.agency import Level
from model.errors import UsageError
from model.ids import RegionCode
from model.text import Text
from model.verdict import Reason, Verdict
from storage.database import VerdictFilter

Closed = TypeVar("Closed", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One reporting year, and what is picked of it. What it is made of and its address are one to
    one, so that a list's export asks for the same."""

    year: int
    region: str = ""
    """A division code, with all below it."""
    level: Level | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None

    @property
    def place(self) -> VerdictFilter:
        """Everything of this place and level, whatever was found."""
        return VerdictFilter(
            years=(self.year, self.year),
            region=RegionCode(self.region) if self.region else None,
            level=self.level,
        )

    @property
    def picked(self) -> VerdictFilter:
        return replace(
            self.place,
            verdicts=(self.verdict,) if self.verdict else (),
            reasons=(self.reason,) if self.reason else (),
        )

    def query(self, **changed: object) -> dict[str, object]:
        """The address's query with something changed."""
        one = replace(self, **changed)  # type: ignore[arg-type]
        found: dict[str, object] = {
            "year": one.year,
            "region": one.region,
            "level": one.level.value if one.level else "",
            "verdict": one.verdict.value if one.verdict else "",
            "reason": one.reason.value if one.reason else "",
        }
        return {key: value for key, value in found.items() if value}


def scope_from(given: Mapping[str, str], years: Sequence[int], newest: int) -> Scope:
    """`years` are those audited, `newest` the one that is meant where none is named.

    Raises: UsageError.
    """
    year = given.get("year", "").strip() or str(newest)
    if not year.isdecimal() or int(year) not in years:
        known = ", ".join(map(str, years))
        raise no_value("year", year, f"已审核的年度：{known}", f"years that were audited: {known}")
    return Scope(
        year=int(year),
        region=region_from(given),
        level=one_of(Level, "level", given),
        verdict=one_of(Verdict, "verdict", given),
        reason=one_of(Reason, "reason", given),
    )


def region_from(given: Mapping[str, str]) -> str:
    """A division code, or nothing. Raises: UsageError."""
    region = given.get("region", "").strip()
    if region and not (region.isascii() and region.isdecimal() and len(region) == 6):
        raise no_value("region", region, "六位区划代码", "a division code of six digits")
    return region


def one_of(kind: type[Closed], name: str, given: Mapping[str, str]) -> Closed | None:
    """A word of a closed set, or nothing. Raises: UsageError."""
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        return kind(value)
    except ValueError as error:
        words = ", ".join(kind)
        raise no_value(name, value, f"应为：{words}", f"it can be: {words}") from error


def no_value(name: str, value: str, zh: str, en: str) -> UsageError:
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return UsageError(
        f"{name}={shown}",
        Text("不能取这个值", "is not a value it can have"),
        Text(zh, en),
    )
