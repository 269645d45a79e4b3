from datetime import date
from pathlib import Path

import pytest

from model.agency import Duty, Kind, Level, Registry
from model.errors import Problem, RegistryError
from registry import export_csv, load_registry
from tests.registry.builders import HEADER, saved

QINGHE = Path(__file__).parent / "qinghe"
CANONICAL = (QINGHE / "agencies.csv").read_text("utf-8")


def problems_of(*paths: Path) -> tuple[Problem, ...]:
    with pytest.raises(RegistryError) as caught:
        load_registry(paths)
    assert caught.value.problems
    return caught.value.problems


def rows(*lines: str) -> str:
    return "\n".join((HEADER, *lines)) + "\n"


def test_every_column_arrives_as_a_value(tmp_path: Path) -> None:
    registry = load_registry([saved(tmp_path, CANONICAL)])

    government, audit, township = registry.agencies
    assert (government.level, government.kind, government.duty) == (
        Level.PREFECTURE,
        Kind.GOVERNMENT,
        Duty.STATUTORY,
    )
    assert government.aliases == ("清禾市", "清禾")
    assert audit.parent == "qinghe"
    assert audit.uscc == "11370800004312263P"
    assert (audit.since, audit.until) == (date(2019, 3, 1), date(2024, 2, 29))
    assert audit.hosts == ("127.0.0.1:8001", "www.qinghe.gov.cn")
    assert audit.note == '两行的\n说明，有"引号"'
    assert township.due == (2, 20)


def test_the_region_is_named_by_its_government(tmp_path: Path) -> None:
    registry = load_registry([saved(tmp_path, CANONICAL)])

    assert [agency.region_name for agency in registry.agencies] == ["清禾市", "清禾市", None]


def test_export_gives_the_same_file_back(tmp_path: Path) -> None:
    registry = load_registry([saved(tmp_path, CANONICAL)])

    assert export_csv(registry) == CANONICAL
    assert load_registry([saved(tmp_path, export_csv(registry), "again.csv")]) == registry


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    registry = load_registry([saved(tmp_path, CANONICAL, encoding=encoding)])

    assert registry.agencies[0].name == "清禾市人民政府"


def test_oddities_of_excel(tmp_path: Path) -> None:
    text = (
        "id\tname\tlevel\tkind\tregion\tduty\tdue\tsince\t\r\n"
        'a\t清禾市  财政局\tPrefecture\tdepartment\t="419900"\tstatutory\t31-Jan\t2019/3/1\t\r\n'
        "\t\t\t\t\t\t\t\t\r\n"
        "b\t清禾市审计局\tprefecture\tdepartment\t419900.0\tstatutory\t1月31日\t2019年3月1日\t\r\n"
    )

    first, second = load_registry([saved(tmp_path, text)]).agencies

    assert first.name == "清禾市 财政局"
    assert first.region == second.region == "419900"
    assert first.due == second.due == (1, 31)
    assert first.since == second.since == date(2019, 3, 1)


def test_toml_says_the_same_as_csv() -> None:
    from_toml = load_registry([QINGHE / "agencies.toml"])

    assert from_toml == load_registry([QINGHE / "agencies.csv"])


def test_all_problems_at_once_with_their_lines(tmp_path: Path) -> None:
    text = rows(
        'a,清禾市财政局,prefecture,department,419900,statutory,,,,"一条\n两行的说明"',
        "a,清禾市审计局,city,bureau,4199,perhaps,nobody,https://a.gov.cn/nb/,b.gov.cn,",
        "c,,county,department,419921,statutory,,,,",
    )

    found = {(problem.line, problem.field) for problem in problems_of(saved(tmp_path, text))}

    assert found == {
        (4, "id"),
        (4, "level"),
        (4, "kind"),
        (4, "region"),
        (4, "duty"),
        (4, "parent"),
        (4, "listings"),
        (5, "name"),
    }


def test_an_unknown_column_does_not_hide_the_rows(tmp_path: Path) -> None:
    text = (
        "id,name,level,kind,region,duty,colour\n"
        "a,清禾市财政局,prefecture,department,4199,statutory,red\n"
    )

    found = [(problem.line, problem.field) for problem in problems_of(saved(tmp_path, text))]

    assert found == [(1, "colour"), (2, "region")]


