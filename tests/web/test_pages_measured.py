"""The benchmark of the pages runs, and no page is heavier than it may be."""

from pathlib import Path

import pytest

from benchmarks.web import run
from benchmarks.web_home import fill


def test_a_small_home_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path / "home", 48)
    assert run(tmp_path / "home", readers=3, seconds=0.5) == 0

    told = capsys.readouterr().out
    for kind in ("search", "report", "matrix"):
        assert f"{kind}: " in told
    assert "first byte" in told
    assert "p95" in told
