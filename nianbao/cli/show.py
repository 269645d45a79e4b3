"""`nianbao show REPORT` and `nianbao diff REPORT REPORT`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from audit import check_report
from audit.comparing import compare
from extract.forms import load_forms
from model.errors import NotFoundError
from model.finding import Finding
from model.form import Form
from model.ids import ReportId
from model.report import Report, ReportVersion
from model.text import Text
from nianbao.cli.cell import show_cell
from nianbao.cli.run import Run, command
from nianbao.clock import local_text
from nianbao.views.diff import diff_json, print_diff
from nianbao.views.report_json import finding_json, report_json, warnings_json
from nianbao.views.report_terminal import print_report
from nianbao.views.summaries import version_json
from nianbao.views.versions import print_versions, versions_json
from storage.database import Database

ReportArgument = Annotated[
    str, typer.Argument(help="报告编号，写开头几位即可 Report id; its first digits will do.")
]


def register(app: typer.Typer) -> None:
    command(app, "show")(show)
    command(app, "diff")(diff)


def show(
    run: Run,
    report: ReportArgument,
    cell: Annotated[
        str | None,
        typer.Option("--cell", help="只看一格 One cell only: t3.granted.total"),
    ] = None,
    crop: Annotated[
        Path | None,
        typer.Option(
            "--crop", help="与 --cell 同用：原件中该格的截图 With --cell: its image (.png)"
        ),
    ] = None,
) -> None:
    """显示一份报告：文字、统计表、发现、出处。 Show one report with its tables and its source."""
    with run.home.open_database(must_exist=True) as database:
        version = database.report(report)
        versions = versions_of(database, version)
        seen = database.seen([one.id for one in versions])
        standing = standing_of(database, version)
    if cell is not None or crop is not None:
        show_cell(run, version, cell, crop)
        return
    findings = findings_of(version.report)
    run.output.document(
        {
            **version_json(version),
            **report_json(version.report),
            "source": source_json(version),
            "versions": versions_json(versions, seen, standing),
            "findings": [finding_json(item, run.output.language) for item in findings],
            "warnings": warnings_json(version.report, run.output.language),
        }
    )
    print_report(run.output, version.report, form_of(version.report), findings)
    print_source(run, version)
    print_versions(run.output, versions, seen, version.id, standing)


def diff(
    run: Run,
    left: ReportArgument,
    right: Annotated[
        str | None,
        typer.Argument(
            help="另一份报告；不写则与前一版本比较 Another one; else the version before."
        ),
    ] = None,
) -> None:
    """逐格比较两份报告，或一份报告的两个版本。 Compare two reports, or two versions of one."""
    with run.home.open_database(must_exist=True) as database:
        one = database.report(left)
        versions = (
            (previous_version(database, one), one)
            if right is None
            else (one, database.report(right))
        )
    difference = compare(versions[0].report, versions[1].report)
    run.output.document(
        {
            "left": version_json(versions[0]),
            "right": version_json(versions[1]),
            **diff_json(difference),
        }
    )
    titles = tuple(
        f"{version.agency_name} {version.reporting_year or '?'} v{version.version}"
        for version in versions
    )
    print_diff(run.output, difference, form_of(versions[0].report), (titles[0], titles[1]))


def versions_of(database: Database, version: ReportVersion) -> tuple[ReportVersion, ...]:
    """Every document that reads as the same report, by version; only itself when nobody's."""
    if version.agency is None or version.reporting_year is None:
        return (version,)
    return tuple(
        database.reports(agency=version.agency, year=version.reporting_year, current=False)
    )


def standing_of(database: Database, version: ReportVersion) -> ReportId | None:
    """The document that stands for the report now."""
    if version.agency is None or version.reporting_year is None:
        return version.id
    current = database.reports(agency=version.agency, year=version.reporting_year)
    return next((one.id for one in current), None)


def previous_version(database: Database, version: ReportVersion) -> ReportVersion:
    """Of the version before, the document at the same address if there is one."""
    before = [one for one in versions_of(database, version) if one.version == version.version - 1]
    if not before:
        raise NotFoundError(
            version.id,
            Text("没有更早的版本", "has no earlier version"),
            Text(
                "写出要比较的另一份报告：nianbao diff 编号 编号",
                "name the report to compare it with: nianbao diff REPORT REPORT",
            ),
        )
    return max(before, key=lambda one: (one.capture.url == version.capture.url, one.capture.at))


def form_of(report: Report) -> Form | None:
    return next((d.form for d in load_forms() if d.form.id == report.form), None)


def findings_of(report: Report) -> tuple[Finding, ...]:
    """What the rules say about the figures of one report."""
    form = form_of(report)
    return check_report(report, form) if form else ()


def source_json(version: ReportVersion) -> dict[str, Any]:
    capture = version.capture
    return {
        "url": capture.url,
        "at": capture.at.isoformat(),
        "capture": capture.id,
        "warc": capture.record.warc,
        "offset": capture.record.offset,
        "sha256": capture.payload_digest,
    }


def print_source(run: Run, version: ReportVersion) -> None:
    capture = version.capture
    run.output.prose("")
    run.output.say(
        Text(
            f"出处：{capture.url}\n存档于 {local_text(capture.at)}（北京时间），"
            f"{capture.record.warc} 第 {capture.record.offset} 字节\n"
            f"SHA-256 {capture.payload_digest}",
            f"Source: {capture.url}\nCaptured {local_text(capture.at)} (Beijing time), "
            f"{capture.record.warc} at byte {capture.record.offset}\n"
            f"SHA-256 {capture.payload_digest}",
        )
    )
