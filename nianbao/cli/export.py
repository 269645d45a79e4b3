"""`nianbao export KIND`: tables and the data package, to take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from model.errors import UsageError
from model.finding import Severity
from model.text import Text
from model.verdict import Reason
from nianbao.cli.options import (
    AgencyOption,
    BomOption,
    KindOption,
    LevelOption,
    RegionOption,
    VerdictOption,
    YearsOption,
)
from nianbao.cli.run import Run, command
from nianbao.clock import system_clock
from nianbao.exports.beside import digest_of
from nianbao.folders import make_folder
from storage.database import Database
from web.asking import filters_from, query_of
from web.tables.catalogue import table_named
from web.tables.table import everything

PACKAGE, DATASETTE = "package", "datasette"


class Kind(StrEnum):
    AGENCIES = "agencies"
    OBLIGATIONS = "obligations"
    VERDICTS = "verdicts"
    REPORTS = "reports"
    FIGURES = "figures"
    MEASURES = "measures"
    SECTIONS = "sections"
    FINDINGS = "findings"
    CAPTURES = "captures"
    INDICATORS = "indicators"
    PACKAGE = PACKAGE
    DATASETTE = DATASETTE


_FILES = {PACKAGE: "nianbao-data.zip", DATASETTE: "nianbao-data.db"}
_SQLITE = (".db", ".sqlite", ".sqlite3")
_PACKAGED = frozenset({"years", "region", "level", "kind", "agency", "current"})
"""What a data package can be narrowed by: every table of it alike."""


def register(app: typer.Typer) -> None:
    command(app, "export")(export)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What is asked for of a table, in the words of `web.asking`."""

    year: YearsOption = None
    region: RegionOption = None
    level: LevelOption = None
    kind: KindOption = None
    agency: AgencyOption = None
    report: Annotated[str | None, typer.Option("--report", help="报告编号 Report id.")] = None
    verdict: VerdictOption = None
    reason: Annotated[
        Reason | None, typer.Option("--reason", help="无法判断的原因 Why it cannot be told.")
    ] = None
    rule: Annotated[str | None, typer.Option("--rule", help="规则编号 Rule id.")] = None
    severity: Annotated[
        Severity | None, typer.Option("--severity", help="发现的级别 Severity.")
    ] = None
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="单元格编号，可多次 Cell id; repeatable.")
    ] = None
    published_from: Annotated[
        str | None, typer.Option("--published-from", help="所示公布日期自 Shown as published from.")
    ] = None
    published_until: Annotated[
        str | None, typer.Option("--published-until", help="所示公布日期至 Until.")
    ] = None
    seen_from: Annotated[
        str | None, typer.Option("--seen-from", help="首次见于此时之后 First seen from.")
    ] = None
    seen_until: Annotated[
        str | None, typer.Option("--seen-until", help="首次见于此时之前 First seen before.")
    ] = None
    versions: Annotated[
        str | None,
        typer.Option("--versions", help="current 现行，all 连同旧版 With old versions."),
    ] = None

    def given(self) -> Mapping[str, Sequence[str]]:
        """Name → values, as the query of an address would have them; only what was given."""
        asked = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value if isinstance(value, list) else [str(value)]
            for name, value in asked.items()
            if value not in (None, [])
        }


def export(
    run: Run,
    what: Annotated[
        Kind,
        typer.Argument(
            metavar="kind",
            help="表，或 package（数据包）、datasette（可公布的 SQLite 文件） A table, the data "
            "package, or a SQLite file for others to see. figures: 一行一份报告 a row a report; "
            "measures: 一行一格 a row a cell.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=".csv .xlsx .jsonl .parquet；数据包为文件夹或 .zip; the package: a folder or "
            ".zip; datasette: .db；.json 只写本库的说明 words about your own database only",
            show_default="exports/KIND.csv",
        ),
    ] = None,
    *,
    bom: BomOption = False,
    narrowing: Narrowing,
) -> None:
    """导出：表（CSV、工作簿、JSON 行、Parquet）与数据包。 Tables and the data package."""
    given = narrowing.given()
    with run.home.open_database(must_exist=True) as database:
        target = out or _default(run, what)
        match what:
            case Kind.PACKAGE:
                _package(run, database, given, target)
            case Kind.DATASETTE:
                _datasette(run, database, given, target)
            case _:
                _table(run, database, what, given, target, bom=bom)