def test_one_mistake_is_told_once(tmp_path: Path) -> None:
    """A damaged host is not a missing one too, and a damaged region makes nobody a stranger."""
    text = rows(
        "p,清禾市人民政府,prefecture,government,419900,statutory,,https://p.gov.cn/nb/,p.gov.cn,",
        "a,清禾市财政局,prefecture,department,4199,statutory,,https://p.gov.cn/nb/,p.gov.cn,",
        "b,清禾市审计局,prefecture,department,419900,statutory,,https://b.gov.cn/nb/,//b.gov.cn,",
    )

    found = [(problem.line, problem.field) for problem in problems_of(saved(tmp_path, text))]

    assert found == [(3, "region"), (4, "hosts")]


def test_lines_of_toml_tables() -> None:
    found = {(p.line, p.field) for p in problems_of(QINGHE / "incomplete.toml")}

    assert found == {(13, field) for field in ("name", "kind", "region", "duty", "colour")}


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("uscc", "234234234444444444"),
        ("uscc", "1.1E+17"),
        ("uscc", "11370800004312263Q"),
        ("due", "02-29"),
        ("due", "13-01"),
        ("due", "31-Foo"),
        ("since", "2023-02-30"),
        ("until", "last year"),
        ("region", "41"),
        ("id", "清禾"),
        ("id", "../a"),
        ("listings", "www.qinghe.gov.cn/nb"),
        ("listings", "ftp://www.qinghe.gov.cn/nb"),
        ("listings", "https://www.gov.cn@elsewhere.example/nb"),
        ("hosts", "https://www.qinghe.gov.cn"),
        ("hosts", "www.qinghe.gov.cn:99999"),
        ("hosts", "www.qinghe.gov.cn:"),
    ],
)
def test_cells_that_cannot_be_taken(tmp_path: Path, column: str, cell: str) -> None:
    values = {
        "id": "a",
        "name": "清禾市财政局",
        "level": "prefecture",
        "kind": "department",
        "region": "419900",
        "duty": "statutory",
        column: cell,
    }
    text = f"{','.join(values)}\n{','.join(values.values())}\n"

    (problem,) = problems_of(saved(tmp_path, text))

    assert (problem.line, problem.field) == (2, column)


def test_until_before_since(tmp_path: Path) -> None:
    text = (
        "id,name,level,kind,region,duty,since,until\n"
        "a,清禾市财政局,prefecture,department,419900,statutory,2020-01-02,2020-01-01\n"
    )

    (problem,) = problems_of(saved(tmp_path, text))

    assert problem.field == "until"


def test_relations_between_rows(tmp_path: Path) -> None:
    header = "id,name,level,kind,region,duty,parent,until,successor\n"
    body = (
        "a,清禾市甲局,prefecture,department,419900,statutory,b,,\n"
        "b,清禾市乙局,prefecture,department,419900,statutory,a,,\n"
        "c,清禾市丙局,prefecture,department,419900,statutory,nobody,2020-05-01,d\n"
        "d,清禾市丁局,prefecture,department,419900,statutory,,2019-05-01,\n"
        "e,清禾市戊局,prefecture,department,419900,statutory,,,e\n"
        "f,清禾市己局,prefecture,department,419900,statutory,,2019-05-01,d\n"
        "g,清禾市庚局,prefecture,department,419900,statutory,,2019-04-30,d\n"
    )

    found = [(p.line, p.field) for p in problems_of(saved(tmp_path, header + body))]

    assert found == [
        (2, "parent"),
        (4, "parent"),
        (4, "successor"),
        (6, "successor"),
        (7, "successor"),
    ]


def test_a_parent_in_another_file_is_found(tmp_path: Path) -> None:
    child = rows("a,清禾市财政局,prefecture,department,419900,statutory,b,,,")
    parent = rows("b,清禾市人民政府,prefecture,government,419900,statutory,,,,")
    one, two = saved(tmp_path, child, "1.csv"), saved(tmp_path, parent, "2.csv")

    assert [agency.id for agency in load_registry([one, two]).agencies] == ["a", "b"]


def test_an_id_used_in_two_files(tmp_path: Path) -> None:
    finance = rows("a,清禾市财政局,prefecture,department,419900,statutory,,,,")
    audit = rows("a,清禾市审计局,prefecture,department,419900,statutory,,,,")
    one, two = saved(tmp_path, finance, "1.csv"), saved(tmp_path, audit, "2.csv")

    (problem,) = problems_of(one, two)

    assert problem.source == str(two)
    assert f"{one}:2" in problem.what.en


