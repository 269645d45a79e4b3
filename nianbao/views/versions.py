"""The versions of a report, and the documents that say them, as JSON and as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table

from model.ids import ReportId
from model.report import ReportVersion
from model.text import Text
from nianbao.clock import local_text
from nianbao.views.output import Output
from storage.database import Seen


def versions_json(
    versions: Sequence[ReportVersion],
    seen: Mapping[ReportId, Seen],
    standing: ReportId | None,
) -> list[dict[str, Any]]:
    return [
        {
            "report": one.id,
            "version": one.version,
            "current": one.id == standing,
            "first_captured": seen[one.id].first.isoformat(),
            "last_captured": seen[one.id].last.isoformat(),
            "captures": seen[one.id].times,
            "url": one.capture.url,
        }
        for one in versions
    ]


def print_versions(
    output: Output,
    versions: Sequence[ReportVersion],
    seen: Mapping[ReportId, Seen],
    shown: ReportId,
    standing: ReportId | None,
) -> None:
    """Nothing where there is one document only."""
    if len(versions) < 2:
        return
    output.say(
        Text("版本（同一版本可有多份文件）：", "Versions (one may be said by several files):")
    )
    table = Table(box=box.SIMPLE)
    for title in (
        Text("版本", "version"),
        Text("报告编号", "report"),
        Text("首次存档", "first captured"),
        Text("最近存档", "last captured"),
    ):
        table.add_column(output.words(title), no_wrap=True)
    addresses = len({one.capture.url for one in versions}) > 1
    if addresses:
        table.add_column(output.words(Text("网址", "address")), overflow="fold")
    for one in versions:
        mark = output.words(Text("（现行）", " (current)")) if one.id == standing else ""
        table.add_row(
            f"v{one.version}{mark}",
            one.id,
            local_text(seen[one.id].first),
            local_text(seen[one.id].last),
            *([one.capture.url] if addresses else []),
            style="bold" if one.id == shown else None,
        )
    output.show(table)
    if versions[-1].version > 1:
        output.say(
            Text(
                f"与前一版本逐格比较：nianbao diff {shown}",
                f"Cell by cell with the version before: nianbao diff {shown}",
            )
        )
