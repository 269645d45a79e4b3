"""`nianbao add`, `process` and `index`: from bytes to searchable reports."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from model.errors import NotFoundError
from model.ids import AgencyId
from model.report import ReportVersion
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.cli.options import OwnerOption, YearOption
from nianbao.cli.run import Run, command
from nianbao.clock import system_clock
from nianbao.stages.add import add_files, collect
from nianbao.stages.audit import audit_everything
from nianbao.stages.importing import NOTHING, ImportSummary, import_archives
from nianbao.stages.indexing import IndexSummary, bring_index_up_to_date
from nianbao.stages.process import ProcessSummary, process_captures
from nianbao.views.archives import import_json, print_import
from nianbao.views.summaries import (
    add_json,
    index_json,
    print_add,
    print_index,
    print_process,
    process_json,
)
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile


def register(app: typer.Typer) -> None:
    command(app, "add")(add)
    command(app, "process")(process)
    command(app, "index")(index)


def add(
    run: Run,
    paths: Annotated[
        list[Path],
        typer.Argument(help="文件或文件夹 Files or folders: pdf, html, docx, txt, warc, wacz …"),
    ],
    agency: OwnerOption = None,
    year: YearOption = None,
) -> None:
    """存档本地文件，读取并编入索引。 Archive local files, read them and index them."""
    home = run.home
    given = collect(paths)
    with home.open_database() as database, home.open_archive() as archive:
        check_agency(database, agency)
        reconcile(archive, database)
        owner = AgencyId(agency) if agency else None
        added = add_files(
            given, archive=archive, database=database, agency=owner, year=year, clock=system_clock
        )
        imported = import_given(
            run, given.archives, archive=archive, database=database, agency=owner, year=year
        )
        processed = read_captures(run, archive, database)
        archive.write_cdxj()
        indexed = index_reports(run, database)
    run.output.document(
        {
            "added": add_json(added),
            "imported": import_json(imported, run.output.language),
            "processed": process_json(processed, run.output.language),
            "index": index_json(indexed),
        }
    )
    if given.files or not given.archives:
        print_add(run.output, added)
    if given.archives:
        print_import(run.output, imported)
    print_process(run.output, processed)
    run.output.say(_next(processed.reports))
    end(processed, imported)


def _next(read: Sequence[ReportVersion]) -> Text:
    """Commands that show something of what was just read."""
    if not read:
        return Text("接着可以：nianbao search 依申请公开", "Next: nianbao search 依申请公开")
    last = read[-1]
    audit = f"nianbao audit --year {last.reporting_year} · " if last.reporting_year else ""
    commands = f"nianbao search 依申请公开 · {audit}nianbao show {last.id}"
    return Text(f"接着可以：{commands}", f"Next: {commands}")


def process(
    run: Run,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="进程数 Worker processes.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="全部重读 Read everything again.")] = False,
) -> None:
    """读取已存档而未读的文件。 Read what is archived and not yet read."""
    home = run.home
    with home.open_database(must_exist=True) as database, home.open_archive() as archive:
        reconcile(archive, database)
        processed = read_captures(run, archive, database, workers=workers, again=again)
    run.output.document(process_json(processed, run.output.language))
    print_process(run.output, processed)
    end(processed)


def index(
    run: Run,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="重建索引 Build the index anew.")
    ] = False,
) -> None:
    """更新检索索引。 Bring the search index up to date."""
    with run.home.open_database(must_exist=True) as database:
        indexed = index_reports(run, database, rebuild=rebuild)
    run.output.document(index_json(indexed))
    print_index(run.output, indexed)


def read_captures(
    run: Run,
    archive: Archive,
    database: Database,
    *,
    workers: int | None = None,
    again: bool = False,
) -> ProcessSummary:
    with run.output.progress(Text("读取", "Reading")) as bar:
        task = bar.add_task("", total=None)
        return process_captures(
            archive=archive,
            database=database,
            settings=run.home.settings.process,
            workers=workers,
            again=again,
            advance=lambda: bar.advance(task),
        )


def index_reports(
    run: Run, database: Database, *, rebuild: bool = False, as_of: datetime | None = None
) -> IndexSummary:
    audit_everything(database, run.home.settings.audit, as_of=as_of or system_clock())
    return bring_index_up_to_date(
        run.home.index_folder,
        database,
        engine=run.home.settings.search.engine,
        rebuild=rebuild,
    )


def import_given(
    run: Run,
    paths: Sequence[Path],
    *,
    archive: Archive,
    database: Database,
    agency: AgencyId | None,
    year: int | None,
) -> ImportSummary:
    with run.output.progress(Text("导入", "Importing")) as bar:
        task = bar.add_task("", total=len(paths))
        return import_archives(
            paths,
            archive=archive,
            database=database,
            agency=agency,
            year=year,
            clock=system_clock,
            advance=lambda: bar.advance(task),
        )


def check_agency(database: Database, agency: str | None) -> None:
    if agency and database.registry().get(AgencyId(agency)) is None:
        raise NotFoundError(
            agency,
            Text("名录中没有这个机关编号", "is no agency of the registry"),
            Text(
                "用 nianbao registry list 查看编号，或不指定 --agency",
                "see nianbao registry list for the ids, or leave out --agency",
            ),
        )


def end(processed: ProcessSummary, imported: ImportSummary = NOTHING) -> None:
    """Exit 5 when there was something to read and nothing could be, 4 when only some could."""
    if processed.failures or imported.problems:
        something = processed.reports or imported.records or imported.known
        raise typer.Exit(Exit.PARTLY if something else Exit.NOTHING)
