"""`nianbao audit --dossier AGENCY YEAR`: one verdict, to be handed to whoever must believe it."""

from datetime import datetime
from pathlib import Path

from model.ids import AgencyId
from model.text import Text
from nianbao.cli.existing import existing_archive
from nianbao.cli.run import Run
from nianbao.exports.audit_columns import verdict_word
from nianbao.exports.audit_tables import verdict_json
from nianbao.stages.dossier import make_dossier
from storage.rebuild import reconcile


def one_dossier(run: Run, of: tuple[str, int], *, as_of: datetime, out: Path | None) -> None:
    """Raises NotFoundError, UsageError, ArchiveError, NoSpace."""
    agency, year = of
    folder = out or run.home.exports_folder / f"dossier-{agency}-{year}"
    archive = existing_archive(run.home)
    with run.home.open_database(must_exist=True) as database, archive:
        reconcile(archive, database)
        reasoning, written = make_dossier(
            database,
            archive,
            run.home.settings.audit,
            agency=AgencyId(agency),
            year=year,
            as_of=as_of,
            folder=folder,
        )
    record = reasoning.judgement.record
    run.output.document(
        {
            "folder": str(folder),
            "files": [path.name for path in written],
            "verdict": verdict_json(record, run.output.language),
        }
    )
    word = verdict_word(record, run.output.language)
    run.output.say(
        Text(
            f"{record.agency_name} {year} 年度：{word}。卷宗已写入 {folder}",
            f"{record.agency_name}, {year}: {word}. Dossier written to {folder}",
        )
    )
    run.output.note(
        Text(
            f"用浏览器打开 index.html；python {folder}/verify.py 可核验",
            f"Open index.html in a browser; python {folder}/verify.py verifies it",
        )
    )
