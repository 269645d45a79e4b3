"""A row as an Agency, with everything that is wrong with the row by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from model.agency import Agency, DatedName, Duty, Kind, Level
from model.errors import Problem
from model.ids import AgencyId, RegionCode
from model.text import Text
from registry import fields
from registry.fields import WrongCellError
from registry.hosts import admits, is_loopback, is_official, split_host
from registry.rows import Row
from registry.vocabulary import REQUIRED

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What could be read of a row; cells that could not be taken are None."""

    row: Row
    id: str | None
    name: str | None
    aliases: tuple[str, ...]
    level: Level | None
    kind: Kind | None
    region: str | None
    parent: str | None
    uscc: str | None
    duty: Duty | None
    due: tuple[int, int] | None
    since: date | None
    until: date | None
    successor: str | None
    listings: tuple[str, ...]
    hosts: tuple[str, ...]
    note: str | None
    names: tuple[DatedName, ...]
    site_ids: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    problems: tuple[Problem, ...]
    """What is wrong with the row by itself."""

    def agency(self) -> Agency | None:
        """None when a cell that every agency needs could not be read."""
        if (
            self.id is None
            or self.name is None
            or self.level is None
            or self.kind is None
            or self.region is None
            or self.duty is None
        ):
            return None
        return Agency(
            id=AgencyId(self.id),
            name=self.name,
            aliases=self.aliases,
            level=self.level,
            kind=self.kind,
            region=RegionCode(self.region),
            parent=AgencyId(self.parent) if self.parent else None,
            uscc=self.uscc,
            duty=self.duty,
            due=self.due,
            since=self.since,
            until=self.until,
            successor=AgencyId(self.successor) if self.successor else None,
            listings=self.listings,
            hosts=self.hosts,
            note=self.note,
            names=self.names,
            site_ids=self.site_ids,
            unconfirmed=self.unconfirmed,
        )


def read_draft(row: Row) -> Draft:
    cells = _Cells(row)
    draft = Draft(
        row=row,
        id=cells.one("id", fields.as_id),
        name=cells.one("name", _unspaced),
        aliases=cells.many("aliases", _unspaced),
        level=cells.one("level", lambda cell: fields.as_choice(cell, Level)),
        kind=cells.one("kind", lambda cell: fields.as_choice(cell, Kind)),
        region=cells.one("region", fields.as_region),
        parent=cells.one("parent", fields.as_id),
        uscc=cells.one("uscc", fields.as_uscc),
        duty=cells.one("duty", lambda cell: fields.as_choice(cell, Duty)),
        due=cells.one("due", fields.as_due),
        since=cells.one("since", fields.as_date),
        until=cells.one("until", fields.as_date),
        successor=cells.one("successor", fields.as_id),
        listings=cells.many("listings", fields.as_listing),
        hosts=cells.many("hosts", fields.as_host),
        note=cells.one("note", str),
        names=cells.many("names", fields.as_dated_name),
        site_ids=cells.many("site_ids", fields.as_site_id),
        unconfirmed=cells.many("unconfirmed", fields.as_listing),
        problems=(),
    )
    told = {problem.field for problem in cells.problems}
    problems = (
        *cells.problems,
        *_time_problems(draft),
        *_place_problems(draft, told),
        *_confirmation_problems(draft),
    )
    return replace(draft, problems=problems)


class _Cells:
    """Takes the cells of one row and collects what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.problems: list[Problem] = []

    def one(self, field: str, parse: Callable[[str], Parsed]) -> Parsed | None:
        value = self._row.values.get(field, "")
        if isinstance(value, tuple):
            self._wrong(
                field,
                WrongCellError(
                    Text("这里不能是列表", "cannot be a list here"),
                    Text("只写一个值", "write one value"),
                ),
            )
            return None
        if not value:
            if field in REQUIRED:
                self._wrong(
                    field,
                    WrongCellError(
                        Text("没有填写", "is empty"), Text("此项必填", "must be filled in")
                    ),
                )
            return None
        try:
            return parse(value)
        except WrongCellError as error:
            self._wrong(field, error)
            return None

    def many(self, field: str, parse: Callable[[str], Parsed]) -> tuple[Parsed, ...]:
        parsed: list[Parsed] = []
        try:
            items = fields.as_items(self._row.values.get(field, ""))
        except WrongCellError as error:
            self._wrong(field, error)
            return ()
        for item in items:
            try:
                parsed.append(parse(item))
            except WrongCellError as error:
                self._wrong(field, error)
        return tuple(dict.fromkeys(parsed))

    def _wrong(self, field: str, error: WrongCellError) -> None:
        self.problems.append(self._row.problem(field, error.what, error.remedy))


def _unspaced(cell: str) -> str:
    """Line breaks and runs of spaces inside a name come from spreadsheets, not from the name."""
    return " ".join(cell.split())


def _time_problems(draft: Draft) -> Iterator[Problem]:
    for dated in draft.names:
        if dated.since and dated.until and dated.until < dated.since:
            yield draft.row.problem(
                "names",
                Text(
                    f"“{dated.name}”的终止 {dated.until} 早于起始 {dated.since}",
                    f"“{dated.name}” ends on {dated.until}, before it begins on {dated.since}",
                ),
                Text("核对两个日期", "check both days"),
            )
        if dated.name not in (draft.name, *draft.aliases):
            yield draft.row.problem(
                "names",
                Text(
                    f"“{dated.name}”不在 name 和 aliases 之列",
                    f"“{dated.name}” is neither the name nor among aliases",
                ),
                Text("把它也写入 aliases", "add it to aliases as well"),
            )
    if draft.since and draft.until and draft.until < draft.since:
        yield draft.row.problem(
            "until",
            Text(
                f"{draft.until} 早于设立日期 {draft.since}",
                f"{draft.until} is before it began, {draft.since}",
            ),
            Text("核对 since 和 until", "check since and until"),
        )


def _confirmation_problems(draft: Draft) -> Iterator[Problem]:
    for listing in draft.unconfirmed:
        if listing not in draft.listings:
            yield draft.row.problem(
                "unconfirmed",
                Text(f"{listing} 不在 listings 之列", f"{listing} is not among listings"),
                Text("写入 listings，或从此处删去", "add it to listings, or take it out here"),
            )


def _place_problems(draft: Draft, told: set[str | None]) -> Iterator[Problem]:
    """`told` has the fields already complained of: a damaged host is not also a missing one."""
    for listing in draft.listings:
        if "hosts" not in told and not admits(draft.hosts, listing):
            yield draft.row.problem(
                "listings",
                Text(
                    f"{listing} 的主机不在 hosts 之列", f"the host of {listing} is not among hosts"
                ),
                Text(
                    "把它的主机（非默认端口写作 主机:端口）加入 hosts",
                    "add its host to hosts, as host:port when the port is not the usual one",
                ),
            )
    for entry in draft.hosts:
        place = split_host(entry)
        if place is not None and not (is_official(place[0]) or is_loopback(place[0]) or draft.note):
            yield draft.row.problem(
                "hosts",
                Text(
                    f"{entry} 不在 gov.cn 之下，也没有说明",
                    f"{entry} is outside gov.cn, unexplained",
                ),
                Text(
                    "仿冒页面很多：在 note 写明凭什么认定它是该机关的网站",
                    "copies abound: say in note how it is known to be the agency's own site",
                ),
            )
