"""What a count of the archive brought: by type, year, host and agency."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table

from model.text import Text
from nianbao.stages.holdings import Holding
from nianbao.views.output import Output
from storage.archive import Amount, Archive, Census, Kind

_ANSWERS = ("response", "revisit", "resource")
_SHOWN = 15
"""Rows of a table; programs get all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveStats:
    files: int
    packed: int
    """Octets of the WARC files."""
    total: Amount
    types: Mapping[str, Amount]
    years: Mapping[str, Amount]
    hosts: Mapping[str, Amount]
    revisits: Amount
    revisit_share: float
    """Of the answers."""


def stats_of(archive: Archive, census: Census) -> ArchiveStats:
    types = summed(census, lambda kind: kind.type)
    # What a visit is about is not on its record: hosts and years are those of what was answered.
    answers = {kind: amount for kind, amount in census.items() if kind.type in _ANSWERS}
    answered = sum(answers.values(), Amount()).records
    revisits = types.get("revisit", Amount())
    return ArchiveStats(
        files=len(archive.files()),
        packed=sum(path.stat().st_size for path in archive.files()),
        total=sum(census.values(), Amount()),
        types=types,
        years=summed(answers, lambda kind: str(kind.year)),
        hosts=summed(answers, lambda kind: kind.host),
        revisits=revisits,
        revisit_share=revisits.records / answered if answered else 0.0,
    )


def stats_json(
    stats: ArchiveStats, agencies: Sequence[Holding], counts: Mapping[str, int]
) -> dict[str, Any]:
    """`counts`: rows of the database by table."""
    return {
        "files": stats.files,
        "bytes": stats.packed,
        "records": stats.total.records,
        "compression": _ratio(stats.total),
        "revisit_share": round(stats.revisit_share, 4),
        "revisits_spared_bytes": stats.revisits.spared,
        "types": _amounts_json(stats.types),
        "years": _amounts_json(stats.years),
        "hosts": _amounts_json(stats.hosts),
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


def print_stats(output: Output, stats: ArchiveStats, agencies: Sequence[Holding]) -> None:
    share, spared = f"{stats.revisit_share:.0%}", size(stats.revisits.spared)
    output.say(
        Text(
            f"{stats.files} 个 WARC 文件，{size(stats.packed)}，{stats.total.records} 条记录；"
            f"压缩至 {_percent(stats.total)}；重访占应答的 {share}，省去 {spared}",
            f"{stats.files} WARC files, {size(stats.packed)}, {stats.total.records} records; "
            f"packed to {_percent(stats.total)}; {share} of the answers are revisits, "
            f"which spared {spared}",
        )
    )
    for head, amounts in (
        (Text("记录类型", "type"), stats.types),
        (Text("年份", "year"), stats.years),
        (Text("主机", "host"), stats.hosts),
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
    for name in (Text("访问", "visits"), Text("快照", "captures"), Text("磁盘", "on disk")):
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
