"""A query's text cut into phrases, fields, operators and parentheses, each with its column."""

import re
from dataclasses import dataclass
from typing import Literal

from index.canonical import CJK, canonical, has_content
from model.errors import SearchError
from model.text import Text

Kind = Literal["phrase", "field", "and", "or", "not", "open", "close", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    column: int
    """1-based."""
    value: str = ""
    field: str = ""


# Full-width signs are the same signs. One for one, so that columns stay those of the input.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CLOSING = {'"': '"', "“": "”", "「": "」", "『": "』"}
_OPERATORS: dict[str, Kind] = {
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "与": "and",
    "或": "or",
    "非": "not",
}
_FIELD = re.compile(r"([^\W\d]+):(?!//)")
_VALUE = re.compile(r"[^\s()\"“”「」『』]+")
_CHUNK = _VALUE
_WORDS = re.compile(rf"[^\W_{CJK}]+(?:[-./@&'+_:]+[^\W_{CJK}]+)*")
_PHRASE = re.compile(rf"(?:{_WORDS.pattern}|[{CJK}])+")


def tokenize(text: str) -> list[Token]:
    return _Lexer(text).tokens()


def query_error(text: str, column: int, zh: str, en: str, remedy: Text) -> SearchError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    what = Text(f"查询第 {column} 个字符处：{zh}", f"query, character {column}: {en}")
    return SearchError(shown, what, remedy)


class _Lexer:
    def __init__(self, text: str) -> None:
        self._original = text
        self._text = text.translate(_HALF_WIDTH)
        self._at = 0
        self._found: list[Token] = []

    def tokens(self) -> list[Token]:
        while self._at < len(self._text):
            self._step()
        return [*self._found, Token("end", len(self._text) + 1)]

    def _step(self) -> None:
        char = self._text[self._at]
        if char in "()":
            self._add("open" if char == "(" else "close")
            self._at += 1
        elif char in _CLOSING:
            self._phrase(self._at + 1, self._quoted())
        elif char == "-" and self._starts_negation():
            self._add("not")
            self._at += 1
        elif chunk := _CHUNK.match(self._text, self._at):
            self._chunk(chunk[0])
        else:
            self._at += 1

    def _add(self, kind: Kind, *, value: str = "", field: str = "") -> None:
        self._found.append(Token(kind, self._at + 1, value, field))

    def _starts_negation(self) -> bool:
        before = self._text[self._at - 1] if self._at else " "
        after = self._text[self._at + 1 : self._at + 2]
        opens = after in {*_CLOSING, "("} or has_content(canonical(after))
        return (before.isspace() or before == "(") and after != "" and opens

    def _quoted(self) -> str:
        """The text between the quotation mark here and its partner; goes on after the partner."""
        start = self._at
        closing = _CLOSING[self._text[start]]
        end = self._text.find(closing, start + 1)
        if end < 0:
            raise query_error(
                self._original,
                start + 1,
                "引号没有闭合",
                "this quotation mark is never closed",
                Text("补上另一半引号，或去掉这个引号", "close it, or leave it out"),
            )
        self._at = end + 1
        return self._original[start + 1 : end]

    def _phrase(self, column: int, phrase: str) -> None:
        if not has_content(canonical(phrase)):
            raise query_error(
                self._original,
                column,
                "引号里没有可以查找的文字",
                "nothing between the quotation marks can be searched for",
                Text("写入汉字、字母或数字", "put words or numbers there"),
            )
        self._found.append(Token("phrase", column, phrase))

    def _chunk(self, chunk: str) -> None:
        if operator := _OPERATORS.get(chunk):
            self._add(operator)
        elif field := _FIELD.match(chunk):
            self._field(field)
            return
        else:
            for match in _PHRASE.finditer(chunk):
                start = self._at + match.start()
                phrase = self._original[start : self._at + match.end()]
                self._found.append(Token("phrase", start + 1, phrase))
        self._at += len(chunk)

    def _field(self, match: re.Match[str]) -> None:
        column = self._at + 1
        self._at += match.end()
        if self._text[self._at : self._at + 1] in _CLOSING:
            value = self._quoted()
        else:
            found = _VALUE.match(self._text, self._at)
            value = found[0] if found else ""
            self._at += len(value)
        self._found.append(Token("field", column, value.strip(), match[1].casefold()))
