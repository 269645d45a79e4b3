"""What an import, a verification and a count of the archive brought."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table

from model.errors import Problem
from model.text import Language, Text
from nianbao.cli.exits import describe
from nianbao.stages.holdings import Holding
from nianbao.stages.importing import ImportSummary
from nianbao.views.output import Output
from storage.archive import Amount, Archive, Census, Damage, Kind, Verified

_ANSWERS = ("response", "revisit", "resource")
_SHOWN = 15
"""Rows of a table; programs get all."""


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
            f"（捕获 {summary.captures} 条），此前已有 {summary.known} 条；"
            f"其中疑似年报的页面和文件 {summary.found} 个",
            f"Imported {summary.files} archives: {summary.records} new records "
            f"({summary.captures} captures), {summary.known} known before; "
            f"{summary.found} pages and files among them look like reports",
        )
    )
    if summary.captures:
        output.note(
            Text(
                "导入内容的时间是原存档者的说法，已作标记；它们不作为“未发现”的证据。",
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


def print_stats(
    output: Output,
    archive: Archive,
    census: Census,
    agencies: Sequence[Holding],
    counts: Mapping[str, int],
) -> None:
    total = sum(census.values(), Amount())
    packed = sum(path.stat().st_size for path in archive.files())
    types = summed(census, lambda kind: kind.type)
    # What a visit is about is not on its record: hosts and years are those of what was answered.
    answers = {kind: amount for kind, amount in census.items() if kind.type in _ANSWERS}
    years = summed(answers, lambda kind: str(kind.year))
    hosts = summed(answers, lambda kind: kind.host)
    answered = sum(answers.values(), Amount()).records
    revisits = types.get("revisit", Amount())
    share = revisits.records / answered if answered else 0.0
    output.document(
        {
            "files": len(archive.files()),
            "bytes": packed,
            "records": total.records,
            "compression": _ratio(total),
            "revisit_share": round(share, 4),
            "revisits_spared_bytes": revisits.spared,
            "types": _amounts_json(types),
            "years": _amounts_json(years),
            "hosts": _amounts_json(hosts),
            "agencies": [
                {
                    "agency": each.agency,
                    "agency_name": each.name,
                    "visits": each.visits,
                    "captures": each.captures,
                    "bytes": each.octets,
                }
                for each in agencies
            ],
            "rows": dict(counts),
        }
    )
    output.say(
        Text(
            f"{len(archive.files())} 个 WARC 文件，{size(packed)}，{total.records} 条记录；"
            f"压缩至 {_percent(total)}；重访占应答的 {share:.0%}，省去 {size(revisits.spared)}",
            f"{len(archive.files())} WARC files, {size(packed)}, {total.records} records; "
            f"packed to {_percent(total)}; {share:.0%} of the answers are revisits, which "
            f"spared {size(revisits.spared)}",
        )
    )
    for head, amounts in (
        (Text("记录类型", "type"), types),
        (Text("年份", "year"), years),
        (Text("主机", "host"), hosts),
    ):
        output.show(_amounts_table(output, head, amounts))
    if agencies:
        output.show(_agencies_table(output, agencies))


def _amounts_table(output: Output, head: Text, amounts: Mapping[str, Amount]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(output.words(head), overflow="fold")
    for column in (Text("记录", "records"), Text("磁盘", "on disk"), Text("压缩至", "packed to")):
        table.add_column(output.words(column), justify="right", no_wrap=True)
    shown = sorted(amounts.items(), key=lambda item: (-item[1].packed, item[0]))[:_SHOWN]
    for name, amount in shown:
        table.add_row(name or "–", str(amount.records), size(amount.packed), _percent(amount))
    _tell_the_rest(output, table, len(amounts))
    return table


def _agencies_table(output: Output, agencies: Sequence[Holding]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(output.words(Text("机关", "agency")), overflow="fold")
    for name in (Text("访问", "visits"), Text("捕获", "captures"), Text("磁盘", "on disk")):
        table.add_column(output.words(name), justify="right", no_wrap=True)
    for each in agencies[:_SHOWN]:
        table.add_row(each.name, str(each.visits), str(each.captures), size(each.octets))
    _tell_the_rest(output, table, len(agencies))
    return table


def _tell_the_rest(output: Output, table: Table, count: int) -> None:
    if count > _SHOWN:
        rest = count - _SHOWN
        table.add_row(
            output.words(Text(f"另有 {rest} 项，见 --json", f"{rest} more, see --json")), "", "", ""
        )


def _amounts_json(amounts: Mapping[str, Amount]) -> dict[str, Any]:
    return {
        name: {
            "records": amount.records,
            "bytes": amount.packed,
            "unpacked_bytes": amount.unpacked,
        }
        for name, amount in sorted(amounts.items())
    }


def summed(census: Census, name: Callable[[Kind], str]) -> dict[str, Amount]:
    """Amounts by one side of what is counted."""
    sums: dict[str, Amount] = {}
    for kind, amount in census.items():
        sums[name(kind)] = sums.get(name(kind), Amount()) + amount
    return sums


def _ratio(amount: Amount) -> float:
    return round(amount.packed / amount.unpacked, 4) if amount.unpacked else 1.0


def _percent(amount: Amount) -> str:
    return f"{_ratio(amount):.0%}"


def size(octets: int) -> str:
    """As people read it, in powers of 1000."""
    value = float(octets)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def _problem_json(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "source": problem.source,
        "message": problem.what.in_language(language),
        "remedy": problem.remedy.in_language(language),
    }
