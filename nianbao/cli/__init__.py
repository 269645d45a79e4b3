"""The command `nianbao`.

Only the module of the command that was asked for is loaded: all of them together, with what they
rest on, take most of a second.
"""

import gc
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from nianbao import __version__
from nianbao.cli.exits import MEANINGS
from nianbao.cli.run import (
    COMMON,
    HomeOption,
    JsonlOption,
    JsonOption,
    LangOption,
    QuietOption,
    VerboseOption,
)

EPILOG = "Exit codes: " + "; ".join(f"{int(code)} {text.en}" for code, text in MEANINGS.items())

MODULES = {
    "demo": ("demo",),
    "harvest": ("harvest",),
    "schedule": ("schedule",),
    "process": ("add", "process", "index"),
    "extract": ("extract",),
    "registry": ("registry",),
    "search": ("search",),
    "audit": ("audit",),
    "show": ("show", "diff"),
    "export": ("export",),
    "serve": ("serve",),
    "archive": ("archive",),
    "doctor": ("doctor",),
}
"""Module of this package → its commands, in the order in which help lists them."""


def build(modules: Iterable[str]) -> typer.Typer:
    """The command with the commands of these modules."""
    built = typer.Typer(
        name="nianbao",
        help="政府信息公开工作年度报告：查找、存档、读取、检索、审核。 "
        "Finds, archives, reads, searches and audits the annual reports on open government "
        "information.",
        epilog=EPILOG,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    built.callback()(root)
    for name in modules:
        import_module(f"nianbao.cli.{name}").register(built)
    return built


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nianbao {__version__}")
        raise typer.Exit


def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 Version.")
    ] = False,
    home: HomeOption = None,
    json: JsonOption = False,
    jsonl: JsonlOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    lang: LangOption = None,
) -> None:
    del version
    given = (home, json, jsonl, quiet, verbose, lang)
    context.obj = dict(zip(COMMON, given, strict=True))


def wanted(arguments: Sequence[str]) -> tuple[str, ...]:
    """The modules to load for a command line: one when it is plain which, else all of them.

    A value of `--home` may be the name of a command, so anything before it asks for all.
    """
    first = next(iter(arguments), "")
    found = [name for name, commands in MODULES.items() if first in commands]
    return tuple(found or MODULES)


def main() -> None:
    """The entry point of the command."""
    command = build(wanted(sys.argv[1:]))
    # What was loaded stays: to look through it for garbage takes a third of a second at the end.
    gc.freeze()
    command()
