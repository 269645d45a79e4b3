"""What a request to a list asks for, and what it may ask for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from model.errors import Problem
from model.text import Text
from storage.database import Filters
from web.asking import Name, cannot, names_for, read_filters

USUAL, MOST = 100, 1000
"""Rows in a page: when nothing is said, and at most."""

_ONCE = Text("只给一次", "give it once")
_PAGING = ("cursor", "limit", "bom")
_CURSOR = Text(
    "上一页所给的续页标记，原样交回", "What the page before gave as `next`, handed back as it is"
)
_LIMIT = Text(f"每页行数，至多 {MOST}", f"Rows in a page, {MOST} at most")
_BOM = Text("CSV 前加 BOM，供 Excel 打开", "Begin CSV with a BOM, for Excel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    filters: Filters
    cursor: str | None
    limit: int
    bom: bool


def asked_of(request: Request, fields: Iterable[str], others: Iterable[str] = ()) -> Asked:
    """`others` are parameters that the caller reads itself, each given once at most.

    Raises: UsageError with every problem at once: a name mistyped would give everything.
    """
    given = {key: request.query_params.getlist(key) for key in request.query_params}
    single = (*_PAGING, *others)
    problems = [*_strangers(request, {name.name for name in names_for(fields)} | {*single})]
    problems += [_unfit(key, _ONCE) for key in single if len(given.get(key, ())) > 1]
    limit, bom = (request.query_params.get(key) for key in ("limit", "bom"))
    if not _is_limit(limit):
        problems.append(_unfit("limit", Text(f"1 至 {MOST}", f"from 1 to {MOST}")))
    if bom not in (None, "0", "1"):
        problems.append(_unfit("bom", Text("0 或 1", "0 or 1")))
    filters, unfit = read_filters(given, fields, once=True)
    problems += unfit
    if problems:
        raise cannot(problems)
    return Asked(
        filters=filters,
        cursor=request.query_params.get("cursor"),
        limit=USUAL if limit is None else int(limit),
        bom=bom == "1",
    )


def _strangers(request: Request, names: Collection[str]) -> Iterator[Problem]:
    for key in request.query_params:
        if key not in names:
            yield _unknown(key, sorted(names))


def nothing_asked(request: Request) -> None:
    """Raises: UsageError when there are any parameters at all."""
    if problems := [*_strangers(request, ())]:
        raise cannot(problems)


def parameters(fields: Iterable[str]) -> list[dict[str, Any]]:
    """The same for the OpenAPI document."""
    return [
        *map(_parameter, names_for(fields)),
        described(
            "cursor",
            _CURSOR,
            {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,1000}$"},
        ),
        described(
            "limit",
            _LIMIT,
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        ),
        described("bom", _BOM, {"type": "string", "enum": ["0", "1"], "default": "0"}),
    ]


def _parameter(name: Name) -> dict[str, Any]:
    if not name.many:
        return described(name.name, name.about, name.schema)
    schema = {"type": "array", "items": name.schema, "minItems": 1, "maxItems": 200}
    return described(name.name, name.about, schema) | {"style": "form", "explode": True}


def described(name: str, about: Text, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": f"{about.en} / {about.zh}",
        "schema": dict(schema),
    }


def _is_limit(text: str | None) -> bool:
    if text is None:
        return True
    return text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST


def _unknown(key: str, names: Iterable[str]) -> Problem:
    listed = ", ".join(names)
    return Problem(
        source=key[:40],
        what=Text("没有这个参数", "is no parameter here"),
        remedy=Text(f"可用：{listed}", f"there are: {listed}")
        if listed
        else Text("去掉它", "leave it out"),
    )


def _unfit(key: str, remedy: Text) -> Problem:
    return Problem(
        source=key,
        what=Text("不能取这个值", "is not a value it can have"),
        remedy=remedy,
    )
