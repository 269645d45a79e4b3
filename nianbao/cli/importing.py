"""`nianbao archive import`: what others archived."""

from pathlib import Path
from typing import Annotated

import typer

from model.ids import AgencyId
from model.text import Text
from nianbao.cli.options import OwnerOption, YearOption
from nianbao.cli.process import check_agency, end, import_given, index_reports, read_captures
from nianbao.cli.run import Run
from nianbao.stages.add import check_paths
from nianbao.views.archives import import_json, print_import
from nianbao.views.summaries import index_json, print_index, print_process, process_json
from storage.rebuild import reconcile


def import_(
    run: Run,
    files: Annotated[
        list[Path],
        typer.Argument(help="WARC（.warc、.warc.gz）或 WACZ 文件 WARC or WACZ files."),
    ],
    agency: OwnerOption = None,
    year: YearOption = None,
) -> None:
    """导入他人的 WARC 或 WACZ，读取其中的年报。 Import others' WARC or WACZ, read its reports."""
    check_paths(files)
    home = run.home
    with home.open_database() as database, home.open_archive() as archive:
        check_agency(database, agency)
        reconcile(archive, database)
        owner = AgencyId(agency) if agency else None
        imported = import_given(
            run, files, archive=archive, database=database, agency=owner, year=year
        )
        processed = read_captures(run, archive, database)
        archive.write_cdxj()
        indexed = index_reports(run, database)
    run.output.document(
        {
            "imported": import_json(imported, run.output.language),
            "processed": process_json(processed, run.output.language),
            "index": index_json(indexed),
        }
    )
    print_import(run.output, imported)
    print_process(run.output, processed)
    print_index(run.output, indexed)
    run.output.say(Text("接着可以：nianbao search · nianbao audit", "Next: nianbao search, audit"))
    end(processed, imported)
