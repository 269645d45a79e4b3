"""A query's text into a tree. The errors point at the place.

    either    = all ("OR" all)*
    all       = one (["AND"] one)*
    one       = ("NOT" | "-") one | "(" either ")" | phrase | field ":" value

与, 或 and 非 that stand alone are AND, OR and NOT. `section:` narrows the phrases beside it.
"""

from collections.abc import Callable

from index.fields import field_condition
from index.lexer import Token, query_error, tokenize
from index.query import AllOf, AnyOf, Condition, Everything, HasSection, Not, Phrase, Query, Within
from model.errors import SearchError
from model.text import Text

LONGEST_QUERY = 2_000
"""Characters: far above anything a person types, low enough to answer at once."""
MOST_CONDITIONS = 100
DEEPEST = 40
"""Nested parentheses and negations."""

_SHORTEN = Text("缩短查询，或分成几次查询", "shorten the query or ask in several steps")


def parse_query(text: str) -> Query:
    """Raises SearchError, with the character where it went wrong."""
    if len(text) > LONGEST_QUERY:
        raise query_error(
            text,
            LONGEST_QUERY + 1,
            f"查询过长：{len(text)} 个字符，最多 {LONGEST_QUERY} 个",
            f"too long: {len(text)} characters, at most {LONGEST_QUERY}",
            _SHORTEN,
        )
    tokens = tokenize(text)
    if len(tokens) == 1:
        if text.strip():
            raise query_error(
                text,
                1,
                "只有标点或符号，没有可以查找的文字",
                "only punctuation or symbols: nothing to search for",
                Text("写入汉字、字母或数字", "use words or numbers"),
            )
        return Query(text, Everything())
    return Query(text, _Parser(text, tokens).parse())


class _Parser:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._at = 0
        self._conditions = 0
        self._depth = 0

    def parse(self) -> Condition:
        root = self._either()
        if self._here.kind == "close":
            raise self._error("多了一个右括号", "a closing parenthesis without an opening one")
        return root

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._here
        self._at += 1
        return token

    def _either(self) -> Condition:
        parts = [self._all()]
        while self._here.kind == "or":
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Condition:
        first = self._here
        parts = [self._one()]
        while self._here.kind not in {"or", "close", "end"}:
            if self._here.kind == "and":
                self._take()
            parts.append(self._one())
        return self._narrowed(parts, first)

    def _narrowed(self, parts: list[Condition], first: Token) -> Condition:
        """`section:` beside other conditions is where these are looked for."""
        sections = list(dict.fromkeys(part for part in parts if isinstance(part, HasSection)))
        others = [part for part in parts if not isinstance(part, HasSection)]
        if len(sections) > 1:
            raise query_error(
                self._text,
                first.column,
                "同一组条件里有两个 section:",
                "two different section: in one group of conditions",
                Text(
                    "用括号分开，例如 (section:overview 甲) (section:problems 乙)",
                    "separate them: (section:overview one) (section:problems two)",
                ),
            )
        if not others:
            return sections[0]
        joined = others[0] if len(others) == 1 else AllOf(tuple(others))
        return Within(sections[0].section, joined) if sections else joined

    def _one(self) -> Condition:
        token = self._here
        if token.kind == "not":
            self._take()
            return Not(self._deeper(self._one))
        if token.kind == "open":
            return self._group()
        if token.kind in {"phrase", "field"}:
            return self._leaf()
        raise self._error("这里缺少一个查询条件", "a condition is missing here")

    def _deeper(self, read: Callable[[], Condition]) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(
                f"括号或否定嵌套超过 {DEEPEST} 层", f"nested more than {DEEPEST} levels deep"
            )
        condition = read()
        self._depth -= 1
        return condition

    def _group(self) -> Condition:
        opening = self._take()
        condition = self._deeper(self._either)
        if self._here.kind != "close":
            raise query_error(
                self._text,
                opening.column,
                "左括号没有闭合",
                "this parenthesis is never closed",
                Text("补上右括号，或去掉这个括号", "close it, or leave it out"),
            )
        self._take()
        return condition

    def _leaf(self) -> Condition:
        token = self._take()
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            raise query_error(
                self._text,
                token.column,
                f"条件超过 {MOST_CONDITIONS} 个",
                f"more than {MOST_CONDITIONS} conditions",
                _SHORTEN,
            )
        return Phrase(token.value) if token.kind == "phrase" else field_condition(self._text, token)

    def _error(self, zh: str, en: str) -> SearchError:
        remedy = Text(
            "检查 AND、OR、NOT 和括号；要查这些词本身，请加引号",
            "check AND, OR, NOT and parentheses; quote them to search for the words themselves",
        )
        return query_error(self._text, self._here.column, zh, en, remedy)
