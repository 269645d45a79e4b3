"""The documents of the corpus as web pages."""

from html import escape

from tests.corpus.cases import Case
from tests.extract.form_sheets import Sheet, SheetCell

_STYLES = {
    "ruled": "td { border: 1px solid black }",
    "split": "td { border: 1px solid black; padding: 6pt 2pt }",
    "repeated": "td { border: 1px solid black } tr { break-inside: avoid }",
    "open": (
        "td { border: 1px solid black } td.first { border-left: none }"
        " td.last { border-right: none }"
    ),
    "borderless": "",
    "shaded": "tr:nth-child(odd) td { background: #eee } td { border-bottom: 1px solid #999 }"
    " td { border-right: 1px solid #999 } table { border: 2px solid #333 }",
}


def web_page(case: Case) -> str:
    style = _STYLES.get(case.layout, "")
    parts = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><style>",
        "@page { size: A4; margin: 18mm } body { font-size: 11pt }",
        "table { border-collapse: collapse; width: 100%; font-size: 8pt }",
        f"td {{ padding: 1pt 3pt }} {style}",
        f"</style><title>{case.title}</title></head><body><h1>{case.title}</h1>",
        *(f"<p>{text}</p>" for text in case.before),
    ]
    for sheet in case.sheets:
        parts += [f"<p>{sheet.title}</p>", *_table(sheet, case)]
    return "\n".join([*parts, *(f"<p>{text}</p>" for text in case.after), "</body></html>"])


def _table(sheet: Sheet, case: Case) -> list[str]:
    border = " border='1' cellspacing='0'" if case.layout == "html-ruled" else ""
    head = 3 if case.layout == "repeated" and sheet.columns == 10 else 0
    rows = [
        f"<tr>{''.join(_cell(cell.text, cell, sheet) for cell in row)}</tr>"
        for row in sheet.grid_rows
    ]
    return [
        f"<table{border}>",
        *(["<thead>", *rows[:head], "</thead>"] if head else []),
        *rows[head:],
        "</table>",
    ]


def _cell(text: str, cell: SheetCell, sheet: Sheet) -> str:
    sides = [
        *(["first"] if cell.column == 0 else []),
        *(["last"] if cell.column + cell.columns == sheet.columns else []),
    ]
    return (
        f"<td class='{' '.join(sides)}' rowspan='{cell.rows}' colspan='{cell.columns}'>"
        f"{escape(text)}</td>"
    )
