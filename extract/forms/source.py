"""Typed access to a form file, which collects every problem instead of stopping at the first."""

from typing import cast

from model.errors import Problem
from model.form import ValueType
from model.text import Text

Node = dict[str, object]

_REMEDY = Text(
    "对照 extract/forms/2021.yaml 修改该字段",
    "correct the field; extract/forms/2021.yaml shows how",
)


class FormSource:
    """Values of one parsed YAML file. A bad value is noted as a problem and replaced by an empty
    one, so that reading can go on; callers must look at `problems` before using the result."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def report(self, where: str, zh: str, en: str) -> None:
        self.problems.append(
            Problem(source=self.name, field=where, what=Text(zh, en), remedy=_REMEDY)
        )

    def mapping(self, value: object, where: str) -> Node:
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return cast("Node", value)
        self.report(where, "应为键值表", "must be a mapping with text keys")
        return {}

    def sequence(self, node: Node, key: str, where: str) -> list[object]:
        value = node.get(key, [])
        if isinstance(value, list):
            return value
        self.report(f"{where}.{key}", "应为列表", "must be a list")
        return []

    def text(self, node: Node, key: str, where: str, default: str | None = None) -> str:
        value = node.get(key, default)
        if isinstance(value, str) and value.strip():
            return value
        self.report(f"{where}.{key}", "应为非空文字", "must be a text that is not empty")
        return ""

    def optional(self, node: Node, key: str, where: str) -> str | None:
        return self.text(node, key, where) if node.get(key) is not None else None

    def texts(self, node: Node, key: str, where: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        value = node.get(key, [])
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        self.report(f"{where}.{key}", "应为文字列表", "must be a list of texts")
        return ()

    def year(self, node: Node, key: str, where: str) -> int | None:
        value = node.get(key)
        if value is None or (isinstance(value, int) and 1990 <= value <= 2100):
            return value
        self.report(f"{where}.{key}", "应为年份", "must be a year")
        return None

    def value_type(self, node: Node, where: str) -> ValueType | None:
        printed = self.optional(node, "type", where)
        if printed is None:
            return None
        try:
            return ValueType(printed)
        except ValueError:
            known = ", ".join(ValueType)
            self.report(f"{where}.type", f"应为 {known} 之一", f"must be one of {known}")
            return None

    def known_keys(self, node: Node, keys: set[str], where: str) -> None:
        """A misspelt key would silently lose what it says."""
        for key in sorted(set(node) - keys):
            self.report(f"{where}.{key}", "未知的字段", "is not a known field")