def place(listing: str, hosts: str, note: str = "") -> str:
    return f"a,清禾市财政局,prefecture,department,419900,statutory,,{listing},{hosts},{note}"


@pytest.mark.parametrize(
    ("listing", "hosts", "note"),
    [
        ("https://a.gov.cn/nb/", "b.gov.cn", ""),
        ("https://a.gov.cn:8443/nb/", "a.gov.cn", ""),
        ("https://a.gov.cn/nb/", "", ""),
        ("https://qinghe.example/nb/", "qinghe.example", ""),
        ("https://notgov.cn/nb/", "notgov.cn", ""),
        ("http://10.1.2.3/nb/", "10.1.2.3", ""),
    ],
)
def test_places_that_are_refused(tmp_path: Path, listing: str, hosts: str, note: str) -> None:
    assert problems_of(saved(tmp_path, rows(place(listing, hosts, note))))


@pytest.mark.parametrize(
    ("listing", "hosts", "note"),
    [
        ("https://a.gov.cn/nb/", "A.gov.cn", ""),
        ("https://a.gov.cn/nb/", "a.gov.cn:443", ""),
        ("http://a.gov.cn:8080/nb/", "a.gov.cn:8080", ""),
        ("https://qinghe.example/nb/", "qinghe.example", "市政府网站首页有链接"),
        ("http://127.0.0.1:8001/nb/", "127.0.0.1:8001", ""),
        ("http://[::1]:8001/nb/", "[::1]:8001", ""),
        ("http://localhost:8001/nb/", "localhost:8001", ""),
    ],
)
def test_places_that_are_taken(tmp_path: Path, listing: str, hosts: str, note: str) -> None:
    (agency,) = load_registry([saved(tmp_path, rows(place(listing, hosts, note)))]).agencies

    assert agency.listings == (listing,)


SHARED_LISTING = "https://p.gov.cn/nb/,p.gov.cn"


def test_a_listing_shared_within_a_family_needs_no_note(tmp_path: Path) -> None:
    text = rows(
        f"p,清禾市人民政府,prefecture,government,419900,statutory,,{SHARED_LISTING},",
        f"a,云渡县人民政府,county,government,419921,statutory,p,{SHARED_LISTING},",
        f"b,清禾市财政局,prefecture,department,419900,statutory,p,{SHARED_LISTING},",
    )

    assert isinstance(load_registry([saved(tmp_path, text)]), Registry)


@pytest.mark.parametrize(("note", "count"), [("", 1), ("两家合并公布", 0)])
def test_a_listing_shared_by_strangers_needs_one(tmp_path: Path, note: str, count: int) -> None:
    text = rows(
        f"p,清禾市人民政府,prefecture,government,419900,statutory,,{SHARED_LISTING},",
        f"x,云渡县人民政府,county,government,419921,statutory,,{SHARED_LISTING},{note}",
    )
    path = saved(tmp_path, text)

    if count:
        assert [problem.field for problem in problems_of(path)] == ["listings"]
    else:
        assert len(load_registry([path]).agencies) == 2


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (HEADER.encode(), "no agency"),
        (b"PK\x03\x04rest", "workbook"),
        (b"id,name\n\xff\xff\xff", "encoding"),
        (b'id,name\n"a', "CSV"),
        (b"id,name,colour\n", "no such column"),
        (b"id,name\n", "missing"),
        (b"id,id,name\n", "more than once"),
    ],
)
def test_files_that_are_no_registry(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "agencies.csv"
    path.write_bytes(content)

    assert any(word in problem.what.en for problem in problems_of(path))


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    missing, folder = problems_of(tmp_path / "none.csv", tmp_path)

    assert "no such file" in missing.what.en
    assert "cannot be read" in folder.what.en


def test_no_path_at_all() -> None:
    with pytest.raises(RegistryError):
        load_registry([])


def test_a_comma_too_many_is_told(tmp_path: Path) -> None:
    text = rows("a,清禾市财政局,prefecture,department,419900,statutory,,,,一,二")

    (problem,) = problems_of(saved(tmp_path, text))

    assert problem.line == 2


@pytest.mark.parametrize(
    ("toml", "line"),
    [("[[agency]]\nid = \n", 2), ('title = "x"\n', None), ("", None)],
)
def test_toml_that_is_no_registry(tmp_path: Path, toml: str, line: int | None) -> None:
    assert problems_of(saved(tmp_path, toml, "a.toml"))[0].line == line
