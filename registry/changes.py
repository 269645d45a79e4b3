"""What became of divisions since 2008: renames, new codes, mergers, new ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from model.ids import RegionCode
from registry.regions import FROZEN, read_table

Place = tuple[str | None, str | None]
"""Code and name."""


class Change(StrEnum):
    RENAMED = "renamed"
    RECODED = "recoded"
    """The same name under another code, as when it moved to another prefecture."""
    RESTYLED = "restyled"
    """The same place in another form: 偃师市 became 偃师区."""
    RAISED = "raised"
    """The same place one level higher: 儋州市 became a prefecture."""
    MERGED = "merged"
    DIVIDED = "divided"
    CREATED = "created"

    @property
    def same_place(self) -> bool:
        """Whether its government went on, and with it the agency."""
        return self in (Change.RENAMED, Change.RECODED, Change.RESTYLED, Change.RAISED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionChange:
    change: Change
    from_code: RegionCode | None
    from_name: str | None
    to_code: RegionCode | None
    """None for one that was divided among several."""
    to_name: str | None
    last_listed: str
    """Months, YYYY-MM, of the two lists between which it happened."""
    first_listed: str
    date: str | None
    """The day of the order, as far as recalled: YYYY, YYYY-MM or YYYY-MM-DD."""
    recalled: bool
    """Who took over, and when, is general knowledge and was not checked against the order."""
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionChanges:
    """All changes, oldest first."""

    changes: tuple[RegionChange, ...]
    _from: Mapping[Place, Sequence[RegionChange]] = field(init=False, repr=False, compare=False)
    _to: Mapping[Place, Sequence[RegionChange]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        begins: dict[Place, list[RegionChange]] = defaultdict(list)
        ends: dict[Place, list[RegionChange]] = defaultdict(list)
        for change in self.changes:
            begins[change.from_code, change.from_name].append(change)
            ends[change.to_code, change.to_name].append(change)
        object.__setattr__(self, "_from", dict(begins))
        object.__setattr__(self, "_to", dict(ends))

    def of(self, code: str, name: str) -> Sequence[RegionChange]:
        """What became of a code and name, oldest first."""
        return self._from.get((code, name), ())

    def into(self, code: str, name: str) -> Sequence[RegionChange]:
        """What led to a code and name, oldest first: mergers into it, and its own creation."""
        return self._to.get((code, name), ())

    def ways_to(self, code: str, name: str, *, before: str = "9999-99") -> Iterator[RegionChange]:
        """The changes by which a place came to this code and name, the latest first."""
        for change in reversed(self.into(code, name)):
            if change.change.same_place and change.first_listed < before:
                yield change
                if change.from_code is not None and change.from_name is not None:
                    yield from self.ways_to(
                        change.from_code, change.from_name, before=change.first_listed
                    )

    def now_of(self, code: str, name: str, *, since: str) -> str:
        """The code that a place of a list of month `since` bears today."""
        for change in self.of(code, name):
            later = change.first_listed > since and change.change.same_place
            if later and change.to_code is not None and change.to_name is not None:
                return self.now_of(change.to_code, change.to_name, since=change.first_listed)
        return code

    def stable_code(self, code: str, name: str) -> str:
        """The code a place had when the list was frozen: what ids are made of.

        A later renaming or a new code must not give an agency another id.
        """
        for change in self.ways_to(code, name):
            if change.first_listed <= FROZEN:
                break
            code = change.from_code or code
        return code


@cache
def load_changes() -> RegionChanges:
    """The shipped changes; read once."""
    return RegionChanges(changes=tuple(_change(row) for row in read_table("changes.csv")))


def _change(row: Mapping[str, str]) -> RegionChange:
    return RegionChange(
        change=Change(row["change"]),
        from_code=RegionCode(row["from_code"]) if row["from_code"] else None,
        from_name=row["from_name"] or None,
        to_code=RegionCode(row["to_code"]) if row["to_code"] else None,
        to_name=row["to_name"] or None,
        last_listed=row["last_listed"],
        first_listed=row["first_listed"],
        date=row["date"] or None,
        recalled=row["basis"] == "recalled",
        note=row["note"] or None,
    )
