"""Runs the real command in a process of its own."""

import json
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from nianbao.cli import MODULES
from tests.forking import fork

_LOADED = (
    *(f"nianbao.cli.{module}" for module in MODULES),
    # What commands load only when they get there.
    *("index.engines.whoosh_store", "nianbao.exports.table_files", "nianbao.letters.word"),
)
_asked = count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


def nianbao(
    *words: str | Path,
    home: Path | None = None,
    cwd: Path | None = None,
    lang: str = "en",
    environment: Mapping[str, str] | None = None,
    timeout: float = 120,
    fresh: bool = False,
) -> Ended:
    """`fresh`: with an interpreter of its own, as people run it; else forked from one that is warm.

    Some run of every command has to be a fresh one: only that shows that it loads what it needs.
    """
    arguments = [str(word) for word in words]
    if home is not None:
        arguments += ["--home", str(home)]
    arguments += ["--lang", lang]
    variables = {**os.environ, **(environment or {})}
    run = _run_fresh if fresh else _run_forked
    code, out, err = run(arguments, cwd or Path.cwd(), variables, timeout)
    return Ended(code=code, out=out.decode(), err=err.decode())


def _run_fresh(
    words: Sequence[str], cwd: Path, environment: Mapping[str, str], timeout: float
) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", *words],
        capture_output=True,
        cwd=cwd,
        env=environment,
        timeout=timeout,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def _run_forked(
    words: Sequence[str], cwd: Path, environment: Mapping[str, str], timeout: float
) -> tuple[int, bytes, bytes]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = fork(
            _become,
            words,
            files=(out.fileno(), err.fileno()),
            loaded=_LOADED,
            folder=cwd,
            environment=environment,
            # As between interpreters, the order of sets differs from one command to the next.
            seed=next(_asked) % 2,
        )
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["nianbao", *words], timeout)
        out.seek(0)
        err.seek(0)
        return process.exitcode, out.read(), err.read()


def _become(words: Sequence[str], out: int, err: int) -> None:
    """Makes of this process `python -m nianbao`."""
    for given, target in ((out, sys.stdout.fileno()), (err, sys.stderr.fileno())):
        os.dup2(given, target)
        os.close(given)
    sys.argv = ["nianbao", *words]
    runpy.run_module("nianbao", run_name="__main__", alter_sys=True)
