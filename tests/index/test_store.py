"""The folder of an index: whose it is, which version, who writes, and what damage does."""

import json
import os
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest
from whoosh.writing import SegmentWriter

from index import open_engine
from index.engines.whoosh_store import MARKER
from model.errors import NoSpace, SearchError
from tests.index.builders import document, found

ROOT = Path(__file__).parents[2]


def test_opens_what_it_wrote(tmp_path: Path) -> None:
    first = open_engine(tmp_path / "deep" / "index")
    first.replace([document("a", "双公示")])
    first.close()
    assert found(open_engine(tmp_path / "deep" / "index", create=False), "双公示") == ["a"]


@pytest.mark.parametrize("exists", [True, False])
def test_no_index_yet(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "index"
    if exists:
        folder.mkdir()
    with pytest.raises(SearchError, match="no index yet") as caught:
        open_engine(folder, create=False)
    assert "nianbao index" in caught.value.remedy.en
    assert folder.exists() == exists


@pytest.mark.parametrize("rebuild", [True, False])
def test_leaves_a_strangers_folder_alone(tmp_path: Path, rebuild: bool) -> None:
    (tmp_path / "_nianbao_1.toc").write_bytes(b"would be unpickled")
    with pytest.raises(SearchError, match="not our index"):
        open_engine(tmp_path, rebuild=rebuild)
    assert [path.name for path in tmp_path.iterdir()] == ["_nianbao_1.toc"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("x")
    with pytest.raises(SearchError, match="not a folder"):
        open_engine(tmp_path / "index")


@pytest.mark.parametrize("marker", ['{"version": "whoosh-0-0-old"}', "{}", "[]", "\x00", ""])
def test_another_version_says_what_to_do(tmp_path: Path, marker: str) -> None:
    open_engine(tmp_path).replace([document("a", "双公示")])
    (tmp_path / MARKER).write_text(marker)
    with pytest.raises(SearchError, match="another version") as caught:
        open_engine(tmp_path)
    assert "nianbao index --rebuild" in caught.value.remedy.en
    assert "nianbao index --rebuild" in caught.value.remedy.zh
    rebuilt = open_engine(tmp_path, rebuild=True)
    assert rebuilt.stamps() == {}
    rebuilt.replace([document("b", "双公示")])
    assert found(open_engine(tmp_path), "双公示") == ["b"]


def test_rebuilding_leaves_no_old_files(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    for name in "abc":
        engine.replace([document(name, "双公示")])
    before = {path.name for path in tmp_path.glob("*.seg")}
    open_engine(tmp_path, rebuild=True)
    assert before
    assert not list(tmp_path.glob("*.seg"))


def test_the_marker_names_the_version_alone(tmp_path: Path) -> None:
    open_engine(tmp_path)
    assert set(json.loads((tmp_path / MARKER).read_text())) == {"index", "version"}


def test_goes_on_where_creation_was_killed(tmp_path: Path) -> None:
    open_engine(tmp_path)
    for path in tmp_path.glob("_*.toc"):
        path.unlink()
    with pytest.raises(SearchError, match="no index yet"):
        open_engine(tmp_path, create=False)
    assert found(open_engine(tmp_path), "") == []
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".nianbao-index.json").write_text("{")
    assert found(open_engine(tmp_path / "other"), "") == []


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, patience=0.1)
    engine.replace([document("a", "双公示")])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(SearchError, match=f"another process .id {holder.pid}. is writing"):
            engine.replace([document("b", "双公示")])
        with pytest.raises(SearchError, match="is writing"):
            open_engine(tmp_path, rebuild=True)
        assert found(engine, "双公示") == ["a"]
        holder.stdin.close()
    engine.replace([document("b", "双公示")])
    assert found(engine, "双公示") == ["a", "b"]


HOLD_THE_LOCK = dedent(
    """
    import sys
    from pathlib import Path
    from whoosh import index
    from index.engines.whoosh_store import open_index, writing_to

    folder = Path(sys.argv[1])
    with writing_to(open_index(folder, create=False, rebuild=False), folder, 1):
        print("held", flush=True)
        sys.stdin.read()
    """
)


def test_no_space_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(tmp_path)
    engine.replace([document("a", "双公示")])

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(SegmentWriter, "add_document", full)
        with pytest.raises(NoSpace):
            engine.replace([document("b", "双公示")])
    assert found(engine, "双公示") == ["a"]
    engine.replace([document("b", "双公示")])
    assert found(engine, "双公示") == ["a", "b"]


# Whoosh does not close what it cannot read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["*.toc", "*.seg"])
@pytest.mark.parametrize("how", ["cut", "emptied", "scribbled", "gone"])
def test_damage_is_told_as_damage(tmp_path: Path, kind: str, how: str) -> None:
    """Or goes unnoticed where nothing that was needed is hurt; never anything else."""
    for attempt in range(5):
        folder = tmp_path / f"{how}{attempt}"
        whole = open_engine(folder)
        whole.replace([document(f"r{number}", f"双公示{number}件") for number in range(50)])
        whole.close()
        for path in folder.glob(kind):
            damage(path, how, Random(attempt))
        remedy = None
        try:
            engine = open_engine(folder, create=False)
            found(engine, "双公示 7件")
            engine.stamps()
        except SearchError as error:
            remedy = error.remedy.en
        assert remedy is None or "nianbao index" in remedy
        rebuilt = open_engine(folder, rebuild=True)
        rebuilt.replace([document("a", "双公示")])
        assert found(rebuilt, "双公示") == ["a"]


def damage(path: Path, how: str, random: Random) -> None:
    data = bytearray(path.read_bytes())
    if how == "gone":
        path.unlink()
        return
    if how == "cut":
        del data[random.randrange(len(data)) :]
    elif how == "emptied":
        data.clear()
    else:
        start = random.randrange(len(data))
        data[start : start + 40] = os.urandom(len(data[start : start + 40]))
    path.write_bytes(data)
