"""An audit as CSV, workbook and JSON: values in, bytes out; `write_audit` puts them on disk."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter

from audit import summarise
from audit.coverage import Coverage
from model.errors import UsageError
from model.text import Language, Text
from model.verdict import AuditResult, Evidence, VerdictRecord
from model.words import REASONS, SEVERITIES, VERDICTS
from nianbao.exports.audit_columns import (
    CERTAINTIES,
    FINDING_COLUMNS,
    VERDICT_COLUMNS,
    Cell,
    Column,
    summary_lines,
)
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.audit_html import audit_html
from nianbao.exports.beside import write_whole
from nianbao.exports.coverage_tables import COVERAGE_COLUMNS, coverage_json, late_words, matrix
from nianbao.exports.widths import lines_of, width_of
from nianbao.views.report_json import finding_json

Row = TypeVar("Row")

_BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SHEET_ROWS = 1_048_576
_BUTTON = 3
"""Characters that the button of a filter covers at the end of a heading."""
_LINE_POINTS = 15.0
_HEAD_POINTS = 21.0
_HEAD = {"bold": True, "bg_color": "#E7ECEF", "bottom": 1, "valign": "vcenter"}
_TALLEST = 409.0
"""Points: a row cannot be higher."""


def write_audit(
    out: Path,
    export: AuditExport,
    language: Language,
    *,
    bom: bool = False,
) -> tuple[Path, ...]:
    """Writes the form that the suffix asks for and returns what was written.

    CSV holds one table a file: the findings go to `NAME.findings.csv` and the coverage to
    `NAME.coverage.csv` beside the verdicts.
    Raises UsageError for another suffix, and where nothing can be written.
    """
    files: dict[Path, bytes]
    result = export.result
    match out.suffix.lower():
        case ".csv":
            files = {
                out: verdicts_csv(result, language, bom=bom),
                out.with_name(f"{out.stem}.findings.csv"): findings_csv(result, language, bom=bom),
                out.with_name(f"{out.stem}.coverage.csv"): coverage_csv(export, language, bom=bom),
            }
        case ".xlsx":
            files = {out: audit_xlsx(export, language)}
        case ".json":
            document = json.dumps(audit_json(export, language), ensure_ascii=False, indent=2)
            files = {out: f"{document}\n".encode()}
        case ".html":
            files = {out: audit_html(export, language).encode()}
        case _:
            raise UsageError(
                str(out),
                Text("不认识这种文件", "is of a kind that cannot be written"),
                Text(
                    "以 .csv、.xlsx、.json 或 .html 结尾", "end it in .csv, .xlsx, .json or .html"
                ),
            )
    for path, data in files.items():
        write_whole(path, data)
    return tuple(files)


def verdicts_csv(result: AuditResult, language: Language, *, bom: bool = False) -> bytes:
    """One row for each verdict; names and codes are stable, sentences are in the language.

    `bom` is for Excel, which takes UTF-8 without it for something else.
    """
    return _csv(VERDICT_COLUMNS, result.verdicts, language, bom=bom)


def findings_csv(result: AuditResult, language: Language, *, bom: bool = False) -> bytes:
    return _csv(FINDING_COLUMNS, result.findings, language, bom=bom)


def coverage_csv(export: AuditExport, language: Language, *, bom: bool = False) -> bytes:
    return _csv(COVERAGE_COLUMNS, export.lines, language, bom=bom)


def audit_json(export: AuditExport, language: Language) -> dict[str, Any]:
    """The contract of `nianbao audit --json`."""
    result = export.result
    summary = summarise(result.verdicts)
    return {
        "as_of": _utc(result.as_of),
        "obligations": summary.obligations,
        "counts": {verdict.value: count for verdict, count in summary.counts.items()},
        "unresolved_share": round(summary.unresolved_share, 4),
        "coverage": coverage_json(export.coverage, export.region_names),
        "verdicts": [verdict_json(record, language) for record in result.verdicts],
        "findings": [finding_json(finding, language) for finding in result.findings],
    }


def verdict_json(record: VerdictRecord, language: Language) -> dict[str, Any]:
    return {
        "agency": record.agency,
        "agency_name": record.agency_name,
        "reporting_year": record.reporting_year,
        "due": record.due.isoformat() if record.due else None,
        "basis": record.basis.in_language(language),
        "verdict": record.verdict.value,
        "reason": record.reason.value if record.reason else None,
        "explanation": record.explanation.in_language(language),
        "graded": record.graded,
        "declared": record.declared.isoformat() if record.declared else None,
        "last_absent": _utc(record.last_absent),
        "first_seen": _utc(record.first_seen),
        "report": record.report,
        "evidence": [_evidence_json(piece) for piece in record.evidence],
    }


def audit_xlsx(export: AuditExport, language: Language) -> bytes:
    """A workbook: verdicts, findings, coverage, agency by year, summary, dictionary.

    The same values give the same bytes.

    Raises UsageError when there are more rows than a sheet holds (1,048,576).
    """
    result = export.result
    if max(len(result.verdicts), len(result.findings)) >= _SHEET_ROWS:
        raise UsageError(
            "xlsx",
            Text("行数超出工作表的上限", "there are more rows than a sheet holds"),
            Text("缩小范围，或写成 .csv", "narrow the scope, or write .csv"),
        )
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        # Text stays text: nothing from a page may become a formula or a link.
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"created": result.as_of.astimezone(UTC).replace(tzinfo=None)})
    _fill(book, Text("结论", "Verdicts"), VERDICT_COLUMNS, result.verdicts, language)
    _fill(book, Text("发现", "Findings"), FINDING_COLUMNS, result.findings, language)
    _fill(book, Text("覆盖", "Coverage"), COVERAGE_COLUMNS, export.lines, language)
    _matrix(book, export.coverage, language)
    late = [(late_words(each).in_language(language), each.count) for each in export.coverage.late]
    _pairs(
        book,
        Text("概况", "Summary"),
        [
            *summary_lines(result, language),
            (Text("逾期天数（至少）", "Days late (at least)").in_language(language), None),
            *late,
        ],
        language,
    )
    _pairs(book, Text("列与用语", "Dictionary"), _dictionary(language), language)
    book.close()
    return out.getvalue()


def _csv(
    columns: Sequence[Column[Row]], rows: Iterable[Row], language: Language, *, bom: bool
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow(
            [
                _guarded(column.code(row) if column.code else column.value(row, language))
                for column in columns
            ]
        )
    return ((_BOM if bom else "") + out.getvalue()).encode()


def _guarded(cell: Cell) -> Cell:
    """Spreadsheets run cells that begin like a formula; texts come from pages we do not know."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def _evidence_json(piece: Evidence) -> dict[str, Any]:
    return {
        "capture": piece.capture,
        "url": piece.url,
        "at": _utc(piece.at),
        "warc": piece.record.warc,
        "offset": piece.record.offset,
        "digest": piece.digest,
    }


