"""Where nothing can be written, a person reads where and what to do, and no traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from model.errors import UsageError
from model.text import Language
from nianbao.exports.audit_tables import write_audit
from nianbao.exports.beside import check_writable, write_whole
from nianbao.exports.letters import write_letters
from nianbao.folders import make_folder
from nianbao.home import Home
from nianbao.settings import Settings
from tests.nianbao.commands import nianbao
from tests.nianbao.test_audit_tables import exported, result

CHINESE = Language.CHINESE


@pytest.fixture
def occupied(tmp_path: Path) -> Path:
    """A file: nothing can be put below it."""
    file = tmp_path / "file"
    file.write_text("a file")
    return file


@pytest.mark.parametrize(
    "write",
    [
        lambda below: write_audit(below / "a.csv", exported(result()), CHINESE),
        lambda below: write_letters(below / "letters", exported(result()), CHINESE),
        lambda below: write_whole(below / "a.csv", b"a"),
        lambda below: check_writable(below / "a.csv"),
        lambda below: make_folder(below / "folder"),
        lambda below: Home(folder=below / "home", settings=Settings()).open_archive(),
    ],
    ids=["audit", "letters", "a file", "a check before long work", "a folder", "a home"],
)
def test_what_cannot_be_written_names_the_place_and_the_remedy(
    occupied: Path, write: Callable[[Path], object]
) -> None:
    with pytest.raises(UsageError) as caught:
        write(occupied)
    assert str(occupied) in caught.value.source
    assert caught.value.remedy.zh
    assert occupied.read_text() == "a file"


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_whole(tmp_path, b"a")


def test_a_check_leaves_nothing_behind(tmp_path: Path) -> None:
    check_writable(tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_registry_that_cannot_be_written_is_a_matter_of_usage(occupied: Path) -> None:
    ended = nianbao(
        *("registry", "generate", "governments", "--region", "410300"),
        *("--out", occupied / "registry.csv"),
        home=occupied.parent / "home",
    )
    assert ended.code == 2
    assert "cannot be written" in ended.err
    assert "existing folder" in ended.err
