"""What a person should know about how the tables were read. Never about the agency."""

from collections.abc import Sequence

from extract.forms import RowDefinition
from extract.tables.strangers import UnknownRow
from model.document import ReadingWarning
from model.ids import FormId
from model.place import Place
from model.text import Text

_TABLES = {
    "s": Text("政府信息公开情况统计表", "the table of statistics"),
    "t2": Text("主动公开情况表", "the table on proactive disclosure"),
    "t3": Text("依申请公开情况表", "the table on applications"),
    "t4": Text("行政复议、行政诉讼情况表", "the table on reconsideration and litigation"),
}

_MOST_SHOWN = 60
_MOST_ROWS_SHOWN = 20


def table_name(table: str) -> Text:
    return _TABLES.get(table, Text(table, table))


def _row_name(row: RowDefinition) -> str:
    return row.labels[0] if row.labels else row.id


def no_form() -> ReadingWarning:
    return ReadingWarning(
        code="form.not_recognised",
        text=Text(
            "没有认出法定格式的统计表，未读取任何数据",
            "no statutory table was recognised, so no figure was read",
        ),
    )


def cut_short() -> ReadingWarning:
    return ReadingWarning(
        code="tables.cut_short",
        text=Text(
            "文件过长，只在前一部分中查找统计表",
            "the document is very long; tables were looked for in its first part only",
        ),
    )


def form_uncertain(form: FormId) -> ReadingWarning:
    return ReadingWarning(
        code="form.uncertain",
        text=Text(
            f"仅凭表中标签无法区分格式版本，暂按 {form} 年格式读取",
            f"the labels do not tell which form this is; it was read as the form of {form}",
        ),
    )


def table_not_found(table: str) -> ReadingWarning:
    name = table_name(table)
    return ReadingWarning(
        code="tables.not_found",
        text=Text(f"没有认出{name.zh}", f"{name.en} was not recognised"),
    )


def table_repeated(table: str, place: Place) -> ReadingWarning:
    name = table_name(table)
    return ReadingWarning(
        code="tables.repeated",
        text=Text(
            f"{name.zh}出现不止一次且数字不同，两处不一致的数据不作认定",
            f"{name.en} appears more than once with different figures; those are left in doubt",
        ),
        place=place,
    )


def rows_not_found(table: str, rows: Sequence[RowDefinition]) -> ReadingWarning:
    name = table_name(table)
    labels = [_row_name(row) for row in rows]
    return ReadingWarning(
        code="tables.rows_not_found",
        text=Text(
            f"{name.zh}有 {len(rows)} 行未能读出：{'、'.join(labels)}",
            f"{len(rows)} row(s) of {name.en} could not be read: {', '.join(labels)}",
        ),
    )


def rows_unknown(table: str, rows: Sequence[UnknownRow]) -> ReadingWarning:
    name = table_name(table)
    shown = "；".join(row.text[:_MOST_SHOWN] for row in rows[:_MOST_ROWS_SHOWN])
    return ReadingWarning(
        code="tables.rows_unknown",
        text=Text(
            f"{name.zh}有 {len(rows)} 行的标签不属于法定格式，照录如下，未作认定：{shown}",
            f"{len(rows)} row(s) of {name.en} have labels that the form does not know; they are"
            f" kept as printed and not interpreted: {shown}",
        ),
        place=rows[0].place,
    )


def form_mixed(table: str, rows: Sequence[RowDefinition]) -> ReadingWarning:
    name = table_name(table)
    labels = [_row_name(row) for row in rows]
    return ReadingWarning(
        code="form.mixed",
        text=Text(
            f"{name.zh}有 {len(rows)} 行是另一版格式的写法，已照所印标签读取：{'、'.join(labels)}",
            f"{len(rows)} row(s) of {name.en} are those of another version of the form; they were"
            f" read by the labels printed: {', '.join(labels)}",
        ),
    )


def columns_uncertain(
    table: str, rows: Sequence[RowDefinition], place: Place | None
) -> ReadingWarning:
    name = table_name(table)
    return ReadingWarning(
        code="tables.columns_uncertain",
        text=Text(
            f"{name.zh}有 {len(rows)} 行的数字个数与列数不符，只读取能够确定的单元格",
            f"{len(rows)} row(s) of {name.en} have another number of values than columns; "
            "only the cells that are certain were read",
        ),
        place=place,
    )


def unit_in_cell(printed: str, place: Place | None) -> ReadingWarning:
    return ReadingWarning(
        code="tables.unit_in_cell",
        text=Text(
            f"单元格自带单位：{printed}；数值照录，未作换算",
            f"a cell prints its own unit: {printed}; the number is kept as printed",
        ),
        place=place,
    )
