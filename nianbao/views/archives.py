"""What an import, a verification and a count of the archive brought."""

from typing import Any

from model.errors import Problem
from model.text import Language, Text
from nianbao.cli.exits import describe
from nianbao.stages.importing import ImportSummary
from nianbao.views.output import Output
from storage.archive import Damage, Verified


def import_json(summary: ImportSummary, language: Language) -> dict[str, Any]:
    return {
        "files": summary.files,
        "records": summary.records,
        "known": summary.known,
        "captures": summary.captures,
        "found": summary.found,
        "problems": [_problem_json(problem, language) for problem in summary.problems],
    }


def print_import(output: Output, summary: ImportSummary) -> None:
    for problem in summary.problems:
        output.alert(describe(problem, output.language))
    output.say(
        Text(
            f"导入 {summary.files} 个存档：新记录 {summary.records} 条"
            f"（快照 {summary.captures} 个），此前已有 {summary.known} 条；"
            f"其中疑似年报的页面和文件 {summary.found} 个",
            f"Imported {summary.files} archives: {summary.records} new records "
            f"({summary.captures} captures), {summary.known} known before; "
            f"{summary.found} pages and files among them look like reports",
        )
    )
    if summary.captures:
        output.note(
            Text(
                "导入内容的时间是原存档者的说法，已作标记；它们不作为“未见”的证据。",
                "The dates of what was imported are what its maker says, and are marked so; "
                "nothing of it counts as proof that a report was not there.",
            )
        )


def damage_json(output: Output, damage: Damage) -> dict[str, Any]:
    return {
        "warc": damage.warc,
        "offset": damage.offset,
        "record": damage.record,
        "what": output.words(damage.what),
    }


def print_verified(output: Output, verified: Verified) -> None:
    for damage in verified.damages:
        record = f" {damage.record}" if damage.record else ""
        output.alert(f"{damage.warc}@{damage.offset}{record}: {output.words(damage.what)}")
    output.document(
        {
            "files": verified.files,
            "resumed": verified.resumed,
            "records": verified.records,
            "damages": [damage_json(output, damage) for damage in verified.damages],
        }
    )
    if verified.resumed:
        output.note(
            Text(
                f"其中 {verified.resumed} 个文件在上次被中断前已核验",
                f"{verified.resumed} of the files were verified before the interruption",
            )
        )
    if not verified.damages:
        output.say(
            Text(
                f"完好：{verified.files} 个文件，{verified.records} 条记录，全部摘要相符",
                f"Sound: {verified.files} files, {verified.records} records, every digest agrees",
            )
        )


def _problem_json(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "source": problem.source,
        "message": problem.what.in_language(language),
        "remedy": problem.remedy.in_language(language),
    }
