"""What a reader asked the search for, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from index import SearchFilters, Sort
from model.errors import UsageError
from model.text import Text

PAGE_SIZE = 10
SORTS: dict[Sort, Text] = {
    "relevance": Text("相关", "relevance"),
    "newest": Text("年度由近及远", "newest first"),
}
Facet = Literal["year", "region", "level", "verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The whole state of a search: what it is made of and its address are one to one."""

    q: str = ""
    year: str = ""
    """`2024` or `2020..2024`."""
    region: str = ""
    level: str = ""
    agency: str = ""
    verdict: str = ""
    sort: Sort = "relevance"
    page: int = 1

    @property
    def nothing(self) -> bool:
        return self == Asked(sort=self.sort, page=self.page)

    @property
    def filters(self) -> SearchFilters:
        """Raises: UsageError for what is no year."""
        return SearchFilters(
            year=_years(self.year) if self.year else None,
            region=self.region or None,
            level=self.level or None,
            agency=self.agency or None,
            verdict=self.verdict or None,
        )

    def query(self, **changed: object) -> dict[str, object]:
        """The address's query with something changed; a change leads to the first page."""
        one = replace(self, **({"page": 1} | changed))  # type: ignore[arg-type]
        found: dict[str, object] = {
            "q": one.q,
            "year": one.year,
            "region": one.region,
            "level": one.level,
            "agency": one.agency,
            "verdict": one.verdict,
        }
        if one.sort != "relevance":
            found["sort"] = one.sort
        if one.page > 1:
            found["page"] = one.page
        return {key: value for key, value in found.items() if value}

    def page_query(self, page: int) -> dict[str, object]:
        return self.query(page=page)


def asked_from(given: Mapping[str, str]) -> Asked:
    """Raises: UsageError."""
    sort = given.get("sort", "relevance")
    page = given.get("page", "1")
    if sort not in SORTS:
        raise _no("sort", sort, "、".join(SORTS), ", ".join(SORTS))
    if not page.isdecimal() or not 1 <= int(page) <= 100_000:
        raise _no("page", page, "从 1 起的页码", "a number from 1")
    words = {key: given.get(key, "").strip() for key in ("q", "year", "region", "level")}
    return Asked(
        **words,
        agency=given.get("agency", "").strip(),
        verdict=given.get("verdict", "").strip(),
        sort="newest" if sort == "newest" else "relevance",
        page=int(page),
    )


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition("..")
    last = last or first
    if not (first.isdecimal() and last.isdecimal() and 1949 <= int(first) <= int(last) <= 2100):
        raise _no("year", text, "2024 或 2020..2024", "2024 or 2020..2024")
    return int(first), int(last)


def _no(name: str, value: str, zh: str, en: str) -> UsageError:
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return UsageError(
        f"{name}={shown}",
        Text("不能取这个值", "is not a value it can have"),
        Text(f"应为：{zh}", f"it can be: {en}"),
    )
