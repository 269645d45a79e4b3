"""A row as an Agency, or everything that is wrong with the row."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from model.agency import Agency, Duty, Kind, Level
from model.errors import Problem
from model.ids import AgencyId, RegionCode
from model.text import Text
from registry import fields
from registry.fields import WrongCellError
from registry.hosts import admits, is_loopback, is_official, split_host
from registry.rows import Row
from registry.vocabulary import REQUIRED

Parsed = TypeVar("Parsed")


def read_agency(row: Row) -> tuple[Agency | None, tuple[Problem, ...]]:
    """The agency, or None with the problems that stand in its way."""
    cells = _Cells(row)
    agency_id = cells.one("id", fields.as_id)
    name = cells.one("name", _unspaced)
    level = cells.one("level", lambda cell: fields.as_choice(cell, Level))
    kind = cells.one("kind", lambda cell: fields.as_choice(cell, Kind))
    region = cells.one("region", fields.as_region)
    duty = cells.one("duty", lambda cell: fields.as_choice(cell, Duty))
    parent = cells.one("parent", fields.as_id)
    successor = cells.one("successor", fields.as_id)
    uscc = cells.one("uscc", fields.as_uscc)
    due = cells.one("due", fields.as_due)
    since = cells.one("since", fields.as_date)
    until = cells.one("until", fields.as_date)
    aliases = cells.many("aliases", _unspaced)
    listings = cells.many("listings", fields.as_listing)
    hosts = cells.many("hosts", fields.as_host)
    note = cells.one("note", str)
    if (
        cells.problems
        or agency_id is None
        or name is None
        or level is None
        or kind is None
        or region is None
        or duty is None
    ):
        return None, tuple(cells.problems)
    agency = Agency(
        id=AgencyId(agency_id),
        name=name,
        aliases=aliases,
        level=level,
        kind=kind,
        region=RegionCode(region),
        parent=AgencyId(parent) if parent else None,
        uscc=uscc,
        duty=duty,
        due=due,
        since=since,
        until=until,
        successor=AgencyId(successor) if successor else None,
        listings=listings,
        hosts=hosts,
        note=note,
    )
    problems = (*_time_problems(agency, row), *_place_problems(agency, row))
    return (None if problems else agency), problems


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

    def many(self, field: str, parse: Callable[[str], str]) -> tuple[str, ...]:
        parsed: list[str] = []
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


def _time_problems(agency: Agency, row: Row) -> Iterator[Problem]:
    if agency.since and agency.until and agency.until < agency.since:
        yield row.problem(
            "until",
            Text(
                f"{agency.until} 早于设立日期 {agency.since}",
                f"{agency.until} is before it began, {agency.since}",
            ),
            Text("核对 since 和 until", "check since and until"),
        )


def _place_problems(agency: Agency, row: Row) -> Iterator[Problem]:
    for listing in agency.listings:
        if not admits(agency.hosts, listing):
            yield row.problem(
                "listings",
                Text(
                    f"{listing} 的主机不在 hosts 之列", f"the host of {listing} is not among hosts"
                ),
                Text(
                    "把它的主机（非默认端口写作 主机:端口）加入 hosts",
                    "add its host to hosts, as host:port when the port is not the usual one",
                ),
            )
    for entry in agency.hosts:
        place = split_host(entry)
        if place is not None and not (
            is_official(place[0]) or is_loopback(place[0]) or agency.note
        ):
            yield row.problem(
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
