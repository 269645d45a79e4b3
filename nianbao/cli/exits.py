"""How a command ends: exit codes, and errors as people read them."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer
from rich.cells import cell_len
from rich.console import Console

from model.errors import (
    AppError,
    ArchiveError,
    Busy,
    ConversionError,
    Defect,
    ExtractionError,
    FetchError,
    NoSpace,
    NotFoundError,
    Problem,
    RegistryError,
    SearchError,
    SettingsError,
    StorageError,
    UsageError,
)
from model.text import Language, Text


class Exit(IntEnum):
    """The exit codes of every command; documented, stable."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INVALID = 3
    PARTLY = 4
    NOTHING = 5
    FINDINGS = 6
    DAMAGED = 7
    NO_SPACE = 8
    BUSY = 9
    INTERRUPTED = 130


MEANINGS: dict[Exit, Text] = {
    Exit.DONE: Text("完成", "done"),
    Exit.BUG: Text("程序缺陷", "a bug"),
    Exit.USAGE: Text("用法有误", "usage"),
    Exit.INVALID: Text("设置或名录无效", "settings or registry invalid"),
    Exit.PARTLY: Text(
        "部分完成（有的机关未能查看，有的文件未能读取）",
        "partly done (some agencies could not be looked at, some files could not be read)",
    ),
    Exit.NOTHING: Text("应有而无所得", "nothing found where something was expected"),
    Exit.FINDINGS: Text(
        "有达到 --fail-on 级别的发现", "findings at or above the level of --fail-on"
    ),
    Exit.DAMAGED: Text("存档或数据库损坏", "archive or database damaged"),
    Exit.NO_SPACE: Text("磁盘空间不足", "no space on the disk"),
    Exit.BUSY: Text("已有采集在进行", "another run is under way"),
    Exit.INTERRUPTED: Text("被中断，可续", "interrupted, resumable"),
}

# The first match counts, so subclasses stand before their parents.
_EXITS: tuple[tuple[type[AppError], Exit], ...] = (
    (NoSpace, Exit.NO_SPACE),
    (UsageError, Exit.USAGE),
    (SearchError, Exit.USAGE),
    (SettingsError, Exit.INVALID),
    (RegistryError, Exit.INVALID),
    (FetchError, Exit.PARTLY),
    (ArchiveError, Exit.DAMAGED),
    (StorageError, Exit.DAMAGED),
    (Defect, Exit.BUG),
    (ConversionError, Exit.NOTHING),
    (ExtractionError, Exit.NOTHING),
    (NotFoundError, Exit.NOTHING),
    (Busy, Exit.BUSY),
)


def exit_of(error: AppError) -> Exit:
    for kind, code in _EXITS:
        if isinstance(error, kind):
            return code
    raise error


@contextmanager
def errors_for_people(language: Language) -> Iterator[None]:
    """Turns what a person can act on into a message and an exit code; a bug stays a traceback."""
    console = Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
    try:
        yield
    except AppError as error:
        print_error(console, error, language)
        raise SystemExit(exit_of(error)) from None
    except (KeyboardInterrupt, typer.Abort):
        # Abort: at a question, or when the answers end before the questions do.
        console.print(
            Text(
                "已中断。再次运行同一命令即可继续。", "Interrupted. Run it again to go on."
            ).in_language(language)
        )
        raise SystemExit(Exit.INTERRUPTED) from None
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone: that is its right, not an error.
        raise SystemExit(Exit.DONE) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        console.print(
            Text(
                "磁盘空间不足；已写入的内容完好。腾出空间后再次运行即可继续。",
                "No space left on the disk; what was written is sound. "
                "Free some space and run it again to go on.",
            ).in_language(language)
        )
        raise SystemExit(Exit.NO_SPACE) from None


def print_error(console: Console, error: AppError, language: Language) -> None:
    colon = "：" if language is Language.CHINESE else ": "
    what = error.what.in_language(language)
    at = error.at if isinstance(error, SearchError) else None
    if at is None:
        console.print(f"{error.source}{colon}{what}", style="bold red")
    else:
        console.print(error.source)
        console.print(f"{' ' * cell_len(error.source[:at])}^ {what}", style="bold red")
    for problem in error.problems:
        console.print(f"  {describe(problem, language)}")
    console.print(f"→ {error.remedy.in_language(language)}")


def describe(problem: Problem, language: Language) -> str:
    """`registry.csv:7 region: … → …`, one line."""
    where = problem.source if problem.line is None else f"{problem.source}:{problem.line}"
    field = f" {problem.field}" if problem.field else ""
    colon = "：" if language is Language.CHINESE else ": "
    what = problem.what.in_language(language)
    return f"{where}{field}{colon}{what} → {problem.remedy.in_language(language)}"
