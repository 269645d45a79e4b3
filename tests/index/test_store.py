"""The folder of an index: whose it is, which version, who writes, and what damage does."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest

from index import EngineName, open_engine, rebuilding, why_rebuild
from index.engines import tantivy_store, whoosh_store
from index.engines.folder import MARKER
from model.errors import NoSpace, SearchError
from tests.index.builders import document, found
from tests.index.conftest import ENGINES

ROOT = Path(__file__).parents[2]


def data_folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def test_opens_what_it_wrote(tmp_path: Path, engine_name: EngineName) -> None:
    folder = tmp_path / "deep" / "index"
    first = open_engine(folder, engine=engine_name)
    first.replace([document("a", "双公示")])
    first.close()
    again = open_engine(folder, create=False)
    assert found(again, "双公示") == ["a"]
    assert again.engine == engine_name


@pytest.mark.parametrize("exists", [True, False])
def test_no_index_yet(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "index"
    if exists:
        folder.mkdir()
    with pytest.raises(SearchError, match="no index yet") as caught:
        open_engine(folder, create=False)
    assert "nianbao index" in caught.value.remedy.en
    assert folder.exists() == exists
    assert why_rebuild(folder) is None


def test_leaves_a_strangers_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "_nianbao_1.toc").write_bytes(b"would be unpickled")
    with pytest.raises(SearchError, match="not our index"):
        open_engine(tmp_path)
    with pytest.raises(SearchError, match="not our index"), rebuilding(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == ["_nianbao_1.toc"]


@pytest.mark.parametrize("data", ["../strange", "/etc", "data-", "data-1/../..", 7])
def test_opens_no_data_outside_its_folder(tmp_path: Path, data: object) -> None:
    open_engine(tmp_path)
    values = json.loads((tmp_path / MARKER).read_text())
    (tmp_path / MARKER).write_text(json.dumps(values | {"data": data}))
    with pytest.raises(SearchError, match="another version"):
        open_engine(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("x")
    with pytest.raises(SearchError, match="not a folder"):
        open_engine(tmp_path / "index")


@pytest.mark.parametrize(
    "marker",
    ['{"engine": "whoosh", "version": "old", "data": "data-1"}', "{}", "[]", "\x00", ""],
)
def test_another_version_is_told_and_rebuilt(
    tmp_path: Path, engine_name: EngineName, marker: str
) -> None:
    open_engine(tmp_path, engine=engine_name).replace([document("a", "双公示")])
    assert why_rebuild(tmp_path) is None
    (tmp_path / MARKER).write_text(marker)
    with pytest.raises(SearchError, match="another version") as caught:
        open_engine(tmp_path)
    assert "nianbao index --rebuild" in caught.value.remedy.en
    assert "nianbao index --rebuild" in caught.value.remedy.zh
    assert "another version" in str(why_rebuild(tmp_path))
    with rebuilding(tmp_path, engine=engine_name) as engine:
        assert engine.stamps() == {}
        engine.replace([document("b", "双公示")])
    assert found(open_engine(tmp_path), "双公示") == ["b"]


def test_a_changed_version_of_an_engine_asks_for_a_rebuild(
    tmp_path: Path, engine_name: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_engine(tmp_path, engine=engine_name)
    module = {"whoosh": whoosh_store, "tantivy": tantivy_store}[engine_name]
    monkeypatch.setattr(module, "VERSION", "next")
    assert "this program writes next" in str(why_rebuild(tmp_path))


def test_another_engine_takes_over(tmp_path: Path, engine_name: EngineName) -> None:
    (other,) = {*ENGINES} - {engine_name}
    reader = open_engine(tmp_path, engine=engine_name)
    reader.replace([document("a", "双公示")])
    assert engine_name in str(why_rebuild(tmp_path, other))
    with pytest.raises(SearchError, match="settings now say"):
        open_engine(tmp_path, engine=other)
    with rebuilding(tmp_path, engine=other) as engine:
        engine.replace([document("b", "双公示")])
    assert found(reader, "双公示") == ["b"]
    assert reader.engine == other
    reader.replace([document("c", "双公示")])
    assert found(open_engine(tmp_path, engine=other), "双公示") == ["b", "c"]


def test_an_engine_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_engine(tmp_path / "index", engine="tantivy")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    for folder in (tmp_path / "index", tmp_path / "new"):
        with pytest.raises(SearchError, match="not installed") as caught:
            open_engine(folder, engine="tantivy")
        assert "nianbao[tantivy]" in caught.value.remedy.en
    assert not (tmp_path / "new").exists()


def test_searching_goes_on_while_the_index_is_rebuilt(
    tmp_path: Path, engine_name: EngineName
) -> None:
    reader = open_engine(tmp_path, engine=engine_name, patience=0.1)
    reader.replace([document("a", "双公示")])
    with rebuilding(tmp_path) as engine:
        engine.replace([document("b", "双公示")])
        assert found(engine, "双公示") == ["b"]
        assert found(reader, "双公示") == ["a"]
        assert found(open_engine(tmp_path, create=False), "双公示") == ["a"]
        with pytest.raises(SearchError, match="is writing"):
            reader.replace([document("c", "双公示")])
    assert found(reader, "双公示") == ["b"]
    assert reader.engine == engine_name
    assert len(data_folders(tmp_path)) == 1


def test_a_failed_rebuild_changes_nothing(tmp_path: Path, engine_name: EngineName) -> None:
    reader = open_engine(tmp_path, engine=engine_name)
    reader.replace([document("a", "双公示")])
    with suppress(ZeroDivisionError), rebuilding(tmp_path) as engine:
        engine.replace([document("b", "双公示")])
        raise ZeroDivisionError
    assert found(reader, "双公示") == found(open_engine(tmp_path), "双公示") == ["a"]
    assert len(data_folders(tmp_path)) == 1


def test_leftovers_of_killed_rebuilds_are_removed(tmp_path: Path) -> None:
    open_engine(tmp_path).replace([document("a", "双公示")])
    (tmp_path / "data-9").mkdir()
    (tmp_path / "data-9" / "x.seg").write_bytes(b"half")
    assert found(open_engine(tmp_path), "双公示") == ["a"]
    with rebuilding(tmp_path) as engine:
        engine.replace([document("b", "双公示")])
    assert data_folders(tmp_path) == ["data-2"]
    assert found(open_engine(tmp_path), "双公示") == ["b"]


def test_an_index_of_the_first_version_is_rebuilt_and_cleared_away(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text('{"index": "nianbao", "version": "whoosh-1-1-x"}')
    for name in ("_nianbao_1.toc", "nianbao_abc.seg", "nianbao_WRITELOCK"):
        (tmp_path / name).write_bytes(b"old")
    assert "it is whoosh-1-1-x; this program writes whoosh" in str(why_rebuild(tmp_path))
    with rebuilding(tmp_path) as engine:
        engine.replace([document("a", "双公示")])
    assert found(open_engine(tmp_path), "双公示") == ["a"]
    assert not [path for path in tmp_path.iterdir() if path.suffix in {".toc", ".seg"}]


def test_goes_on_where_creation_was_killed(tmp_path: Path, engine_name: EngineName) -> None:
    (tmp_path / ".nianbao-index.json").write_text("{")
    (tmp_path / ".nianbao-writer").write_text("1")
    assert found(open_engine(tmp_path, engine=engine_name), "") == []


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
        told = rf"another process .id {holder.pid}. is writing to the index since \d{{4}}-"
        with pytest.raises(SearchError, match=told):
            engine.replace([document("b", "双公示")])
        with pytest.raises(SearchError, match="is writing"), rebuilding(tmp_path, patience=0.1):
            pass
        assert found(engine, "双公示") == ["a"]
        holder.stdin.close()
    engine.replace([document("b", "双公示")])
    assert found(engine, "双公示") == ["a", "b"]


HOLD_THE_LOCK = dedent(
    """
    import sys
    from pathlib import Path
    from index.engines.folder import writing

    with writing(Path(sys.argv[1]), 1):
        print("held", flush=True)
        sys.stdin.read()
    """
)


def test_no_space_left(
    tmp_path: Path, engine_name: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(tmp_path, engine=engine_name)
    engine.replace([document("a", "双公示")])

    def full(*args: object, **kwargs: object) -> None:
        if engine_name == "tantivy":
            raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")
        raise OSError(ENOSPC, "No space left on device")

    places = {"whoosh": (whoosh_store, "_fields"), "tantivy": (tantivy_store, "to_tantivy")}
    with monkeypatch.context() as patched:
        patched.setattr(*places[engine_name], full)
        with pytest.raises(NoSpace):
            engine.replace([document("b", "双公示")])
    assert found(engine, "双公示") == ["a"]
    engine.replace([document("b", "双公示")])
    assert found(engine, "双公示") == ["a", "b"]


# Whoosh does not close what it cannot read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("whoosh", "*.toc"),
        ("whoosh", "*.seg"),
        ("tantivy", "meta.json"),
        ("tantivy", "*.store"),
        ("tantivy", "*.idx"),
        ("tantivy", "*.term"),
        ("tantivy", "*.fast"),
    ],
)
@pytest.mark.parametrize("how", ["cut", "emptied", "scribbled", "gone"])
def test_damage_is_told_as_damage(tmp_path: Path, name: EngineName, kind: str, how: str) -> None:
    """Or goes unnoticed where nothing that was needed is hurt; never anything else."""
    for attempt in range(3):
        folder = tmp_path / f"{how}{attempt}"
        whole = open_engine(folder, engine=name)
        whole.replace([document(f"r{number}", f"双公示{number}件") for number in range(50)])
        whole.close()
        for path in folder.rglob(kind):
            damage(path, how, Random(attempt))
        remedy = None
        try:
            engine = open_engine(folder, create=False)
            found(engine, "双公示 7件")
            engine.stamps()
        except SearchError as error:
            remedy = error.remedy.en
        assert remedy is None or "nianbao index" in remedy
        with rebuilding(folder) as rebuilt:
            rebuilt.replace([document("a", "双公示")])
        assert found(open_engine(folder), "双公示") == ["a"]


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


def test_an_index_of_another_version_names_both(tmp_path: Path, engine_name: EngineName) -> None:
    open_engine(tmp_path, engine=engine_name)
    values = json.loads((tmp_path / MARKER).read_text())
    ours = values["version"]

    (tmp_path / MARKER).write_text(json.dumps(values | {"version": "whoosh-0-old"}))
    why = why_rebuild(tmp_path)
    assert why is not None
    assert f"it is whoosh-0-old; this program writes {ours}" in why.en
    assert f"索引为 whoosh-0-old，本程序为 {ours}" in why.zh

    (tmp_path / MARKER).write_text("{}")  # nobody can tell which
    why = why_rebuild(tmp_path)
    assert why is not None
    assert "does not say which" in why.en
    assert "?" not in why.en + why.zh
