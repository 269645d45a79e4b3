"""What a stage did, as JSON and in a few lines."""

from typing import Any

from rich.text import Text as Styled

from model.finding import Failure
from model.report import ReportVersion
from model.text import Language, Text
from nianbao.stages.add import AddSummary
from nianbao.stages.indexing import IndexSummary
from nianbao.stages.process import ProcessSummary
from nianbao.views.output import Output


def add_json(summary: AddSummary) -> dict[str, Any]:
    return {
        "added": list(summary.added),
        "known": list(summary.known),
        "ignored": summary.ignored,
    }


def print_add(output: Output, summary: AddSummary) -> None:
    output.say(
        Text(
            f"存档 {len(summary.added)} 个文件；此前已存档 {len(summary.known)} 个；"
            f"略过其他类型 {summary.ignored} 个",
            f"Archived {len(summary.added)} files; {len(summary.known)} were archived before; "
            f"{summary.ignored} of other types passed over",
        )
    )


def process_json(summary: ProcessSummary, language: Language) -> dict[str, Any]:
    return {
        "documents": summary.documents,
        "reports": [version_json(version) for version in summary.reports],
        "failures": [failure_json(failure, language) for failure in summary.failures],
    }


def version_json(version: ReportVersion) -> dict[str, Any]:
    return {
        "report": version.id,
        "agency": version.agency,
        "agency_name": version.agency_name,
        "reporting_year": version.reporting_year,
        "version": version.version,
        "title": version.title,
        "url": version.capture.url,
    }


def failure_json(failure: Failure, language: Language) -> dict[str, Any]:
    return {
        "stage": failure.stage,
        "subject": failure.subject,
        "code": failure.code,
        "message": failure.what.in_language(language),
        "remedy": failure.remedy.in_language(language),
    }


def print_process(output: Output, summary: ProcessSummary) -> None:
    output.say(
        Text(
            f"读取 {summary.documents} 个文件：报告 {len(summary.reports)} 份，"
            f"未能读成报告 {len(summary.failures)} 个",
            f"Read {summary.documents} documents: {len(summary.reports)} reports, "
            f"{len(summary.failures)} that could not be read as one",
        )
    )
    for version in summary.reports:
        year = str(version.reporting_year or "?")
        line = Styled("  ").append(version.id, style="cyan").append(f"  {year}  ")
        output.prose(line.append(version.agency_name))
    for failure in summary.failures:
        what, remedy = output.words(failure.what), output.words(failure.remedy)
        output.alert(f"  {failure.subject}: {what} → {remedy}")


def index_json(summary: IndexSummary) -> dict[str, Any]:
    return {
        "indexed": summary.indexed,
        "removed": summary.removed,
        "total": summary.total,
        "rebuilt": summary.rebuilt is not None,
    }


def print_index(output: Output, summary: IndexSummary) -> None:
    if summary.rebuilt is not None:
        why = summary.rebuilt
        output.say(Text(f"已重建索引：{why.zh}", f"The index was built anew: {why.en}"))
    output.say(
        Text(
            f"索引：更新 {summary.indexed} 份，移除 {summary.removed} 份，共 {summary.total} 份",
            f"Index: {summary.indexed} updated, {summary.removed} removed, {summary.total} in all",
        )
    )
