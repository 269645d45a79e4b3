"""Runs the real command in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
) -> Ended:
    arguments = [str(word) for word in words]
    if home is not None:
        arguments += ["--home", str(home)]
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", *arguments, "--lang", lang],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        timeout=timeout,
        check=False,
    )
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)
