"""`nianbao search` as a person types it; what it says to people and to programs."""

import re
from pathlib import Path

import pytest

from tests.nianbao.commands import nianbao

REPORT = """\
# 云渡县人民政府{year}年政府信息公开工作年度报告

一、总体情况

{year}年，本机关收到政府信息公开申请{count}件。{more}

二、主动公开政府信息情况

| 第二十条第（一）项 | | | |
|---|---|---|---|
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
| 规章 | 0 | {odd} | 0 |
| 行政规范性文件 | {made} | 0 | 9 |

五、存在的主要问题及改进情况

公开不够及时。

六、其他需要报告的事项

无。
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("searched")
    given = folder / "given"
    given.mkdir()
    for year, count, made, odd, more in (
        (2021, "一百二十", 0, "0", ""),
        (2022, "130", 3, "1.5", "警企恳谈会开了两次。"),
    ):
        text = REPORT.format(year=year, count=count, made=made, odd=odd, more=more)
        (given / f"{year}.md").write_text(text, encoding="utf-8")
    ended = nianbao("add", given, home=folder / "home")
    assert ended.code == 0, ended.err
    # What it says to do next shows something of what was just read.
    (audit,) = re.findall(r"nianbao (audit --year \d{4})", ended.out + ended.err)
    assert nianbao(*audit.split(), home=folder / "home").code == 0
    return folder / "home"


def test_conditions_on_figures_and_numbers_in_both_kinds_of_numerals(home: Path) -> None:
    found = nianbao("search", "t2.normative_docs.made>=1", "--json", home=home).document
    assert (found["total"], found["understood"]) == (1, "t2.normative_docs.made>=1")
    [hit] = found["hits"]
    assert hit["reporting_year"] == 2022
    assert hit["figures"] == {"t2.normative_docs.made": 3}
    said = nianbao("search", '"行政规范性文件/本年制发件数"<1', home=home, lang="zh").out
    assert "1 份报告" in said
    assert "t2.normative_docs.made = 0" in said


def test_findings_also_where_no_registry_says_whose_reports_they_are(home: Path) -> None:
    found = nianbao("search", "finding:measures.*", "--json", home=home).document
    assert [hit["reporting_year"] for hit in found["hits"]] == [2022]
    assert found["facets"]["finding"]["measures.not_a_count"] == 1


def test_explains_in_both_languages(home: Path) -> None:
    ended = nianbao("search", "公开不够及时 -申请数量>5", "--explain", home=home, lang="zh")
    assert '理解为："公开不够及时" AND NOT 申请数量>5' in ended.out
    assert "2 份无从判断" in ended.out  # neither has the table of applications
    steps = nianbao("search", "公开不够及时", "--explain", "--json", home=home).document["steps"]
    assert steps == [
        {
            "depth": 0,
            "query": '"公开不够及时"',
            "words": "contains “公开不够及时”",
            "answered_by": "index",
            "reports": 2,
            "unknown": 0,
        }
    ]


def test_errors_point_at_the_place(home: Path) -> None:
    ended = nianbao("search", "公开 yaer:2024", home=home)
    assert ended.code == 2
    assert ended.out == ""
    line, caret, remedy = ended.err.splitlines()
    assert line == "公开 yaer:2024"
    assert caret.startswith(" " * 5 + "^ query, character 4: there is no field named 'yaer'")
    assert remedy.startswith("→ fields: year, region")


def test_nothing_found_proposes_what_the_archive_says(home: Path) -> None:
    ended = nianbao("search", "警企恳淡会", home=home)
    assert ended.code == 5
    assert "Did you mean: 警企恳谈会" in ended.out


def test_counts_by_year(home: Path) -> None:
    years = nianbao("search", "恳谈会", "--over-time", "--json", home=home).document["years"]
    assert years == [
        {"year": 2021, "found": 0, "reports": 1, "share": 0.0},
        {"year": 2022, "found": 1, "reports": 1, "share": 1.0},
    ]
    ended = nianbao("search", "*", "--facet", "year", "--json", home=home)
    assert ended.document["values"] == [
        {"value": "2022", "name": None, "count": 1},
        {"value": "2021", "name": None, "count": 1},
    ]


def test_keeps_a_search_and_shows_what_is_new(home: Path) -> None:
    assert nianbao("search", "恳谈会", "--save", "恳谈", home=home).code == 0
    first = nianbao("search", "--run", "恳谈", "--json", home=home).document
    assert (first["total"], len(first["new"]), first["last_run"]) == (1, 1, None)
    again = nianbao("search", "--run", "恳谈", "--json", home=home).document
    assert (again["total"], again["new"]) == (1, [])
    [saved] = nianbao("search", "--saved", "--json", home=home).document["saved"]
    assert (saved["name"], saved["query"], saved["seen"]) == ("恳谈", "恳谈会", 1)
    assert nianbao("search", "--forget", "恳谈", home=home).code == 0
    assert nianbao("search", "--run", "恳谈", home=home).code == 5


def test_lists_the_names_of_measures(tmp_path: Path) -> None:
    document = nianbao("search", "--measures", "国家秘密", "--json", home=tmp_path).document
    ids = {one["id"] for one in document["measures"]}
    assert "t3.denied.state_secret.total" in ids
    assert all("state_secret" in id_ for id_ in ids)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("公开", "--facet", "weather"), "is no facet"),
        (("公开", "--sort", "nearest"), "is no order"),
        (("公开", "--save", " "), "cannot be a name"),
        ((), "no query"),
    ],
)
def test_a_wrong_call_names_the_remedy(home: Path, words: tuple[str, ...], says: str) -> None:
    ended = nianbao("search", *words, home=home)
    assert ended.code == 2
    assert says in ended.err
    assert "→" in ended.err
