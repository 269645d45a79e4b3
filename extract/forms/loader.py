"""Read the form files beside this module. A new generation is a new file and needs no code."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from extract.forms.definition import FormDefinition
from extract.forms.source import FormSource, Node
from extract.forms.tables import ParsedBlock, ParsedTable, parse_table
from model.errors import ExtractionError
from model.form import Form, Identity, SectionId
from model.ids import FormId, MeasureId, RuleId
from model.text import Text

_FOLDER = Path(__file__).parent
_FORM = {"id", "document", "years", "detect", "sections", "tables", "identities"}
_YEARS = {"from", "to"}
_IDENTITY = {"rule", "table", "for_each", "left", "right"}


@cache
def load_forms() -> tuple[FormDefinition, ...]:
    """Every known generation, oldest first."""
    return tuple(
        read_form(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(_FOLDER.glob("*.yaml"))
    )


def read_form(text: str, name: str) -> FormDefinition:
    """Raises ExtractionError with every problem of the file."""
    source = FormSource(name)
    try:
        root = source.mapping(yaml.safe_load(text), "")
    except yaml.YAMLError as error:
        raise ExtractionError(
            name,
            Text(f"不是有效的 YAML：{error}", f"is not valid YAML: {error}"),
            Text("修正文件的写法", "correct the file's syntax"),
        ) from error
    form = _read_root(source, root)
    if source.problems:
        raise ExtractionError(
            name,
            Text(
                f"表格定义有 {len(source.problems)} 处错误：{_summary(source, zh=True)}",
                f"the form has {len(source.problems)} problem(s): {_summary(source, zh=False)}",
            ),
            Text("逐条修正后重试", "correct each of them and try again"),
            problems=source.problems,
        )
    return form


def _summary(source: FormSource, *, zh: bool) -> str:
    return "; ".join(
        f"{problem.field} {problem.what.zh if zh else problem.what.en}"
        for problem in source.problems
    )


def _read_root(source: FormSource, root: Node) -> FormDefinition:
    source.known_keys(root, _FORM, "form")
    tables = tuple(
        parse_table(source, value, f"tables[{index}]")
        for index, value in enumerate(source.sequence(root, "tables", "form"))
    )
    blocks = [block for table in tables for block in table.blocks]
    statutory = [measure for block in blocks for measure in block.measures(optional=False)]
    optional = [measure for block in blocks for measure in block.measures(optional=True)]
    measures = {measure.id: measure for measure in (*statutory, *optional)}
    if len(measures) < len(statutory) + len(optional):
        source.report("tables", "有重复的单元格编号", "two cells have the same id")
    identities = tuple(
        identity
        for index, value in enumerate(source.sequence(root, "identities", "form"))
        for identity in _read_identity(source, value, f"identities[{index}]", tables)
    )
    for identity in identities:
        for cell in sorted({*identity.left, *identity.right} - measures.keys()):
            source.report(f"identities.{identity.rule}", f"没有单元格 {cell}", f"no cell {cell}")
    years = source.mapping(root.get("years", {}), "years")
    source.known_keys(years, _YEARS, "years")
    detect = source.texts(root, "detect", "form")
    if not detect:
        source.report("form.detect", "缺少识别用的标签", "has no labels to tell the form by")
    return FormDefinition(
        form=Form(
            id=FormId(source.text(root, "id", "form")),
            document=source.text(root, "document", "form"),
            measures=measures,
            identities=identities,
            merged=dict(_merged_cells(blocks)),
            optional=frozenset(measure.id for measure in optional),
            first_year=source.year(years, "from", "years"),
            last_year=source.year(years, "to", "years"),
        ),
        detect=detect,
        section_labels=_read_sections(source, root),
        tables=tuple(table.definition for table in tables),
    )


def _read_sections(source: FormSource, root: Node) -> dict[SectionId, tuple[str, ...]]:
    node = source.mapping(root.get("sections", {}), "sections")
    source.known_keys(node, set(SectionId), "sections")
    labels = {section: source.texts(node, section, "sections") for section in SectionId}
    for section, found in labels.items():
        if not found:
            source.report(f"sections.{section}", "缺少标题", "has no heading")
    return labels


def _read_identity(
    source: FormSource, value: object, where: str, tables: tuple[ParsedTable, ...]
) -> Iterator[Identity]:
    """Expand one equality over the columns, rows or column groups of its table."""
    node = source.mapping(value, where)
    source.known_keys(node, _IDENTITY, where)
    rule = RuleId(source.text(node, "rule", where))
    left, right = source.texts(node, "left", where), source.texts(node, "right", where)
    table_id = source.text(node, "table", where)
    table = next((table for table in tables if table.definition.id == table_id), None)
    if table is None or not left or not right:
        source.report(where, "表或等式不完整", "names no known table, or a side is empty")
        return
    for_each = source.text(node, "for_each", where)
    for block in table.blocks:
        for instance, pattern in _instances(source, block, for_each, where):
            yield Identity(
                rule=rule,
                instance=instance,
                left=tuple(MeasureId(pattern.format(term)) for term in left),
                right=tuple(MeasureId(pattern.format(term)) for term in right),
            )


def _instances(
    source: FormSource, block: ParsedBlock, for_each: str, where: str
) -> list[tuple[str, str]]:
    """Names of the instances, each with the cell id that a term `{}` has in it."""
    rows = sorted(block.rows, key=lambda row: row.definition.optional)
    if for_each == "column":
        return [(c.definition.id, f"{{}}.{c.definition.id}") for c in block.columns]
    if for_each == "row":
        return [(row.definition.id, f"{row.definition.id}.{{}}") for row in rows]
    if for_each == "group":
        groups = dict.fromkeys(column.group_id for column in block.columns if column.group_id)
        return [(group, f"{row.definition.id}.{group}.{{}}") for row in rows for group in groups]
    source.report(f"{where}.for_each", "应为 column、row 或 group", "must be column, row or group")
    return []


def _merged_cells(blocks: list[ParsedBlock]) -> Iterator[tuple[MeasureId, tuple[MeasureId, ...]]]:
    for block in blocks:
        by_id = {row.definition.id: row.definition for row in block.rows}
        for row in by_id.values():
            parts = [by_id[part].cells for part in row.merges]
            for index, cell in enumerate(row.cells):
                if parts:
                    yield cell, tuple(cells[index] for cells in parts)
