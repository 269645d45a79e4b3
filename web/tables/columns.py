"""Columns that many tables have."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from model.agency import Kind, Level
from model.text import Text
from web.tables.pieces import Source, Where, Who
from web.tables.table import Cell, Column, Type

R = TypeVar("R")
W = TypeVar("W", bound=Who)


def text(
    key: str,
    heading: Text,
    meaning: Text,
    value: Callable[[R], Cell],
    *,
    width: int = 16,
) -> Column[R]:
    return Column(key=key, heading=heading, meaning=meaning, value=value, width=width)


def of_type(
    type_: Type,
    key: str,
    heading: Text,
    meaning: Text,
    value: Callable[[R], Cell],
    *,
    width: int = 12,
) -> Column[R]:
    return Column(key=key, heading=heading, meaning=meaning, value=value, width=width, type=type_)


def listed(values: Iterable[str]) -> str | None:
    """Several in one cell; nothing where there are none."""
    return "; ".join(values) or None


def who() -> tuple[Column[W], ...]:
    """The agency of a row."""
    return (
        text(
            "agency",
            Text("机关编号", "Agency id"),
            Text("名录中的编号；未能确定时为空", "Its id in the registry, where it is known"),
            lambda row: row.agency,
            width=18,
        ),
        text(
            "agency_name",
            Text("机关名称", "Agency"),
            Text("名录中的名称，否则为所印名称", "The registry's name, else as printed"),
            lambda row: row.agency_name,
            width=30,
        ),
        *division(lambda row: row.region, lambda row: row.region_name),
        level(lambda row: row.level),
        kind(lambda row: row.kind),
    )


def division(
    code: Callable[[R], str | None], name: Callable[[R], str | None]
) -> tuple[Column[R], ...]:
    return (
        text(
            "region",
            Text("区划代码", "Division code"),
            Text("GB/T 2260 六位代码", "GB/T 2260, six digits"),
            code,
            width=10,
        ),
        text("region_name", Text("地区", "Region"), Text("区划名称", "Name of the division"), name),
    )


def level(value: Callable[[R], Level | None]) -> Column[R]:
    return text(
        "level",
        Text("级别", "Level"),
        Text(
            "central 中央、province 省、prefecture 市、county 县、township 乡",
            "central, province, prefecture, county or township",
        ),
        value,
        width=11,
    )


def kind(value: Callable[[R], Kind | None]) -> Column[R]:
    return text(
        "kind",
        Text("机关类型", "Kind"),
        Text(
            "government 政府、office 办公厅（室）、department 部门、branch 派出或分支机构、"
            "institution 事业单位等",
            "government, office, department, branch or institution",
        ),
        value,
        width=12,
    )


def due(value: Callable[[R], date | None]) -> Column[R]:
    return of_type(
        Type.DAY,
        "due",
        Text("期限", "Due"),
        Text("应公布的最后一日（北京时间）", "Last day in time, in China"),
        value,
    )


def year(value: Callable[[R], int | None]) -> Column[R]:
    return of_type(
        Type.INTEGER,
        "reporting_year",
        Text("报告年度", "Reporting year"),
        Text("报告所述的年度，次年公布", "The year the report is about; published the year after"),
        value,
        width=10,
    )


def report_id(value: Callable[[R], str | None]) -> Column[R]:
    return text(
        "report",
        Text("报告编号", "Report id"),
        Text("见 reports 表", "See the table of reports"),
        value,
    )


def basis(value: Callable[[R], Text]) -> tuple[Column[R], ...]:
    """Why something is due, in both languages."""
    return (
        text(
            "basis_zh",
            Text("依据", "Basis (Chinese)"),
            Text("为何有此期限，或为何没有义务", "Why it is due then, or not at all; in Chinese"),
            lambda row: value(row).zh,
            width=40,
        ),
        text(
            "basis_en",
            Text("依据（英文）", "Basis"),
            Text("同上，英文", "The same in English"),
            lambda row: value(row).en,
            width=40,
        ),
    )


def capture_of(found: Callable[[R], Source]) -> Column[R]:
    """What a row was read from; the rest stands in the tables of reports and captures."""
    return text(
        "capture",
        Text("存档快照", "Capture"),
        Text("所读快照的编号", "Id of the archived response it was read from"),
        lambda row: found(row).capture,
        width=20,
    )


def origin(found: Callable[[R], Source]) -> tuple[Column[R], ...]:
    """Where in the archive a row was read from."""
    return (
        capture_of(found),
        text(
            "url",
            Text("网址", "URL"),
            Text("快照的网址", "Address of the capture"),
            lambda row: found(row).url,
            width=50,
        ),
        of_type(
            Type.MOMENT,
            "captured",
            Text("存档时间", "Captured"),
            Text("快照的时间", "When it was archived"),
            lambda row: found(row).at,
            width=20,
        ),
        text(
            "warc",
            Text("WARC 文件", "WARC file"),
            Text("存档文件名", "Name of the archive file"),
            lambda row: found(row).record.warc,
            width=30,
        ),
        of_type(
            Type.INTEGER,
            "warc_offset",
            Text("记录位置", "Record offset"),
            Text("记录在存档文件中的起始字节", "First octet of the record in the file"),
            lambda row: found(row).record.offset,
        ),
        text(
            "sha256",
            Text("SHA-256", "SHA-256"),
            Text("内容的摘要", "Digest of the payload"),
            lambda row: found(row).digest,
            width=20,
        ),
    )


def position(found: Callable[[R], Where | None]) -> tuple[Column[R], ...]:
    """Where in the document a row stood."""

    def box(row: R) -> str | None:
        place = found(row)
        return None if place is None or place.box is None else " ".join(map(str, place.box))

    return (
        of_type(
            Type.INTEGER,
            "page",
            Text("页", "Page"),
            Text("PDF 中的页码，从 1 起", "Page of a PDF, from 1"),
            lambda row: place.page if (place := found(row)) else None,
            width=6,
        ),
        text(
            "box",
            Text("框", "Box"),
            Text(
                "页上的位置：左 上 右 下，单位 1/72 英寸，自左上角起",
                "x0 top x1 bottom on the page, in 1/72 inch from the top left",
            ),
            box,
            width=18,
        ),
        of_type(
            Type.INTEGER,
            "line",
            Text("行", "Line"),
            Text(
                "网页或文本中的行，Word 中的段", "Line of a page or text, paragraph of a Word file"
            ),
            lambda row: place.line if (place := found(row)) else None,
            width=6,
        ),
    )
