"""A query's text into a tree; the errors point at the place. The grammar is `grammar.lark`.

`section:` narrows the phrases beside it. AND, OR and NOT are capitals, or 与 且 并且, 或 或者 and
非 不含 that stand alone; inside a run of characters they are the characters they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lark import Token, Transformer_NonRecursive
from lark.exceptions import VisitError
from lark.tree import Tree

from index.canonical import MARK, canonical, has_content
from index.comparing import Comparing
from index.fields import Field, field_condition
from index.query import AllOf, AnyOf, Condition, Everything, HasSection, Not, Phrase, Query, Within
from index.syntax import query_error, syntax_tree
from index.vocabulary import NO_VOCABULARY, Vocabulary
from model.errors import SearchError
from model.figures import Expression
from model.text import Text

LONGEST_QUERY = 2_000
"""Characters: far above anything a person types, low enough to answer at once."""
MOST_CONDITIONS = 100
DEEPEST = 40
"""Nested parentheses and negations."""

_OPENING = frozenset('"“「『')
_SHORTEN = Text("缩短查询，或分成几次查询", "shorten the query or ask in several steps")


def parse_query(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> Query:
    """Raises SearchError, with the character where it went wrong, and nothing else."""
    if len(text) > LONGEST_QUERY:
        raise query_error(
            text,
            LONGEST_QUERY + 1,
            f"查询过长：{len(text)} 个字符，最多 {LONGEST_QUERY} 个",
            f"too long: {len(text)} characters, at most {LONGEST_QUERY}",
            _SHORTEN,
        )
    tree = syntax_tree(text)
    if not tree.children:
        if text.strip():
            raise query_error(
                text,
                1,
                "只有标点或符号，没有可以查找的文字",
                "only punctuation or symbols: nothing to search for",
                Text("写入汉字、字母或数字", "use words or numbers"),
            )
        return Query(text, Everything())
    try:
        part = _Reading(text, vocabulary).transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, SearchError):
            raise error.orig_exc from None
        raise
    assert isinstance(part, _Part)  # noqa: S101 - the grammar's start
    return Query(text, part.condition)


@dataclass(frozen=True, slots=True)
class _Part:
    condition: Condition
    column: int
    depth: int = 0


class _Reading(Transformer_NonRecursive[Token, object]):
    """Bottom up, without recursion: a hostile query may be nested as deep as it is long."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._text = text
        self._vocabulary = vocabulary
        self._comparing = Comparing(text, vocabulary.measures)
        self._conditions = 0

    def start(self, parts: Sequence[_Part]) -> _Part:
        return parts[0]

    def either(self, parts: Sequence[_Part]) -> _Part:
        return _joined(parts, AnyOf(tuple(part.condition for part in parts)))

    def all(self, parts: Sequence[_Part]) -> _Part:
        """`section:` beside other conditions is where these are looked for."""
        found = [part.condition for part in parts]
        sections = list(dict.fromkeys(one for one in found if isinstance(one, HasSection)))
        others = tuple(one for one in found if not isinstance(one, HasSection))
        if len(sections) > 1:
            raise query_error(
                self._text,
                parts[0].column,
                "同一组条件里有两个 section:",
                "two different section: in one group of conditions",
                Text(
                    "用括号分开，例如 (section:overview 甲) (section:problems 乙)",
                    "separate them: (section:overview one) (section:problems two)",
                ),
            )
        joined: Condition
        if not others:
            joined = sections[0]
        else:
            joined = others[0] if len(others) == 1 else AllOf(others)
            joined = Within(sections[0].section, joined) if sections else joined
        return _Part(joined, parts[0].column, max(part.depth for part in parts))

    def negated(self, parts: Sequence[_Part]) -> _Part:
        return self._deeper(Not(parts[0].condition), parts[0])

    def group(self, parts: tuple[Token, _Part]) -> _Part:
        return self._deeper(parts[1].condition, parts[1])

    def phrase(self, tokens: Sequence[Token]) -> _Part:
        return self._phrase(tokens[0], 0, len(tokens[0]))

    def quoted(self, tokens: Sequence[Token]) -> _Part:
        token = tokens[0]
        return self._phrase(token, 1, len(token.removesuffix("*")) - 1)

    def everything(self, tokens: Sequence[Token]) -> _Part:
        return self._leaf(Everything(), tokens[0])

    def field(self, tokens: Sequence[Token]) -> _Part:
        token = tokens[0]
        name, _, half = token.partition(":")
        start = _start(token) + len(name) + 1
        value = self._text[start : start + len(half)]
        value = value[1:-1] if half and half[0] in _OPENING else half
        read = Field(
            query=self._text,
            column=_start(token) + 1,
            name=name.casefold(),
            value=value.strip(),
            vocabulary=self._vocabulary,
        )
        return self._leaf(field_condition(read), token)

    def compared(self, parts: tuple[Expression, Token, Expression]) -> _Part:
        left, sign, right = parts
        return self._leaf(self._comparing.compared(left, sign, right), sign)

    def within(self, parts: tuple[Expression, Token, Tree[Token]]) -> _Part:
        left, sign, ends = parts
        return self._leaf(self._comparing.within(left, sign, ends), sign)

    def named(self, tokens: Sequence[Token]) -> Expression:
        return self._comparing.named(tokens[0])

    def number(self, tokens: Sequence[Token]) -> Expression:
        return self._comparing.number(tokens[0])

    def combined(self, parts: Sequence[object]) -> Expression:
        return self._comparing.combined(parts)

    def parenthesised(self, parts: tuple[Token, Expression]) -> Expression:
        return self._comparing.parenthesised(*parts)

    def range(self, tokens: Sequence[Token]) -> Tree[Token]:
        return Tree("range", list(tokens))

    def unclosed(self, tokens: Sequence[Token]) -> _Part:
        raise query_error(
            self._text,
            _start(tokens[0]) + 1,
            "引号没有闭合",
            "this quotation mark is never closed",
            Text("补上另一半引号，或去掉这个引号", "close it, or leave it out"),
        )

    def stray_star(self, tokens: Sequence[Token]) -> _Part:
        raise query_error(
            self._text,
            _start(tokens[0]) + 1,
            "星号只能写在词的末尾",
            "a star can only stand at the end of a word",
            Text("例如 公开* 或 2023*", "for example data* or 2023*"),
        )

    def stray_comparison(self, tokens: Sequence[Token]) -> _Part:
        raise query_error(
            self._text,
            _start(tokens[0]) + 1,
            "比较符号前面缺少表格项目",
            "a measure is missing before the comparison",
            Text(
                "例如 不予公开>=50；要查符号本身，请加引号",
                "for example 不予公开>=50; quote the sign to search for it",
            ),
        )

    def _phrase(self, token: Token, first: int, last: int) -> _Part:
        start = _start(token)
        text = self._text[start + first : start + last]
        starred = token.endswith("*")
        if first == 0 and starred:
            text = text[:-1]
        plain = canonical(text)
        if not has_content(plain):
            raise query_error(
                self._text,
                start + 1,
                "引号里没有可以查找的文字",
                "nothing between the quotation marks can be searched for",
                Text("写入汉字、字母或数字", "put words or numbers there"),
            )
        # Chinese has no ends of words: there every phrase may go on anyway.
        return self._leaf(Phrase(text, prefix=starred and plain.endswith(MARK)), token)

    def _leaf(self, condition: Condition, token: Token) -> _Part:
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            raise query_error(
                self._text,
                _start(token) + 1,
                f"条件超过 {MOST_CONDITIONS} 个",
                f"more than {MOST_CONDITIONS} conditions",
                _SHORTEN,
            )
        return _Part(condition, _start(token) + 1)

    def _deeper(self, condition: Condition, part: _Part) -> _Part:
        if part.depth >= DEEPEST:
            raise query_error(
                self._text,
                part.column,
                f"括号或否定嵌套超过 {DEEPEST} 层",
                f"nested more than {DEEPEST} levels deep",
                _SHORTEN,
            )
        return _Part(condition, part.column, part.depth + 1)


def _joined(parts: Sequence[_Part], condition: Condition) -> _Part:
    if len(parts) == 1:
        return parts[0]
    return _Part(condition, parts[0].column, max(part.depth for part in parts))


def _start(token: Token) -> int:
    return token.start_pos or 0
