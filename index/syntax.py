"""The grammar of the query language, and what its errors say."""

from functools import cache
from pathlib import Path

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.tree import Tree

from index.canonical import CJK
from model.errors import SearchError
from model.text import Text

_QUOTED = '"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』'
_NAME = r"[^\W_][\w.]*"
_STEP = rf"(?:\s*\))*\s*(?:[/÷+]|-(?=\s)|(?<=\S)-)\s*(?:\(\s*)*(?:{_NAME}|{_QUOTED})"
_WORD = rf"[^\W_{CJK}]+(?:[-./@&'+_:]+[^\W_{CJK}]+)*"
_EDGE = r"[^\s()\"“”「」『』]"
_OPERATORS = {"and": r"AND|与|且|并且|&&", "or": r"OR|或|或者|\|\|?", "not": r"NOT|非|不含"}
"""Only where they stand alone: 参与, 或者说 and 非公有制 are words."""
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Full-width signs are the same signs; as long as before, so that columns stay."""
    return text.translate(_HALF_WIDTH)


def syntax_tree(text: str) -> Tree[Token]:
    """Raises SearchError, with the character where it went wrong."""
    try:
        return _parser().parse(half_width(text))
    except UnexpectedInput as error:
        raise _explained(text, error) from error


def query_error(text: str, column: int, zh: str, en: str, remedy: Text) -> SearchError:
    """`column` counts characters from 1."""
    what = Text(f"查询第 {column} 个字符处：{zh}", f"query, character {column}: {en}")
    source, at = _excerpt(text, column)
    error = SearchError(source, what, remedy)
    error.at = at
    return error


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    parts = {name: rf"(?<!{_EDGE})(?:{words})(?!{_EDGE})" for name, words in _OPERATORS.items()}
    parts |= {
        "name": _NAME.replace("/", r"\/"),
        "quoted": _QUOTED,
        "compared": rf"(?:{_STEP})*(?:\s*\))*\s*[=<>≥≤≠⩾⩽!]".replace("/", r"\/"),
        "value": r"[^\s()\"“”「」『』]+",
        "word": _WORD.replace("/", r"\/"),
        "cjk": CJK,
    }
    return Lark(grammar % parts, parser="lalr", lexer="contextual", maybe_placeholders=False)


def _excerpt(text: str, column: int) -> tuple[str, int]:
    """What stands around the place, and the place in it: a query may be longer than a line."""
    line = "".join(char if char.isprintable() else " " for char in text)
    start = max(0, column - 40)
    shown = line[start : start + 60]
    head = "…" if start else ""
    tail = "…" if start + 60 < len(line) else ""
    return f"{head}{shown}{tail}", len(head) + min(column - 1 - start, len(shown))


_QUOTE_THEM = Text(
    "检查 AND、OR、NOT 和括号；要查这些词本身，请加引号",
    "check AND, OR, NOT and parentheses; quote them to search for the words themselves",
)


def _explained(text: str, error: UnexpectedInput) -> SearchError:
    token = error.token if isinstance(error, UnexpectedToken) else None
    start = token.start_pos if token is not None else error.pos_in_stream
    at_end = token is not None and token.type == "$END"
    column = len(text) + 1 if at_end or start is None else start + 1
    expected = _expected(error)
    opened = _last_open(error)
    if "NUMBER" in expected:
        zh, en = "比较符号后应为数字或表格项目", "a number or a measure is expected after the sign"
        remedy = Text("例如 不予公开>=50", "for example 不予公开>=50")
    elif at_end and opened is not None and "_CLOSE" in expected:
        column = opened
        zh, en = "左括号没有闭合", "this parenthesis is never closed"
        remedy = Text("补上右括号，或去掉这个括号", "close it, or leave it out")
    elif token is not None and token.type == "_CLOSE" and opened is None:
        zh, en = "多了一个右括号", "a closing parenthesis without an opening one"
        remedy = Text("去掉它，或在前面补上左括号", "leave it out, or open it before")
    elif "COMPARE" in expected and "PHRASE" not in expected:
        zh, en = (
            "这里应为比较符号（>= <= = != > <）",
            "a comparison (>= <= = != > <) is expected here",
        )
        remedy = Text("例如 不予公开>=50", "for example 不予公开>=50")
    else:
        zh, en, remedy = "这里缺少一个查询条件", "a condition is missing here", _QUOTE_THEM
    return query_error(text, column, zh, en, remedy)


def _expected(error: UnexpectedInput) -> set[str]:
    """The kinds of tokens that could have stood there."""
    if isinstance(error, UnexpectedToken):
        return set(error.accepts or error.expected)
    return set(getattr(error, "allowed", None) or ())


def _last_open(error: UnexpectedInput) -> int | None:
    """The column of the innermost parenthesis that is open there."""
    if not isinstance(error, UnexpectedToken):
        return None
    stack = error.interactive_parser.parser_state.value_stack
    opened = [part for part in stack if isinstance(part, Token) and part.type == "OPEN"]
    return (opened[-1].start_pos or 0) + 1 if opened else None