def _default(run: Run, kind: Kind) -> Path:
    make_folder(run.home.exports_folder)
    return run.home.exports_folder / _FILES.get(kind, f"{kind}.csv")


def _table(
    run: Run,
    database: Database,
    kind: Kind,
    given: Mapping[str, Sequence[str]],
    target: Path,
    *,
    bom: bool,
) -> None:
    # Workbooks take a while to load, and only this needs them.
    from nianbao.exports.table_files import Style, write_table  # noqa: PLC0415

    table = table_named(kind)
    filters = filters_from(given, table.filters)
    style = Style(language=run.output.language, bom=bom)
    count = write_table(table, everything(table, database, filters), target, style)
    run.output.document(
        {
            "file": str(target),
            "rows": count,
            "bytes": target.stat().st_size,
            "sha256": digest_of(target),
            "query": query_of(filters),
        }
    )
    run.output.say(Text(f"已写入 {target}：{count} 行", f"Wrote {target}: {count} rows"))


def _package(
    run: Run, database: Database, given: Mapping[str, Sequence[str]], target: Path
) -> None:
    from nianbao.exports.data_package import write_package  # noqa: PLC0415

    filters = filters_from(given, _PACKAGED)
    packed = write_package(database, filters, target, moment=system_clock())
    run.output.document(
        {
            "file": str(target),
            "rows": dict(packed.rows),
            "bytes": packed.size,
            "sha256": packed.digest,
            "query": query_of(filters),
        }
    )
    rows = sum(packed.rows.values())
    run.output.say(
        Text(
            f"已写入 {target}：{len(packed.rows)} 个表，共 {rows} 行，{packed.size / 1e6:.1f} MB",
            f"Wrote {target}: {len(packed.rows)} tables, {rows} rows, {packed.size / 1e6:.1f} MB",
        )
    )
    run.output.note(
        Text(
            "可用 frictionless validate 校验；说明见 README.md。",
            "`frictionless validate` checks it; README.md explains it.",
        )
    )


def _datasette(
    run: Run, database: Database, given: Mapping[str, Sequence[str]], target: Path
) -> None:
    from nianbao.exports.datasette import public_metadata, write_metadata  # noqa: PLC0415
    from nianbao.exports.sqlite_file import write_sqlite  # noqa: PLC0415

    if target.suffix.lower() == ".json":
        _words_for_own(run, target)
        return
    if target.suffix.lower() not in _SQLITE:
        raise UsageError(
            str(target),
            Text("不认识这种文件", "is of a kind that cannot be written"),
            Text("以 .db 或 .json 结尾", "end it in .db or .json"),
        )
    filters = filters_from(given, _PACKAGED)
    rows = write_sqlite(database, filters, target)
    words = target.with_suffix(".json")
    write_metadata(words, public_metadata(target.stem))
    run.output.document(
        {
            "file": str(target),
            "metadata": str(words),
            "rows": dict(rows),
            "bytes": target.stat().st_size,
            "sha256": digest_of(target),
            "query": query_of(filters),
        }
    )
    count = sum(rows.values())
    run.output.say(
        Text(
            f"已写入 {target}：{len(rows)} 个表，共 {count} 行；说明在 {words}",
            f"Wrote {target}: {len(rows)} tables, {count} rows; words for Datasette in {words}",
        )
    )
    run.output.prose(f"datasette -i {target} --metadata {words}")


def _words_for_own(run: Run, target: Path) -> None:
    from nianbao.exports.datasette import own_metadata, write_metadata  # noqa: PLC0415

    if run.home.settings.database is not None:
        raise UsageError(
            "datasette",
            Text("只读 SQLite 文件", "reads SQLite files only"),
            Text("改以 .db 结尾，另写一个", "end --out in .db: such a file is then made"),
        )
    write_metadata(target, own_metadata(run.home.database_file.stem))
    run.output.document({"file": str(target), "database": str(run.home.database_file)})
    run.output.say(Text(f"已写入 {target}", f"Wrote {target}"))
    run.output.note(
        Text(
            "本库仅供自用：正文未遮盖个人信息。要公布，请将 --out 写成以 .db 结尾。",
            "Your own database is for yourself: persons are not masked in it. To publish, end "
            "--out in .db.",
        )
    )
    run.output.prose(f"datasette -i {run.home.database_file} --metadata {target}")
