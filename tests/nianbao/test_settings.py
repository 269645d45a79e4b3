from pathlib import Path

import pytest
from pydantic import BaseModel

from model.errors import SettingsError
from model.text import Language
from nianbao.reference import PATH
from nianbao.settings import Settings, TlsSettings, load_settings


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


def test_an_exception_in_tls_says_for_whom_what_and_why(tmp_path: Path) -> None:
    host = 'host = "www.qinghe.example"'
    write(tmp_path, f'[[harvest.tls]]\n{host}\nreason = "证书过期"\nunverified = true\n')

    (excepted,) = load_settings(tmp_path).harvest.tls

    assert (excepted.unverified, excepted.old) == (True, False)


@pytest.mark.parametrize(
    "entry",
    [
        'host = "www.qinghe.example"\nunverified = true',
        'host = "www.qinghe.example"\nreason = "证书过期"',
        'host = "https://www.qinghe.example"\nreason = "证书过期"\nold = true',
        'host = "www.qinghe.example"\nreason = ""\nold = true',
    ],
    ids=["no reason", "nothing excepted", "a URL", "an empty reason"],
)
def test_an_exception_in_tls_that_does_not_is_none(tmp_path: Path, entry: str) -> None:
    write(tmp_path, f"[[harvest.tls]]\n{entry}\n")

    with pytest.raises(SettingsError):
        load_settings(tmp_path)


def test_every_setting_says_in_the_reference_what_it_means() -> None:
    documented = (PATH.read_text(encoding="utf-8")).splitlines()
    parts = {
        name: type(field.default).model_fields
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, BaseModel)
    }
    names = [name for name in Settings.model_fields if name not in parts]
    names += [f"[{part}] {name}" for part, fields in parts.items() for name in fields]
    names += [f"[[harvest.tls]] {name}" for name in TlsSettings.model_fields]
    for name in names:
        (row,) = (line for line in documented if line.startswith(f"| `{name}` |"))
        assert row.split("|")[3].strip(), name
