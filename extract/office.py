"""Old Word and WPS documents to docx by LibreOffice: a program of its own, and optional.

It takes a second to start, so many documents go through one run. It may hang or die of a document:
then those it owes are tried again one by one, so that each answers for itself alone.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from extract.readers.old_word import not_converted
from extract.readers.reader import damaged
from extract.soffice import Run, convert
from model.errors import ConversionError, NoConverter, TimedOut
from model.text import Text

File = tuple[str, bytes]
"""A document, after what people call it."""

_NAMES = ("soffice", "libreoffice")
_ON_MACOS = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


def converter() -> Path | None:
    """The program, if it is installed."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return _ON_MACOS if _ON_MACOS.exists() else None


def to_docx(
    files: Sequence[File], *, program: Path | None, time_limit: float
) -> tuple[bytes | ConversionError, ...]:
    """One answer per file, in their order.

    `time_limit` is in seconds, for one document; `program` is what `converter` gave.
    """
    if program is None:
        return tuple(not_converted(name) for name, _ in files)
    run = convert(program, [data for _, data in files], time_limit)
    answers = []
    for number, (name, data) in enumerate(files):
        if run.works and not run.finished and run.outputs[number] is None and len(files) > 1:
            alone = convert(program, [data], time_limit)
            answers.append(_answer(name, alone, alone.outputs[0], time_limit))
        else:
            answers.append(_answer(name, run, run.outputs[number], time_limit))
    return tuple(answers)


def _answer(
    name: str, run: Run, output: bytes | None, time_limit: float
) -> bytes | ConversionError:
    if output is not None:
        return output
    if not run.works:
        return _does_not_work(name)
    if run.timed_out:
        return _timed_out(name, time_limit)
    if not run.finished:
        return damaged(name, Text("LibreOffice 因它异常终止", "LibreOffice died of it"))
    return damaged(name, Text("LibreOffice 打不开它", "LibreOffice cannot open it"))


def _does_not_work(name: str) -> NoConverter:
    return NoConverter(
        name,
        Text(
            "LibreOffice 已安装，但无法转换文档",
            "LibreOffice is installed but does not convert documents",
        ),
        Text(
            "确认已安装 libreoffice-writer，且磁盘与内存够用，再运行 nianbao process --again",
            "check that libreoffice-writer is installed and that there is disk space and memory,"
            " then run nianbao process --again",
        ),
    )


def _timed_out(name: str, limit: float) -> TimedOut:
    return TimedOut(
        name,
        Text(
            f"LibreOffice 在 {limit:g} 秒内没有转换完",
            f"was not converted by LibreOffice within {limit:g} seconds",
        ),
        Text(
            "如确为正常文件，调高 [process] time_limit，或另存为 docx",
            "if it is a sound file, raise [process] time_limit, or save it as docx",
        ),
    )
