"""Only what a command needs is loaded, and nothing is missing for that."""

import subprocess
import sys

import pytest
import typer

from nianbao.cli import MODULES, build, wanted


@pytest.mark.parametrize("module", MODULES)
def test_a_module_registers_the_commands_it_is_listed_with(module: str) -> None:
    group = typer.main.get_group(build([module]))

    assert tuple(group.commands) == MODULES[module]


@pytest.mark.parametrize(
    ("line", "modules"),
    [
        (["audit", "--year", "2024"], ("audit",)),
        (["index"], ("process",)),
        (["diff", "a", "b"], ("show",)),
        ([], tuple(MODULES)),
        (["--help"], tuple(MODULES)),
        (["--home", "audit", "search", "x"], tuple(MODULES)),
        (["adit"], tuple(MODULES)),
    ],
)
def test_the_command_decides_what_is_loaded(line: list[str], modules: tuple[str, ...]) -> None:
    assert wanted(line) == modules


def test_a_command_that_visits_nothing_does_not_load_what_visits() -> None:
    code = (
        "import sys; from nianbao.cli import build; build(['audit', 'search', 'show']); "
        "print([name for name in ('scrapy', 'twisted', 'apscheduler', 'docx') "
        "if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert ended.stdout.strip() == "[]"
