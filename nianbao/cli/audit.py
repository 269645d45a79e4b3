"""`nianbao audit`: who published, who was late, whose figures do not add up."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from model.errors import NotFoundError
from model.finding import Severity
from model.text import Text
from nianbao.cli.dossier import one_dossier
from nianbao.cli.exits import Exit
from nianbao.cli.options import AgencyOption, BomOption, LevelOption, RegionOption, year_range
from nianbao.cli.run import Run, command
from nianbao.clock import parse_moment, system_clock
from nianbao.exports.audit_export import export_of
from nianbao.exports.audit_tables import audit_json, verdict_json, write_audit
from nianbao.exports.letters import write_letters
from nianbao.stages.audit import Audited, Scope, default_years, run_audit, store_audit
from nianbao.stages.settled import settled
from nianbao.views.audit_view import print_audit
from nianbao.views.coverage_view import print_coverage

_GRAVITY = {Severity.ATTENTION: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def register(app: typer.Typer) -> None:
    command(app, "audit")(audit)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    year: Annotated[
        str | None,
        typer.Option(
            "--year",
            help="报告年度 Reporting year: 2024, 2020..2024",
            show_default="last year",
        ),
    ] = None
    region: RegionOption = None
    level: LevelOption = None
    agency: AgencyOption = None
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="截至哪一天所知 As known on that day, e.g. 2025-02-20"),
    ] = None
    out: Annotated[
        Path | None, typer.Option("--out", help="写成文件 Write a file: .csv .xlsx .json .html")
    ] = None
    bom: BomOption = False
    coverage: Annotated[
        bool, typer.Option("--coverage", help="按级别、地区汇总 Totals by level and region.")
    ] = False
    letters: Annotated[
        Path | None,
        typer.Option("--letters", help="每项发现写成一封信 A letter (.docx) for each finding."),
    ] = None
    dossier: Annotated[
        tuple[str, int] | None,
        typer.Option(
            "--dossier",
            metavar="AGENCY YEAR",
            help="写成卷宗，--out 为文件夹 A dossier of one verdict, in the folder --out.",
        ),
    ] = None
    fail_on: Annotated[
        Severity | None,
        typer.Option("--fail-on", help="有此级别以上的发现时退出码为 6 Exit 6 on such findings."),
    ] = None

    def scope(self, moment: datetime) -> Scope:
        """Raises UsageError for years that are none."""
        return Scope(
            years=year_range(self.year) if self.year else default_years(moment),
            region=self.region,
            level=self.level,
            agency=self.agency,
        )


def audit(run: Run, options: AuditOptions) -> None:
    """审核：谁已公布、谁迟、谁的数字不合。 Verdicts and findings, with evidence."""
    as_of, out, letters = options.as_of, options.out, options.letters
    moment = parse_moment(as_of) if as_of else system_clock()
    if options.dossier is not None:
        one_dossier(run, options.dossier, as_of=moment, out=out)
        return
    scope = options.scope(moment)
    audited = _audit(run, scope, moment, past=as_of is not None)
    language = run.output.language
    export = export_of(audited.result, audited.registry)
    if out is not None:
        write_audit(out, export, language, bom=options.bom)
    written = write_letters(letters, export, language) if letters is not None else ()
    if run.output.jsonl:
        run.output.rows(verdict_json(record, language) for record in audited.result.verdicts)
    else:
        run.output.document(audit_json(export, language))
    if options.coverage:
        print_coverage(run.output, export)
    else:
        print_audit(run.output, audited, scope)
    if out is not None:
        run.output.say(Text(f"已写入 {out}", f"Written to {out}"))
    if letters is not None:
        run.output.say(
            Text(
                f"已写入 {len(written)} 封信：{letters}",
                f"{len(written)} letters written to {letters}",
            )
        )
    if options.fail_on is not None and _reaches(audited, options.fail_on):
        raise typer.Exit(Exit.FINDINGS)


def _audit(run: Run, scope: Scope, moment: datetime, *, past: bool) -> Audited:
    """An audit of the present is stored; one of the past answers a question and is not."""
    with run.home.open_database(must_exist=True) as database:
        audited = run_audit(database, run.home.settings.audit, scope, as_of=moment, anew=past)
        if not audited.result.verdicts and not audited.ownerless:
            raise _nothing(run, scope, registered=bool(audited.registry.agencies))
        if not past:
            store_audit(database, audited, scope)
        return settled(database, audited)


def _reaches(audited: Audited, level: Severity) -> bool:
    return any(_GRAVITY[finding.severity] >= _GRAVITY[level] for finding in audited.result.findings)


def _nothing(run: Run, scope: Scope, *, registered: bool) -> NotFoundError:
    first, last = scope.years
    years = f"{first}" if first == last else f"{first}–{last}"
    if registered:
        remedy = Text(
            "换一个年度或放宽条件；nianbao registry list 可看名录",
            "try another year or wider filters; nianbao registry list shows the registry",
        )
    else:
        remedy = Text(
            "用 nianbao registry import 导入名录，或用 nianbao add 加入该年度的报告",
            "import a registry with nianbao registry import, or add reports of that year "
            "with nianbao add",
        )
    return NotFoundError(
        str(run.home.folder),
        Text(
            f"没有应于 {years} 年度公布报告的机关，也没有该年度的报告",
            f"has neither an agency that owes a report for {years} nor a report for it",
        ),
        remedy,
    )
