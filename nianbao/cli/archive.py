"""`nianbao archive …`: fixity, figures, and the database again from the WARC files."""

from typing import Annotated

import typer

from model.errors import ArchiveError
from model.text import Text
from nianbao.cli.existing import existing_archive
from nianbao.cli.exits import Exit
from nianbao.cli.importing import import_
from nianbao.cli.packaging import export_wacz
from nianbao.cli.process import index_reports, read_captures
from nianbao.cli.run import Run, command
from nianbao.cli.sealing import seal
from nianbao.clock import system_clock
from nianbao.stages.holdings import holdings
from nianbao.stages.registering import restore_registry
from nianbao.views.archive_stats import print_stats, stats_json, stats_of
from nianbao.views.archives import damage_json, print_verified
from nianbao.views.summaries import index_json, print_index, print_process, process_json
from storage.rebuild import reconcile


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="archive",
        help="存档：WARC 文件 The WARC files.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    command(group, "verify")(verify)
    command(group, "stats")(stats)
    command(group, "export-wacz")(export_wacz)
    command(group, "import")(import_)
    command(group, "rebuild")(rebuild)
    command(group, "seal")(seal)
    app.add_typer(group)


def verify(
    run: Run,
    afresh: Annotated[
        bool,
        typer.Option(
            "--afresh", help="从头开始，不接续被中断的核验 Begin again instead of going on."
        ),
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="进程数 Processes that read.")
    ] = 2,
) -> None:
    """重新计算每条记录的摘要。 Recompute the digests of every record."""
    archive = existing_archive(run.home)
    with run.output.progress(Text("核验", "Verifying")) as bar:
        task = bar.add_task("", total=len(archive.files()))
        verified = archive.verify_in_parallel(
            run.home.folder / ".verify.sqlite",
            now=system_clock(),
            afresh=afresh,
            workers=workers,
            advance=lambda: bar.advance(task),
        )
    print_verified(run.output, verified)
    if verified.damages:
        count = len(verified.damages)
        raise ArchiveError(
            str(run.home.archive_folder),
            Text(f"{count} 处与写入时不符", f"{count} places are not as written"),
            Text(
                "从备份恢复所列文件，再运行 nianbao archive rebuild",
                "restore the files named from a backup, then run nianbao archive rebuild",
            ),
        )


def stats(run: Run) -> None:
    """存档有多少：类型、年份、主机、机关。 How much there is, by type, year, host and agency."""
    archive = existing_archive(run.home)
    with run.output.progress(Text("统计", "Counting")) as bar:
        task = bar.add_task("", total=len(archive.files()))
        census = archive.census(advance=lambda: bar.advance(task))
    with run.home.open_database() as database:
        counts = dict(database.counts())
        agencies = holdings(database)
    found = stats_of(archive, census)
    run.output.document(stats_json(found, agencies, counts))
    print_stats(run.output, found, agencies)


def rebuild(run: Run) -> None:
    """由存档重建数据库与索引。 Rebuild the database and the index from the archive."""
    archive = existing_archive(run.home)
    with run.home.open_database() as database, archive:
        restore_registry(run.home, database)
        done = reconcile(archive, database, afresh=True)
        processed = read_captures(run, archive, database)
        indexed = index_reports(run, database)
        archive.write_cdxj(afresh=True)
    run.output.document(
        {
            "captures": done.captures,
            "visits": done.visits,
            "looks": done.looks,
            "decisions": done.decisions,
            "damages": [damage_json(run.output, item) for item in done.damages],
            "processed": process_json(processed, run.output.language),
            "index": index_json(indexed),
        }
    )
    run.output.say(
        Text(
            f"由存档补入：快照 {done.captures}，访问 {done.visits}，查看 {done.looks}，"
            f"人工决定 {done.decisions}",
            f"From the archive: {done.captures} captures, {done.visits} visits, "
            f"{done.looks} looks, {done.decisions} decisions",
        )
    )
    print_process(run.output, processed)
    print_index(run.output, indexed)
    if done.damages:
        for damage in done.damages:
            run.output.alert(f"{damage.warc}@{damage.offset}: {run.output.words(damage.what)}")
        raise typer.Exit(Exit.DAMAGED)
