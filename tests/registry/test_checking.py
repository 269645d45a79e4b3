"""Planted errors between rows, and near misses that must pass."""

from pathlib import Path

import pytest

from model.errors import RegistryError
from registry import load_registry
from tests.registry.builders import saved

HEADER = (
    "id,name,aliases,level,kind,region,parent,uscc,duty,due,since,until,successor,listings,hosts,"
    "note,names,site_ids,unconfirmed"
)
CITY = "p,清禾市人民政府,,prefecture,government,419900,,,statutory,,,,,,,,,,"


def row(agency: str, **cells: str) -> str:
    values = dict.fromkeys(HEADER.split(","), "")
    values |= {
        "id": agency,
        "name": f"清禾市{agency}局",
        "level": "prefecture",
        "kind": "department",
        "region": "419900",
        "parent": "p",
        "duty": "statutory",
    }
    return ",".join((values | cells).values())


def found(folder: Path, *rows: str) -> list[tuple[int | None, str | None]]:
    path = saved(folder, "\n".join((HEADER, CITY, *rows)) + "\n")
    try:
        load_registry([path])
    except RegistryError as error:
        return [(problem.line, problem.field) for problem in error.problems]
    return []


def test_everything_planted_is_found_at_once(tmp_path: Path) -> None:
    listing = {"listings": "https://a.gov.cn/nb/", "hosts": "a.gov.cn"}

    problems = found(
        tmp_path,
        row("a", parent="b"),
        row("b", parent="a"),
        row("c", since="2019-01-01", until="2020-01-01", successor="d"),
        row("d", since="2018-01-01", until="2019-06-01"),
        row("e", **listing),
        row("f", **listing),
        row("g", listings="https://g.example/nb/", hosts="g.example"),
        row("h", region="410399", parent=""),
        row("i", region="310103", parent="", since="2012-01-01"),
        row("j", region="410381", parent=""),
        row("k", region="410307", parent="", kind="government", level="prefecture"),
        row("l", region="410307", parent="z"),
        row("z", region="420000", parent=""),
        row("m", successor="n", until="2020-01-01"),
        row("n", successor="m", until="2020-01-01"),
        row("o", name="清禾市aa局", uscc="11370800004312263P"),
        row("q", name="清禾市aa局", uscc="11370800004312263P"),
        row("r", names="清禾市rr局[2020-01-01..2019-01-01]", aliases="清禾市rr局"),
        row("s", site_ids="12345"),
        row("t", unconfirmed="https://t.gov.cn/nb/", hosts="t.gov.cn"),
    )

    assert problems == [
        (3, "parent"),
        (5, "successor"),
        (8, "listings"),
        (9, "hosts"),
        (10, "region"),
        (11, "since"),
        (12, "region"),
        (13, "level"),
        (14, "parent"),
        (16, "successor"),
        (16, "successor"),
        (17, "successor"),
        (19, "uscc"),
        (19, "name"),
        (20, "names"),
        (21, "site_ids"),
        (22, "unconfirmed"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        # One whose division is gone may stay as long as it ended with it.
        (row("a", region="310103", parent="", until="2010-10-31"),),
        # A branch of a city's bureau works in one of its districts.
        (
            row("a", region="410300", parent=""),
            row("b", region="410307", parent="a", level="county"),
        ),
        # The second followed the first under the same name and code.
        (
            row("a", name="清禾市数据局", uscc="11370800004312263P", until="2024-01-31"),
            row("b", name="清禾市数据局", uscc="11370800004312263P", since="2024-01-31"),
        ),
        # A parent in another province, explained.
        (row("a", region="410300", parent=""), row("b", region="420100", parent="a", note="派驻")),
        (row("a", region="990101"),),
        (row("a", aliases="清禾市aa局", names="清禾市aa局[..2019-01-01]", site_ids="4199000001"),),
        (row("a", site_ids="bm07000001"),),
    ],
)
def test_what_is_right_passes(tmp_path: Path, rows: tuple[str, ...]) -> None:
    assert found(tmp_path, *rows) == []


@pytest.mark.parametrize(
    "cell", ["清禾市aa局", "清禾市aa局[2019]", "[2019-01-01..]", "清禾市aa局[..x]"]
)
def test_names_without_a_time(tmp_path: Path, cell: str) -> None:
    assert found(tmp_path, row("a", aliases="清禾市aa局", names=cell)) == [(3, "names")]


def test_the_remedy_names_the_code_of_today(tmp_path: Path) -> None:
    path = saved(tmp_path, "\n".join((HEADER, row("j", region="410381", parent=""))) + "\n")

    with pytest.raises(RegistryError) as caught:
        load_registry([path])

    assert "410307" in caught.value.problems[0].remedy.en


def test_departments_share_the_column_of_their_government(tmp_path: Path) -> None:
    listing = {"listings": "https://a.gov.cn/nb/", "hosts": "a.gov.cn"}
    government = row(
        "g", name="云渡县人民政府", kind="government", level="county", region="419921", **listing
    )
    county = {"parent": "g", "region": "419921", "level": "county", **listing}

    assert found(tmp_path, government, row("a", **county), row("b", **county)) == []
