"""Conditions on figures, read from what the grammar found: names resolved, numbers read."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from lark import Token
from lark.tree import Tree

from index.canonical import folded
from index.measures import MeasureNames, Several
from index.numerals import to_number
from index.query import AllOf, Condition, InYears, Not
from index.syntax import query_error
from model.errors import SearchError
from model.figures import (
    Combined,
    Comparison,
    Expression,
    Figure,
    Measured,
    Number,
    Operator,
    figures_of,
)
from model.text import Text

_SIGNS = {"≥": ">=", "⩾": ">=", "=>": ">=", "≤": "<=", "⩽": "<=", "=<": "<="} | {
    "≠": "!=",
    "<>": "!=",
    "==": "=",
}
_NUMBER = re.compile(r"(-?[\d,]+(?:\.\d+)?)([万亿%]?)")
_LITERAL = re.compile(r"\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8), "%": Decimal("0.01")}
_YEAR = frozenset({"year", "年份", "年度", "报告年度"})
_YEAR_FIGURE = Figure("year", ())
_SHOWN = 6
_DEEPEST = 40
_MOST_FIGURES = 20
"""In one comparison: each is a join or two, and databases join no more than some sixty tables."""


class Comparing:
    def __init__(self, text: str, names: MeasureNames) -> None:
        self._text = text
        self._names = names

    def named(self, token: Token) -> Expression:
        start = token.start_pos or 0
        name = self._text[start : start + len(token)].strip('"＂“”「」『』 ')
        if _LITERAL.fullmatch(name):
            return Number(_plain(Decimal(name)))
        value = to_number(re.sub(r"[件条次份个项人]$", "", folded(name)))
        if value is not None:
            return Number(Decimal(value))
        if name.casefold() in _YEAR:
            return _YEAR_FIGURE
        found = self._names.find(name)
        if isinstance(found, Figure):
            return found
        raise self._ambiguous(name, start, found) if found else self._unknown(name, start)

    def number(self, token: Token) -> Number:
        match = _NUMBER.match(token)
        if match is None:  # the grammar's own shape of a number
            raise self._unknown(str(token), token.start_pos or 0)
        return Number(_plain(Decimal(match[1].replace(",", "")) * _SCALES[match[2]]))

    def combined(self, parts: Sequence[object]) -> Expression:
        """Operands with the signs between them, from the left."""
        found = cast("Expression", parts[0])
        for sign, operand in zip(parts[1::2], parts[2::2], strict=True):
            operator = cast("Operator", "/" if sign == "÷" else str(sign).strip())
            found = Combined(operator, found, cast("Expression", operand))
        return found

    def parenthesised(self, opening: Token, inner: Expression) -> Expression:
        if _depth(inner) > _DEEPEST:
            raise self._too_deep(opening)
        return inner

    def compared(self, left: Expression, sign: Token, right: Expression) -> Condition:
        """Raises SearchError where no figure of a form is compared."""
        comparison = cast("Comparison", _SIGNS.get(sign, str(sign)))
        if max(_depth(left), _depth(right)) > _DEEPEST:
            raise self._too_deep(sign)
        if left == _YEAR_FIGURE and isinstance(right, Number):
            return _years(comparison, int(right.value))
        figures = (*figures_of(left), *figures_of(right))
        if not figures or _YEAR_FIGURE in figures:
            raise query_error(
                self._text,
                (sign.start_pos or 0) + 1,
                "比较的不是表格项目",
                "what is compared is no measure",
                _LIST,
            )
        if len(set(figures)) > _MOST_FIGURES:
            raise query_error(
                self._text,
                (sign.start_pos or 0) + 1,
                f"一次比较最多 {_MOST_FIGURES} 个表格项目",
                f"at most {_MOST_FIGURES} measures in one comparison",
                Text("分成几个条件", "make several conditions of it"),
            )
        return Measured(left, comparison, right)

    def within(self, left: Expression, sign: Token, ends: Tree[Token]) -> Condition:
        """`=50..100`, one end may be open."""
        column = (sign.start_pos or 0) + 1
        if _SIGNS.get(sign, str(sign)) != "=":
            raise query_error(
                self._text,
                column,
                "范围只能与 = 连用",
                "a range goes with = only",
                Text("例如 不予公开=50..100", "for example 不予公开=50..100"),
            )
        tokens = [cast("Token", token) for token in ends.children]
        at = next(i for i, token in enumerate(tokens) if token.type == "DOTS")
        low = self.number(tokens[at - 1]) if at else None
        high = self.number(tokens[at + 1]) if at + 1 < len(tokens) else None
        if low and high and low.value > high.value:
            raise query_error(
                self._text,
                column,
                "范围的起点大于终点",
                "the range ends before it begins",
                Text(f"可以写：={high}..{low}", f"it can be: ={high}..{low}"),
            )
        parts = ((">=", low), ("<=", high))
        made = tuple(
            self.compared(left, Token.new_borrow_pos("COMPARE", comparison, sign), end)
            for comparison, end in parts
            if end is not None
        )
        return made[0] if len(made) == 1 else AllOf(made)

    def _unknown(self, name: str, start: int) -> SearchError:
        near = self._names.near(name)
        return query_error(
            self._text,
            start + 1,
            f"没有名为“{name}”的表格项目" + (f"，是否指：{'、'.join(near)}" if near else ""),
            f"there is no measure named {name!r}"
            + (f"; did you mean {', '.join(near)}" if near else ""),
            _LIST,
        )

    def _ambiguous(self, name: str, start: int, found: Several) -> SearchError:
        ids = found.ids[:_SHOWN]
        more = len(found.ids) - len(ids)
        zh = "、".join(f"{id_}（{self._names.label(id_)}）" for id_ in ids)
        en = ", ".join(f"{id_} ({self._names.label(id_)})" for id_ in ids)
        return query_error(
            self._text,
            start + 1,
            f"“{name}”可指 {len(found.ids)} 个表格项目",
            f"{name!r} can mean {len(found.ids)} measures",
            Text(
                f"写其中一个：{zh}" + (f"，另有 {more} 个" if more else ""),
                f"write one of {en}" + (f", and {more} more" if more else ""),
            ),
        )

    def _too_deep(self, token: Token) -> SearchError:
        return query_error(
            self._text,
            (token.start_pos or 0) + 1,
            f"算式嵌套超过 {_DEEPEST} 层",
            f"the expression is nested more than {_DEEPEST} levels deep",
            Text("简化算式", "simplify it"),
        )


_LIST = Text(
    "用 nianbao search --measures 查看全部项目；要查文字本身，请加引号",
    "nianbao search --measures lists them all; quote the words to search for the text",
)


def _plain(value: Decimal) -> Decimal:
    """Without needless zeros or a negative zero; never in powers of ten."""
    return Decimal(0) if value == 0 else Decimal(f"{value.normalize():f}")


def _years(comparison: Comparison, year: int) -> Condition:
    match comparison:
        case ">=":
            return InYears(year, None)
        case "<=":
            return InYears(None, year)
        case ">":
            return InYears(year + 1, None)
        case "<":
            return InYears(None, year - 1)
        case "=":
            return InYears(year, year)
        case "!=":
            return Not(InYears(year, year))


def _depth(expression: Expression) -> int:
    deepest, left = 0, [(expression, 0)]
    while left:
        here, depth = left.pop()
        deepest = max(deepest, depth)
        if isinstance(here, Combined):
            left += [(here.left, depth + 1), (here.right, depth + 1)]
    return deepest
