"""The options that every command takes, and the Run a command is given."""

import functools
import inspect
import locale
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer
from rich.console import Console

from model.errors import UsageError
from model.text import Language, Text
from nianbao.cli.exits import errors_for_people
from nianbao.home import Home
from nianbao.settings import load_settings
from nianbao.views.output import Output

DEFAULT_HOME = Path("nianbao-home")

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="数据所在的文件夹 Folder of the archive, database and index.",
        show_default="$NIANBAO_HOME, ./nianbao-home",
        file_okay=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="结果为一个 JSON 文档 One JSON document.")]
JsonlOption = Annotated[bool, typer.Option("--jsonl", help="逐行 JSON One JSON value a line.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="只报错误 Errors only.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="多说一些 Say more.")]
LangOption = Annotated[
    Language | None,
    typer.Option("--lang", help="语言 Language.", show_default="locale"),
]

COMMON: dict[str, tuple[Any, Any]] = {
    "home": (HomeOption, None),
    "json": (JsonOption, False),
    "jsonl": (JsonlOption, False),
    "quiet": (QuietOption, False),
    "verbose": (VerboseOption, False),
    "lang": (LangOption, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command works with: the home with its settings, and where to say things."""

    home: Home
    output: Output


def command(
    app: typer.Typer, name: str, **options: Any
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers `function(run, ...)` as a command that takes the common options as well.

    A parameter that is a dataclass stands for the options that are its fields: a command with many
    is handed them as one frozen value.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        parameters = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        gathered: dict[str, Any] = {
            one.name: one.annotation for one in parameters if is_dataclass(one.annotation)
        }
        own = [option for parameter in parameters for option in _options_of(parameter)]

        def wrapper(context: typer.Context, **values: Any) -> None:
            given = {key: values.pop(key) for key in COMMON}
            for parameter, kind in gathered.items():
                parts = {each.name: values.pop(each.name) for each in fields(kind)}
                values[parameter] = kind(**parts)
            common = {**given, **_from_root(context.obj, given)}
            with errors_for_people(common["lang"] or language_of_locale()):
                run = make_run(common)
                with errors_for_people(run.output.language):
                    function(run, **values)

        functools.update_wrapper(wrapper, function, assigned=("__module__", "__name__", "__doc__"))
        del wrapper.__wrapped__  # type: ignore[attr-defined]  # typer would look through it
        _set_signature(wrapper, own)
        app.command(name, **options)(wrapper)
        return function

    return register


def _options_of(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    kind = parameter.annotation
    if not is_dataclass(kind):
        yield parameter
        return
    annotations = get_type_hints(kind, include_extras=True)
    for each in fields(kind):
        yield inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=each.default,
            annotation=annotations[each.name],
        )


def _set_signature(wrapper: Callable[..., None], own: list[inspect.Parameter]) -> None:
    kind = inspect.Parameter.KEYWORD_ONLY
    context = inspect.Parameter(
        "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    common = [
        inspect.Parameter(key, kind, default=default, annotation=annotation)
        for key, (annotation, default) in COMMON.items()
    ]
    parameters = [context, *(parameter.replace(kind=kind) for parameter in own), *common]
    wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {p.name: p.annotation for p in parameters}


def _from_root(root: dict[str, Any] | None, given: dict[str, Any]) -> dict[str, Any]:
    """Options given before the command's name, where the command itself was given none."""
    return {key: value for key, value in (root or {}).items() if value and not given[key]}


def make_run(values: dict[str, Any]) -> Run:
    folder = values["home"] or Path(os.environ.get("NIANBAO_HOME") or DEFAULT_HOME)
    settings = load_settings(folder)
    if values["quiet"] and values["verbose"]:
        raise UsageError(
            "--quiet --verbose",
            Text("不能同时使用", "cannot be used together"),
            Text("只留一个", "keep one of them"),
        )
    output = Output(
        language=values["lang"] or settings.lang or language_of_locale(),
        json=values["json"],
        jsonl=values["jsonl"],
        quiet=values["quiet"],
        verbose=values["verbose"],
        out=Console(highlight=False, emoji=False, markup=False),
        err=Console(stderr=True, highlight=False, emoji=False, markup=False),
    )
    configure_log(verbose=values["verbose"])
    return Run(home=Home(folder=folder, settings=settings), output=output)


def language_of_locale() -> Language:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return Language.CHINESE if value.lower().startswith("zh") else Language.ENGLISH
    system = locale.getlocale()[0] or ""
    return Language.CHINESE if system.lower().startswith(("zh", "chinese")) else Language.ENGLISH


def configure_log(*, verbose: bool) -> None:
    """Log lines go to stderr; libraries are heard only when asked for."""
    level = logging.INFO if verbose else logging.ERROR
    handler = logging.StreamHandler(sys.stderr)
    # The level stands on the handler too: some libraries lower the level of their own loggers.
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=level, force=True)
