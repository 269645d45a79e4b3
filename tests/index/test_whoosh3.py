"""The same engine on whoosh3, the maintained fork with the same import name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index import open_engine
from tests.index.builders import document, found

ROOT = Path(__file__).parents[2]
FEW = "500"
"""Reports that the engine is held to the truth on: the full number is for the pinned Whoosh."""
OTHERS = (
    *("test_benchmark", "test_joined_conformance", "test_relevance"),
    *("test_canonical", "test_measures", "test_numerals", "test_parser", "test_snippets"),
)
"""What rests on more than Whoosh, and what does not rest on it at all."""
FOLDER = Path(os.environ.get("NIANBAO_WHOOSH3", ROOT / ".venv" / "whoosh3")).absolute()


def run_on_whoosh3(*arguments: str) -> "subprocess.CompletedProcess[str]":
    if not (FOLDER / "whoosh").is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI must also run on whoosh3, which is not in {FOLDER}")
        pytest.skip(f"whoosh3 is not in {FOLDER}: `make setup-dev` puts it there")
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ
        | {"PYTHONPATH": str(FOLDER), "PYTEST_ADDOPTS": "", "NIANBAO_TEST_REPORTS": FEW},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_tests_of_this_room_pass_on_whoosh3() -> None:
    where = run_on_whoosh3("-c", "import whoosh; print(whoosh.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(FOLDER)
    # The other engine's tests, and those of no engine, ran already.
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "not tantivy"]
    options += ["-o", "markers=xdist_group: registered by xdist, which is off here"]
    options += [f"--ignore=tests/index/{name}.py" for name in (*OTHERS, Path(__file__).stem)]
    ran = run_on_whoosh3("-m", "pytest", *options, "tests/index")
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr[-2000:]


def test_whoosh3_reads_and_changes_an_index_of_whoosh(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.replace([document("a", "双公示"), document("b", "双公示")])
    ran = run_on_whoosh3("-c", CHANGE, str(tmp_path))
    assert ran.stdout.split() == ["a", "b"], ran.stderr
    assert found(engine, "双公示") == ["a", "c"]


CHANGE = """
import sys
from pathlib import Path
from index import open_engine
from tests.index.builders import document, found

engine = open_engine(Path(sys.argv[1]), create=False)
print(*found(engine, "双公示"))
engine.replace([document("c", "双公示")], removed=["b"])
"""
