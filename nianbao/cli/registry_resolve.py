"""`nianbao registry resolve`: whose are the reports that nobody could place?"""

import getpass
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from model.agency import Agency
from model.errors import UsageError
from model.report import ReportVersion
from model.text import Text
from nianbao.cli.options import ClockOption
from nianbao.cli.run import Run, command
from nianbao.clock import Clock, clock_from
from nianbao.stages.resolving import Question, answer, open_questions
from storage.archive import Archive
from storage.database import Database


def register(group: typer.Typer) -> None:
    command(group, "resolve")(resolve)


def resolve(
    run: Run,
    report: Annotated[
        str | None, typer.Argument(help="报告编号 Report id.", show_default=False)
    ] = None,
    agency: Annotated[
        str | None, typer.Option("--agency", help="它是哪个机关的 Whose it is: an agency id.")
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="不属于名录中任何机关 It is of no agency here.")
    ] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="逐份询问 Go through them, one question each.")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", help="答复人 Who answers.", show_default="login name")
    ] = None,
    clock: ClockOption = None,
) -> None:
    """不能断定归属的报告：列出，并由人判定。 Reports whose agency could not be told."""
    _check(report, agency, none=none)
    person = by or getpass.getuser()
    with (
        run.home.open_database(must_exist=True) as database,
        run.home.open_archive(simulated_clock=clock is not None) as archive,
    ):
        now = clock_from(clock)
        if report is not None:
            stored = answer(database, archive, report, agency, by=person, now=now())
            run.output.document(_answer_json(stored))
            run.output.say(_answered(stored))
            return
        questions = tuple(open_questions(database, archive))
        if ask:
            _go_through(run, database, archive, questions, person, now)
            return
    _show(run, questions)


def _check(report: str | None, agency: str | None, *, none: bool) -> None:
    if report is None and (agency or none):
        raise UsageError(
            "--agency" if agency else "--none",
            Text("没有说明是哪一份报告", "does not say which report"),
            Text(
                "写作 nianbao registry resolve 报告编号 --agency 机关编号", "name the report, too"
            ),
        )
    if report is not None and bool(agency) == none:
        raise UsageError(
            report,
            Text("须说明归属", "wants an answer"),
            Text("给出 --agency 机关编号，或 --none", "give --agency ID, or --none"),
        )


def _go_through(
    run: Run,
    database: Database,
    archive: Archive,
    questions: Sequence[Question],
    person: str,
    now: Clock,
) -> None:
    said = 0
    for question in questions:
        _show(run, [question])
        choice = typer.prompt(
            run.output.words(
                Text("序号或机关编号；n 不属任何机关，s 跳过，q 结束", "number or id; n, s, q")
            ),
            default="s",
        ).strip()
        if choice == "q":
            break
        if choice == "s":
            continue
        chosen = None if choice == "n" else _chosen(choice, question.candidates)
        stored = answer(database, archive, question.report.id, chosen, by=person, now=now())
        run.output.say(_answered(stored))
        said += 1
    run.output.document({"answered": said, "left": len(questions) - said})


def _chosen(choice: str, candidates: Sequence[Agency]) -> str:
    if choice.isdigit() and 0 < int(choice) <= len(candidates):
        return candidates[int(choice) - 1].id
    return choice


def _answered(stored: ReportVersion) -> Text:
    if stored.agency is None:
        return Text(
            f"{stored.id} 不属于名录中的机关；已记下", f"{stored.id} is of no agency here; noted"
        )
    return Text(
        f"{stored.id} 归入 {stored.agency_name}（{stored.agency}），为该年度第 {stored.version} 版",
        f"{stored.id} is now of {stored.agency_name} ({stored.agency}), "
        f"version {stored.version} for its year",
    )


def _show(run: Run, questions: Sequence[Question]) -> None:
    if run.output.jsonl:
        run.output.rows(_question_json(each) for each in questions)
        return
    run.output.document({"questions": [_question_json(each) for each in questions]})
    if not questions:
        run.output.say(Text("没有待判归属的报告", "No report waits for its agency"))
        return
    table = Table(box=box.SIMPLE)
    for name in (Text("报告", "report"), Text("所见", "what it says"), Text("可能是", "may be of")):
        table.add_column(run.output.words(name), overflow="fold")
    for each in questions:
        table.add_row(each.report.id, _said(each), _offered(each.candidates))
    run.output.show(table)
    run.output.say(
        Text(
            f"{len(questions)} 份待判。"
            "答复：nianbao registry resolve 报告编号 --agency 机关编号（或 --none）",
            f"{len(questions)} to be told. Answer: nianbao registry resolve REPORT --agency ID "
            "(or --none)",
        )
    )


def _said(question: Question) -> str:
    report = question.report
    codes = (question.clues.uscc, question.clues.site_id)
    lines = (report.title or report.agency_name, question.url, *codes)
    return "\n".join(line for line in lines if line)


def _offered(candidates: Sequence[Agency]) -> str:
    lines = (f"{n}. {each.name} ({each.id})" for n, each in enumerate(candidates, 1))
    return "\n".join(lines) or "–"


def _question_json(question: Question) -> dict[str, Any]:
    report = question.report
    return {
        "report": report.id,
        "title": report.title,
        "printed": report.report.agency_printed,
        "reporting_year": report.reporting_year,
        "url": question.url,
        "listings": list(question.listings),
        "uscc": question.clues.uscc,
        "site_id": question.clues.site_id,
        "candidates": [
            {"agency": each.id, "name": each.name, "region": each.region}
            for each in question.candidates
        ],
    }


def _answer_json(stored: ReportVersion) -> dict[str, Any]:
    return {
        "report": stored.id,
        "agency": stored.agency,
        "agency_name": stored.agency_name,
        "reporting_year": stored.reporting_year,
        "version": stored.version,
    }
