import errno
from collections.abc import Iterator

import pytest
import typer

from model import errors
from model.errors import AppError
from model.text import Language, Text
from nianbao.cli.exits import MEANINGS, Exit, errors_for_people, exit_of


def all_kinds(kind: type[AppError]) -> Iterator[type[AppError]]:
    for child in kind.__subclasses__():
        yield child
        yield from all_kinds(child)


def make(kind: type[AppError]) -> AppError:
    return kind("x.pdf", Text("是空的", "is empty"), Text("重新下载", "download it again"))


@pytest.mark.parametrize("kind", sorted(all_kinds(AppError), key=str))
def test_every_error_of_the_tree_has_an_exit_code(kind: type[AppError]) -> None:
    assert exit_of(make(kind)) is not Exit.DONE
    assert (exit_of(make(kind)) is Exit.BUG) == (kind is errors.Defect)


def test_the_codes_are_the_documented_ones() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "DONE": 0,
        "BUG": 1,
        "USAGE": 2,
        "INVALID": 3,
        "PARTLY": 4,
        "NOTHING": 5,
        "FINDINGS": 6,
        "DAMAGED": 7,
        "NO_SPACE": 8,
        "BUSY": 9,
        "INTERRUPTED": 130,
    }
    assert set(MEANINGS) == set(Exit)


@pytest.mark.parametrize(
    ("language", "expected"), [(Language.CHINESE, "重新下载"), (Language.ENGLISH, "download")]
)
def test_an_error_names_the_input_and_the_remedy(
    language: Language, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, errors_for_people(language):
        raise make(errors.Empty)

    said = capsys.readouterr().err
    assert ended.value.code == Exit.NOTHING
    assert "x.pdf" in said
    assert expected in said


def test_a_full_disk_is_not_a_bug() -> None:
    with pytest.raises(SystemExit) as ended, errors_for_people(Language.ENGLISH):
        raise OSError(errno.ENOSPC, "no space")
    assert ended.value.code == Exit.NO_SPACE


@pytest.mark.parametrize("how", [KeyboardInterrupt, typer.Abort], ids=["signal", "at a question"])
def test_an_interruption_says_that_it_can_go_on(
    capsys: pytest.CaptureFixture[str], how: type[BaseException]
) -> None:
    with pytest.raises(SystemExit) as ended, errors_for_people(Language.ENGLISH):
        raise how
    assert ended.value.code == Exit.INTERRUPTED
    assert "go on" in capsys.readouterr().err


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(ZeroDivisionError), errors_for_people(Language.ENGLISH):
        raise ZeroDivisionError
