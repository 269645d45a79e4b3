"""`nianbao archive …`: fixity, figures, and the database again from the WARC files."""

from typing import Any

import typer

from model.errors import ArchiveError, NotFoundError
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.cli.importing import import_
from nianbao.cli.process import index_reports, read_captures
from nianbao.cli.run import Run, command
from nianbao.stages.registering import restore_registry
from nianbao.views.summaries import index_json, print_index, print_process, process_json
from storage.archive import Archive, Damage
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
    command(group, "import")(import_)
    command(group, "rebuild")(rebuild)
    app.add_typer(group)


def verify(run: Run) -> None:
    """重新计算每条记录的摘要。 Recompute the digests of every record."""
    archive = existing(run)
    damages = list(archive.verify())
    for damage in damages:
        run.output.alert(f"{damage.warc}@{damage.offset}: {run.output.words(damage.what)}")
    records = sum(1 for _ in archive.records(on_damage=lambda _: None))
    run.output.document(
        {"records": records, "damages": [damage_json(run, item) for item in damages]}
    )
    if damages:
        raise ArchiveError(
            str(run.home.archive_folder),
            Text(f"{len(damages)} 处与写入时不符", f"{len(damages)} places are not as written"),
            Text(
                "从备份恢复所列文件，再运行 nianbao archive rebuild",
                "restore the files named from a backup, then run nianbao archive rebuild",
            ),
        )
    run.output.say(
        Text(
            f"完好：{records} 条捕获、访问和查看记录，全部摘要相符",
            f"Sound: {records} captures, visits and looks, every digest agrees",
        )
    )


def stats(run: Run) -> None:
    """存档有多少、从何时到何时。 How much there is, and from when to when."""
    existing(run)
    with run.home.open_database(must_exist=True) as database:
        counts = dict(database.counts())
    files = sorted(run.home.archive_folder.glob("*.warc.gz"))
    size = sum(file.stat().st_size for file in files)
    run.output.document({"files": len(files), "bytes": size, "rows": counts})
    run.output.say(
        Text(
            f"{len(files)} 个 WARC 文件，{size / 1e6:.1f} MB",
            f"{len(files)} WARC files, {size / 1e6:.1f} MB",
        )
    )
    for name, count in counts.items():
        run.output.prose(f"{name:>14}  {count}")


def rebuild(run: Run) -> None:
    """由存档重建数据库与索引。 Rebuild the database and the index from the archive."""
    archive = existing(run)
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
            "damages": [damage_json(run, item) for item in done.damages],
            "processed": process_json(processed, run.output.language),
            "index": index_json(indexed),
        }
    )
    run.output.say(
        Text(
            f"由存档补入：捕获 {done.captures}，访问 {done.visits}，查看 {done.looks}，"
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


def existing(run: Run) -> Archive:
    """Raises NotFoundError where the home has no archive."""
    folder = run.home.archive_folder
    if not any(folder.glob("*.warc.gz")):
        raise NotFoundError(
            str(folder),
            Text("没有存档文件", "holds no archive files"),
            Text(
                "先运行 nianbao add 或 nianbao harvest，或用 --home 指定文件夹",
                "run nianbao add or nianbao harvest first, or name the folder with --home",
            ),
        )
    return run.home.open_archive()


def damage_json(run: Run, damage: Damage) -> dict[str, Any]:
    return {
        "warc": damage.warc,
        "offset": damage.offset,
        "what": run.output.words(damage.what),
    }
