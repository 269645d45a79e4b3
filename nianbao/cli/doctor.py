"""`nianbao doctor`: is this installation sound?"""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import typer
from rich.cells import set_cell_size
from rich.text import Text as Styled

from extract.ocr.engine import is_available
from extract.office import converter
from index import open_engine
from model.errors import AppError
from model.text import Text
from nianbao import __version__
from nianbao.cli.exits import Exit
from nianbao.cli.run import Run, command
from nianbao.home import Home

MINIMUM_FREE = 1 << 30
"""Bytes. A season of one prefecture fits; below it a harvest may end half-way."""


TANTIVY_PAYS = 20_000
"""Reports: beyond, common words take Whoosh a fifth of a second and more (benchmarks/search.py)."""


_NAMES = {
    "program": Text("程序", "program"),
    "office": Text("文档转换", "office"),
    "ocr": Text("文字识别", "ocr"),
    "disk": Text("磁盘", "disk"),
    "database": Text("数据库", "database"),
    "archive": Text("存档", "archive"),
    "index": Text("索引", "index"),
}
_HELD = {
    "agencies": Text("机关", "agencies"),
    "captures": Text("快照", "captures"),
    "looks": Text("查看", "looks"),
    "reports": Text("报告", "reports"),
    "findings": Text("发现", "findings"),
    "failures": Text("未能处理", "failures"),
    "decisions": Text("人工决定", "decisions"),
}
"""Tables of the database that mean something to whoever looks."""
_SOUND_AND_EMPTY = Text("完好，尚无内容", "sound, and empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    name: str
    """One of `_NAMES`; for programs."""
    sound: bool
    found: Text
    remedy: Text | None = None


def register(app: typer.Typer) -> None:
    command(app, "doctor")(doctor)


def doctor(run: Run) -> None:
    """检查安装与数据是否完好。 Check that the installation and its data are sound."""
    checks = list(examine(run.home))
    run.output.document(
        {
            "sound": all(check.sound for check in checks),
            "checks": [
                {
                    "name": check.name,
                    "sound": check.sound,
                    "found": run.output.words(check.found),
                    "remedy": run.output.words(check.remedy) if check.remedy else None,
                }
                for check in checks
            ],
        }
    )
    for check in checks:
        mark = Styled("✓ ", "green") if check.sound else Styled("✗ ", "bold red")
        padded = set_cell_size(run.output.words(_NAMES[check.name]), 10)
        run.output.prose(mark.append(f"{padded}{run.output.words(check.found)}", ""))
        if check.remedy and not check.sound:
            run.output.prose(f"    → {run.output.words(check.remedy)}")
    if not all(check.sound for check in checks):
        raise typer.Exit(Exit.DAMAGED)


def examine(home: Home) -> Iterator[Check]:
    version = sys.version.split()[0]
    found = f"nianbao {__version__}, Python {version}, SQLite {sqlite3.sqlite_version}"
    yield Check(name="program", sound=True, found=Text(found, found))
    yield _office()
    yield _ocr(home)
    yield _disk(home)
    yield _database(home)
    yield _archive(home)
    yield _index(home)


def _office() -> Check:
    """LibreOffice is optional: without it, old Word and WPS documents are failures with a name."""
    program = converter()
    found = Text(
        "没有安装 LibreOffice，旧版 Word 和 WPS 文档（doc、wps、rtf）不能读取",
        "LibreOffice is not installed: old Word and WPS documents (doc, wps, rtf) are not read",
    )
    if program is not None:
        found = Text(f"LibreOffice（{program}）", f"LibreOffice ({program})")
    return Check(name="office", sound=True, found=found)


def _ocr(home: Home) -> Check:
    """Optional as well: without it, scans and pictures are failures that say so."""
    if not is_available():
        found = Text(
            "没有安装文字识别，扫描件和图片不能读取（pip install 'nianbao[ocr]'）",
            "not installed: scans and pictures are not read (pip install 'nianbao[ocr]')",
        )
    elif home.settings.process.ocr == "off":
        found = Text(
            "已安装，但设置 [process] ocr = off，扫描件和图片不读取",
            "installed, but [process] ocr = off: scans and pictures are not read",
        )
    else:
        found = Text("已安装，扫描件和图片可以读取", "installed: scans and pictures are read")
    return Check(name="ocr", sound=True, found=found)


def _disk(home: Home) -> Check:
    folder = home.folder if home.folder.exists() else home.folder.absolute().parent
    free = shutil.disk_usage(folder).free
    return Check(
        name="disk",
        sound=free >= MINIMUM_FREE,
        found=Text(f"可用 {free / 1e9:.1f} GB", f"{free / 1e9:.1f} GB free"),
        remedy=Text("腾出空间", "free some space"),
    )


def _database(home: Home) -> Check:
    if home.settings.database is None and not home.database_file.exists():
        return Check(
            name="database", sound=True, found=Text("尚未建立", "not there yet: nothing was added")
        )
    try:
        with home.open_database() as database:
            database.check()
            rows = database.counts()
    except AppError as error:
        return _unsound("database", error)
    held = [(words, rows[table]) for table, words in _HELD.items() if rows[table]]
    zh = "，".join(f"{words.zh} {count}" for words, count in held)
    en = ", ".join(f"{words.en} {count}" for words, count in held)
    return Check(
        name="database",
        sound=True,
        found=Text(f"完好（{zh}）", f"sound ({en})") if held else _SOUND_AND_EMPTY,
    )


def _archive(home: Home) -> Check:
    files = sorted(home.archive_folder.glob("*.warc.gz"))
    if not files:
        return Check(name="archive", sound=True, found=Text("尚无文件", "no files yet"))
    try:
        damages = list(home.open_archive().verify())
    except AppError as error:
        return _unsound("archive", error)
    if damages:
        first = damages[0]
        return Check(
            name="archive",
            sound=False,
            found=Text(
                f"{len(damages)} 处损坏，首处 {first.warc}@{first.offset}：{first.what.zh}",
                f"{len(damages)} places damaged, first {first.warc}@{first.offset}: "
                f"{first.what.en}",
            ),
            remedy=Text(
                "从备份恢复该文件，再运行 nianbao archive rebuild",
                "restore that file from a backup, then run nianbao archive rebuild",
            ),
        )
    return Check(
        name="archive",
        sound=True,
        found=Text(f"{len(files)} 个文件完好", f"{len(files)} files, every digest agrees"),
    )


def _index(home: Home) -> Check:
    if not home.index_folder.is_dir():
        return Check(name="index", sound=True, found=Text("尚未建立", "not there yet"))
    try:
        with closing(open_engine(home.index_folder, create=False)) as engine:
            count, name = len(engine.stamps()), engine.engine
    except AppError as error:
        return _unsound("index", error)
    found = Text(f"{count} 份报告（{name}）", f"{count} reports searchable ({name})")
    if count > TANTIVY_PAYS and name != "tantivy":
        found = Text(
            f"{found.zh}。报告超过 {TANTIVY_PAYS} 份，用 tantivy 检索更快：pip install"
            " 'nianbao[tantivy]'，设 [search] engine = \"tantivy\"，再运行 nianbao index",
            f"{found.en}; beyond {TANTIVY_PAYS} reports tantivy is faster: pip install"
            " 'nianbao[tantivy]', set [search] engine = \"tantivy\", run nianbao index",
        )
    return Check(name="index", sound=True, found=found)


def _unsound(name: str, error: AppError) -> Check:
    return Check(name=name, sound=False, found=error.what, remedy=error.remedy)
