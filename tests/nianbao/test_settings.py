from pathlib import Path

import pytest

from model.errors import SettingsError
from model.text import Language
from nianbao.settings import load_settings


def write(home: Path, text: str) -> Path:
    (home / "nianbao.toml").write_text(text, encoding="utf-8")
    return home


def test_a_home_without_a_file_has_the_polite_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)

    assert settings.harvest.delay == 2.0
    assert settings.audit.grace_days == 0
    assert settings.lang is None


def test_the_environment_is_stronger_than_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 'lang = "zh"\n[harvest]\ndelay = 7\ncontact = "a@example.cn"\n')
    monkeypatch.setenv("NIANBAO_HARVEST__DELAY", "9")

    settings = load_settings(tmp_path)

    assert settings.lang is Language.CHINESE
    assert settings.harvest.delay == 9
    assert settings.harvest.contact == "a@example.cn"


def test_all_mistakes_are_named_at_once_with_their_lines(tmp_path: Path) -> None:
    write(tmp_path, '[harvest]\ndelay = -1\nspeed = 3\n\n[audit]\ngrace_days = "soon"\n')

    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)

    problems = {(problem.field, problem.line) for problem in caught.value.problems}
    assert problems == {("harvest.delay", 2), ("harvest.speed", 3), ("audit.grace_days", 6)}


def test_a_mistake_in_the_environment_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_HARVEST__DELAY", "fast")

    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)

    assert [problem.source for problem in caught.value.problems] == ["NIANBAO_HARVEST__DELAY"]


def test_broken_toml_names_the_file_and_the_line(tmp_path: Path) -> None:
    write(tmp_path, "[harvest\n")

    with pytest.raises(SettingsError, match="line 1") as caught:
        load_settings(tmp_path)

    assert caught.value.source.endswith("nianbao.toml")
