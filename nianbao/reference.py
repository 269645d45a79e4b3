"""Writes docs/reference.md from the code, and checks that it is in step: `make check`.

The commands are described by Typer's own generator; rules, forms, settings and exit codes come from
where they are defined.
"""

import argparse
import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from audit import rules
from extract.forms import load_forms
from nianbao.cli.exits import MEANINGS
from nianbao.settings import FILE_NAME, Settings, TlsSettings

PATH = Path(__file__).resolve().parent.parent / "docs" / "reference.md"

_GROUND = "Ground: "
"""How the docstring of a rule opens; modules that rules share open otherwise."""

HEAD = """# Reference

Made from the code by `make format`; `make check` fails when it is out of step.
"""


def reference() -> str:
    parts = [HEAD, *_exit_codes(), *_rules(), *_forms(), *_settings(), _commands()]
    return "\n".join(parts).rstrip() + "\n"


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes\n\n| code | means | 含义 |\n|---|---|---|"
    for code, meaning in MEANINGS.items():
        yield f"| {int(code)} | {meaning.en} | {meaning.zh} |"
    yield ""


def _rules() -> Iterator[str]:
    yield "## Rules\n\n| rule | ground |\n|---|---|"
    for module in pkgutil.iter_modules(rules.__path__):
        document = importlib.import_module(f"{rules.__name__}.{module.name}").__doc__ or ""
        opening = " ".join(document.strip().split("\n\n")[0].split())
        if opening.startswith(_GROUND):
            rule = module.name.replace("_", ".", 1)
            yield f"| `{rule}` | {opening.removeprefix(_GROUND)} |"
    yield ""


def _forms() -> Iterator[str]:
    yield "## Forms\n\n| form | prescribed by | cells | sums it demands |\n|---|---|---|---|"
    for definition in load_forms():
        form = definition.form
        optional = len(form.optional)
        cells = f"{len(form.measures) - optional}"
        yield f"| {form.id} | {form.document} | {cells} | {len(form.identities)} |"
    yield ""


def _settings() -> Iterator[str]:
    yield (
        f"## Settings\n\nIn `{FILE_NAME}` of the home. The environment is stronger: "
        "`NIANBAO_HARVEST__DELAY=5`. A name or a\nvalue that cannot hold is refused, with its "
        "line.\n\n"
        "| setting | default | means |\n|---|---|---|"
    )
    parts = {
        name: field.default
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, BaseModel)
    }
    for name, field in Settings.model_fields.items():
        if name not in parts:
            yield _setting(name, field)
    for part, value in parts.items():
        for name, field in type(value).model_fields.items():
            yield _setting(f"[{part}] {name}", field)
    for name, field in TlsSettings.model_fields.items():
        yield _setting(f"[[harvest.tls]] {name}", field)
    yield ""


def _setting(name: str, field: FieldInfo) -> str:
    means = " ".join((field.description or "").split()).replace("|", "\\|")
    default = field.get_default()
    if field.is_required() or default is None or default in ("", ()) or field.default_factory:
        return f"| `{name}` | | {means} |"
    return f"| `{name}` | `{json.dumps(default)}` | {means} |"


def _commands() -> str:
    words = ["-m", "typer", "nianbao.cli.whole", "utils", "docs", "--name", "nianbao"]
    done = subprocess.run(  # noqa: S603  # our own interpreter, fixed words
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        cwd=PATH.parent.parent,
    )
    return "## Commands\n\n" + done.stdout.replace("\n#", "\n##").removeprefix("# `nianbao`\n\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when the file is out of step")
    text = reference()
    if not parser.parse_args().check:
        PATH.write_text(text, encoding="utf-8")
        return
    if not PATH.exists() or PATH.read_text(encoding="utf-8") != text:
        sys.exit(f"{PATH.name} is out of step with the code: run `make format` and look at it")


if __name__ == "__main__":
    main()
