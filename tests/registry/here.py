"""The command in this process: a test that runs it many times need not start Python for each."""

from pathlib import Path

from typer.testing import CliRunner

from nianbao.cli.whole import app
from tests.nianbao.commands import Ended


def nianbao_here(*words: str | Path, home: Path | None = None, lang: str = "en") -> Ended:
    arguments = [str(word) for word in words]
    if home is not None:
        arguments += ["--home", str(home)]
    done = CliRunner().invoke(app, [*arguments, "--lang", lang], catch_exceptions=False)
    return Ended(code=done.exit_code, out=done.stdout, err=done.stderr)
