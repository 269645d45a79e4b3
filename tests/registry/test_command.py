"""`nianbao registry generate`, `import`, `check`, `export`, `calendar` and `show`."""

from pathlib import Path

import pytest

from tests.registry.here import nianbao_here as nianbao


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_from_the_divisions_to_a_registry_and_back(tmp_path: Path) -> None:
    home, made, back = tmp_path / "home", tmp_path / "made.csv", tmp_path / "back.csv"

    generated = nianbao("registry", "generate", "governments", "--starter", "--out", made, "--json")
    imported = nianbao("registry", "import", made, "--json", home=home)
    exported = nianbao("registry", "export", "--out", back, home=home)

    assert generated.document["kinds"]["government"] > 3200
    assert imported.document["added"] == generated.document["agencies"]
    assert exported.code == 0
    assert back.read_bytes() == made.read_bytes()


def test_a_part_comes_with_its_superiors(tmp_path: Path) -> None:
    made = tmp_path / "part.toml"

    ended = nianbao(
        "registry", "generate", "governments", "--region", "410300", "--no-former", "--out", made
    )
    checked = nianbao("registry", "check", made, "--json")

    assert ended.code == 0
    assert checked.code == 0
    assert 'id = "gov-410000"' in made.read_text("utf-8")
    assert 'id = "gov-420000"' not in made.read_text("utf-8")


def test_towns_come_under_their_counties(tmp_path: Path) -> None:
    codes, towns, counties = (tmp_path / name for name in ("codes.csv", "t.csv", "c.csv"))
    codes.write_text("code,name\n331024106,下各镇\n110101001,东华门街道\n", "utf-8")

    ended = nianbao(
        "registry", "generate", "townships", codes, "--region", "330000", "--out", towns, "--json"
    )
    nianbao("registry", "generate", "governments", "--region", "331000", "--out", counties)
    checked = nianbao("registry", "check", counties, towns)

    assert ended.document["agencies"] == 1
    assert checked.code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("governments", "--out", "x.xlsx"), 2),
        (("governments", "--region", "777777", "--out", "x.csv"), 5),
        (("townships", "missing.csv", "--out", "x.csv"), 3),
    ],
)
def test_what_cannot_be_generated(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    assert nianbao("registry", "generate", *words).code == code
    assert not list(tmp_path.glob("x.*"))


def test_a_local_deadline_reaches_the_obligation(tmp_path: Path) -> None:
    home, made, calendar = tmp_path / "home", tmp_path / "made.csv", tmp_path / "calendar.csv"
    calendar.write_text(
        "region,level,kind,first_year,last_year,due,basis,source\n"
        "410300,,,2024,,02-10,市里部署,http://www.qinghe.gov.cn/1.html\n",
        "utf-8",
    )
    nianbao("registry", "generate", "governments", "--region", "410300", "--out", made)
    nianbao("registry", "import", made, home=home)

    before = nianbao("registry", "show", "gov-410307", "--year", "2024", "--json", home=home)
    shown = nianbao("registry", "calendar", calendar, "--json", home=home)
    after = nianbao("registry", "show", "gov-410307", "--year", "2024", "--json", home=home)
    former = nianbao("registry", "show", "gov-410307", home=home)

    assert before.document["obligation"]["due"] == "2025-03-31"
    assert after.document["obligation"]["due"] == "2025-02-10"
    assert shown.document["deadlines"][0]["due"] == "02-10"
    assert "偃师市人民政府 [..2019-04-30]" in former.out


def test_a_calendar_that_cannot_be_taken_changes_nothing(tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.csv"
    calendar.write_text("region,due\n410300,02-10\n", "utf-8")

    ended = nianbao("registry", "calendar", calendar, home=tmp_path / "home")

    assert ended.code == 3
    assert not (tmp_path / "home" / "calendar.csv").exists()