def _utc(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _fill(
    book: Any, name: Text, columns: Sequence[Column[Row]], rows: Sequence[Row], language: Language
) -> None:
    head = book.add_format(_HEAD)
    # Numbers too begin at the left: at the right they run into the words of the next column.
    body = book.add_format({"valign": "top", "align": "left", "text_wrap": True})
    beside = book.add_format({"valign": "top"})
    sheet = book.add_worksheet(name.in_language(language))
    lines = [1] * len(rows)
    for place, column in enumerate(columns):
        heading = column.heading.in_language(language)
        sheet.set_column(place, place, max(column.width, width_of(heading) + _BUTTON))
        sheet.write_string(0, place, heading, head)
        for at, row in enumerate(rows):
            cell = column.value(row, language)
            _write(sheet, at + 1, place, cell, body if column.to_read else beside)
            if column.to_read:
                lines[at] = max(lines[at], lines_of(cell, column.width))
    sheet.set_row(0, _HEAD_POINTS)
    for at, count in enumerate(lines, start=1):
        sheet.set_row(at, _height(count))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    _print_setup(sheet)
    last = max(place for place, column in enumerate(columns) if column.to_read)
    sheet.print_area(0, 0, len(rows), last)


def _height(lines: int) -> float:
    return min(lines * _LINE_POINTS, _TALLEST)


def _print_setup(sheet: Any) -> None:
    """As wide as a sheet of A3, the heads on every page."""
    sheet.set_paper(8)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _matrix(book: Any, covered: Coverage, language: Language) -> None:
    head = book.add_format(_HEAD)
    body = book.add_format({"valign": "top"})
    sheet = book.add_worksheet(Text("机关与年度", "Agency by year").in_language(language))
    sheet.set_row(0, _HEAD_POINTS)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 1 + len(covered.years), 14)
    for line, cells in enumerate(matrix(covered, language)):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell, body if line else head)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(covered.rows), 1 + len(covered.years))
    _print_setup(sheet)


def _pairs(book: Any, name: Text, lines: Sequence[tuple[str, Cell]], language: Language) -> None:
    bold = book.add_format({"bold": True, "valign": "top"})
    body = book.add_format({"valign": "top", "text_wrap": True, "align": "left"})
    sheet = book.add_worksheet(name.in_language(language))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for line, (key, value) in enumerate(lines):
        sheet.set_row(line, _height(lines_of(value, 90)))
        sheet.write_string(line, 0, key, bold)
        _write(sheet, line, 1, value, body)


def _write(sheet: Any, line: int, place: int, value: Cell, style: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(line, place, value, style)
    elif value:
        sheet.write_string(line, place, value, style)


def _dictionary(language: Language) -> list[tuple[str, Cell]]:
    columns = {
        **{column.key: (column.heading, column.meaning) for column in COVERAGE_COLUMNS},
        **{column.key: (column.heading, column.meaning) for column in FINDING_COLUMNS},
        **{column.key: (column.heading, column.meaning) for column in VERDICT_COLUMNS},
    }
    return [
        *(
            (f"{heading.in_language(language)} ({key})", meaning.in_language(language))
            for key, (heading, meaning) in columns.items()
        ),
        *((text.in_language(language), verdict.value) for verdict, text in VERDICTS.items()),
        *((text.in_language(language), reason.value) for reason, text in REASONS.items()),
        *((text.in_language(language), severity.value) for severity, text in SEVERITIES.items()),
        *((text.in_language(language), each.value) for each, text in CERTAINTIES.items()),
    ]
