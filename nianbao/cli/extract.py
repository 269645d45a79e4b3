"""`nianbao extract FILE`: one file to a report on stdout; nothing is stored."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from model.ids import Digest
from nianbao.cli.run import Run, command
from nianbao.cli.show import findings_of, form_of
from nianbao.stages.add import read_file
from nianbao.stages.conversion import Job
from nianbao.stages.recognition import read_one
from nianbao.views.report_json import extract_json
from nianbao.views.report_terminal import print_report


def register(app: typer.Typer) -> None:
    command(app, "extract")(extract)


def extract(
    run: Run,
    file: Annotated[
        Path, typer.Argument(help="报告文件 The report: .pdf .docx .doc .wps .html .txt .md")
    ],
) -> None:
    """读取一个文件并输出其中的报告，不存储。 Read one file and print its report; stores nothing."""
    data = read_file(file)
    job = Job(key="0", data=data, name=file.name)
    reading = read_one(run.home.settings.process, job)
    findings = findings_of(reading.report)
    run.output.document(
        extract_json(
            reading,
            findings,
            source=file.name,
            digest=Digest(hashlib.sha256(data).hexdigest()),
            language=run.output.language,
        )
    )
    print_report(run.output, reading.report, form_of(reading.report), findings)
