"""Bad input ends in a message that names the input and the remedy, the right code, no traceback."""

from pathlib import Path

import pytest

from tests.nianbao.commands import Ended, nianbao


def check_clear(ended: Ended, code: int, *names: str) -> None:
    assert ended.code == code, ended.err
    for name in names:
        assert name in ended.err
    assert "→" in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


@pytest.mark.parametrize("verb", ["extract", "add"])
def test_a_wrong_path(tmp_path: Path, verb: str) -> None:
    ended = nianbao(verb, tmp_path / "missing.pdf", home=tmp_path / "home")

    check_clear(ended, 2, "missing.pdf", "does not exist")


def test_all_wrong_paths_at_once_and_nothing_is_archived(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("某报告", encoding="utf-8")
    home = tmp_path / "home"

    ended = nianbao("add", good, tmp_path / "a.pdf", tmp_path / "b.pdf", home=home)

    check_clear(ended, 2, "a.pdf", "b.pdf")
    assert not list(home.glob("warc/*.warc.gz"))


def test_a_folder_where_a_file_is_wanted(tmp_path: Path) -> None:
    check_clear(nianbao("extract", tmp_path), 2, str(tmp_path), "is a folder")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.pdf", b""),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\n"),
        ("noise.bin", bytes(range(256)) * 64),
    ],
)
def test_an_unreadable_file(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    check_clear(nianbao("extract", path), 5, name)


def test_an_unreadable_file_is_archived_all_the_same_and_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    home = tmp_path / "home"

    ended = nianbao("add", path, "--json", home=home)

    assert ended.code == 5, ended.err
    [failure] = ended.document["processed"]["failures"]
    assert failure["subject"] == "empty.pdf"
    assert failure["code"] == "empty"
    assert failure["remedy"]
    assert nianbao("archive", "verify", home=home).code == 0


REGISTRY = """\
id,name,aliases,level,kind,region,parent,uscc,duty,due,since,until,successor,listings,hosts,note
a,清禾市司法局,,city,department,999900,,,statutory,,,,,,,
b,清禾市教育局,,prefecture,department,9999,,,statutory,,,,,,,
c,清禾市统计局,,prefecture,department,999900,nobody,,statutory,,,,,,,
"""


@pytest.mark.parametrize("verb", ["check", "import"])
def test_a_registry_with_three_mistakes_names_all_three(tmp_path: Path, verb: str) -> None:
    path = tmp_path / "registry.csv"
    path.write_text(REGISTRY, encoding="utf-8")

    ended = nianbao("registry", verb, path, home=tmp_path / "home")

    check_clear(ended, 3, "registry.csv:2 level", "registry.csv:3 region", "registry.csv:4 parent")


def test_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "nianbao.toml").write_text("[harvest]\ndelay = -1\n", encoding="utf-8")

    check_clear(nianbao("doctor", home=tmp_path), 3, "nianbao.toml:2", "harvest.delay")


@pytest.mark.parametrize(
    "words",
    [("search", "依申请公开"), ("audit",), ("show", "abc"), ("process",), ("archive", "verify")],
)
def test_a_home_without_data_says_what_to_do_first(tmp_path: Path, words: tuple[str, ...]) -> None:
    check_clear(nianbao(*words, home=tmp_path / "none"), 5, "nianbao add")


@pytest.mark.parametrize(
    "words", [("search",), ("no-such-command",), ("search", "x", "--page", "0")]
)
def test_a_wrong_call_is_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = nianbao(*words, home=tmp_path)

    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_errors_are_in_the_language_asked_for(tmp_path: Path) -> None:
    ended = nianbao("extract", tmp_path / "missing.pdf", lang="zh")

    assert ended.code == 2
    assert "不存在" in ended.err
