"""The command `nianbao`."""

from typing import Annotated

import typer

from nianbao import __version__
from nianbao.cli import (
    archive,
    audit,
    demo,
    doctor,
    extract,
    harvest,
    process,
    registry,
    schedule,
    search,
    show,
)
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

app = typer.Typer(
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


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nianbao {__version__}")
        raise typer.Exit


@app.callback()
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


for rooms in (
    (demo, harvest, schedule, process, extract, registry, search),
    (audit, show, archive, doctor),
):
    for room in rooms:
        room.register(app)


def main() -> None:
    """The entry point of the command."""
    app()
