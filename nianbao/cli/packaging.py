"""`nianbao archive export-wacz`: evidence to hand on."""

from pathlib import Path
from typing import Annotated

import typer

from model.errors import UsageError
from model.ids import AgencyId
from model.text import Text
from nianbao.cli.existing import existing_archive
from nianbao.cli.options import OwnerOption, YearOption
from nianbao.cli.process import check_agency
from nianbao.cli.run import Run
from nianbao.folders import make_folder
from nianbao.stages.packaging import Choice, Chosen, choose, file_name, pack
from storage.archive import Packed
from storage.rebuild import reconcile


def export_wacz(
    run: Run,
    agency: OwnerOption = None,
    year: YearOption = None,
    report: Annotated[
        str | None, typer.Option("--report", help="报告编号 Id of one report.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="输出文件 File to write.", show_default="exports/*.wacz"),
    ] = None,
) -> None:
    """导出可重放的 WACZ：报告、附件、栏目页。 A replayable WACZ: reports, attachments, listings."""
    if report is not None and (agency is not None or year is not None):
        raise UsageError(
            "--report",
            Text("不能与 --agency、--year 同用", "cannot be used with --agency or --year"),
            Text("只用报告编号，或只用机关和年度", "give the report's id alone, or the others"),
        )
    archive = existing_archive(run.home)
    with run.home.open_database(must_exist=True) as database, archive:
        check_agency(database, agency)
        reconcile(archive, database)
        choice = Choice(
            agency=AgencyId(agency) if agency else None,
            year=year,
            report=database.report(report) if report else None,
        )
        chosen = choose(database, choice)
        target = out or run.home.exports_folder / file_name(choice)
        _check_folder(target, given=out is not None)
        packed = pack(archive, chosen, choice, database.registry(), target=target)
    _say_packed(run, target, chosen, packed)


def _say_packed(run: Run, target: Path, chosen: Chosen, packed: Packed) -> None:
    run.output.document(
        {
            "file": str(target),
            "bytes": packed.octets,
            "sha256": packed.sha256,
            "records": packed.records,
            "captures": len(chosen.captures),
            "visits": len(chosen.visits),
            "looks": len(chosen.looks),
        }
    )
    run.output.say(
        Text(
            f"已写入 {target}：{len(chosen.captures)} 个快照，{len(chosen.looks)} 次查看，"
            f"{packed.records} 条记录，{packed.octets / 1e6:.1f} MB",
            f"Wrote {target}: {len(chosen.captures)} captures, {len(chosen.looks)} looks, "
            f"{packed.records} records, {packed.octets / 1e6:.1f} MB",
        )
    )
    run.output.prose(f"sha256:{packed.sha256}")
    run.output.note(
        Text(
            "可用 ReplayWeb.page 或 pywb 打开重放。", "ReplayWeb.page and pywb open and replay it."
        )
    )


def _check_folder(target: Path, *, given: bool) -> None:
    if not given:
        make_folder(target.parent)
    if not target.parent.is_dir() or target.is_dir():
        raise UsageError(
            str(target),
            Text("无法在此写入", "cannot be written here"),
            Text("在 --out 中指定已有文件夹里的一个文件", "name a file in an existing folder"),
        )
