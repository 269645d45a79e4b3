"""What a reader asked the search for, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from index import SearchFilters
from model.errors import UsageError
from model.text import Text
from web.searching import Search

PAGE_SIZE = 10
_TEXTS = ("q", "year", "region", "level", "kind", "agency", "verdict")
_RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The whole state of a search: what it is made of and its address are one to one."""

    q: str = ""
    year: str = ""
    """`2024` or `2020..2024`."""
    region: str = ""
    level: str = ""
    kind: str = ""
    agency: str = ""
    verdict: str = ""
    sort: str = _RELEVANCE
    """An order of `web.searching.ORDERS`, or a measure."""
    fold: bool = False
    """Reports that say nearly the same go under the best of them."""
    explain: bool = False
    """What each part of the query finds, and how it went over the years."""
    page: int = 1

    @property
    def search(self) -> Search:
        """Raises: UsageError for what is no year."""
        return Search(
            text=self.q,
            filters=SearchFilters(
                year=_years(self.year) if self.year else None,
                region=self.region or None,
                level=self.level or None,
                kind=self.kind or None,
                agency=self.agency or None,
                verdict=self.verdict or None,
            ),
            sort=self.sort,
            fold=self.fold,
        )

    def query(self, **changed: object) -> dict[str, object]:
        """The address's query with something changed; a change leads to the first page."""
        one = replace(self, **({"page": 1} | changed))  # type: ignore[arg-type]
        found: dict[str, object] = {name: getattr(one, name) for name in _TEXTS}
        found["sort"] = "" if one.sort == _RELEVANCE else one.sort
        found["fold"] = "1" if one.fold else ""
        found["explain"] = "1" if one.explain else ""
        found["page"] = one.page if one.page > 1 else ""
        return {key: value for key, value in found.items() if value}

    def page_query(self, page: int) -> dict[str, object]:
        return self.query(page=page)


def asked_from(given: Mapping[str, str]) -> Asked:
    """Raises: UsageError."""
    page = given.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= 100_000:
        raise _no("page", page, "从 1 起的页码", "a number from 1")
    return Asked(
        **{name: given.get(name, "").strip() for name in _TEXTS},
        sort=given.get("sort", "").strip() or _RELEVANCE,
        fold=given.get("fold") == "1",
        explain=given.get("explain") == "1",
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
