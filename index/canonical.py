"""The form in which texts and queries are compared.

The whole meaning of a phrase search is `canonical(phrase) in canonical(section)`:

* full and half width, compatibility forms (NFKC) and case are equal; so are all quotation marks,
  all dashes and all square brackets
* traditional characters are the simplified ones, and 零 and ○ are 〇; character by character, so
  that what a phrase becomes does not depend on what stands around it
* white space does not count: Chinese typesetting puts it anywhere, and a wrapped line breaks words;
  a blank line separates, so that no phrase runs from one paragraph block into the next
* invisible and control characters do not count
* a word in Latin letters or a number stands between `MARK`s, so that `24` is not found in `2024`
  and `open data` is not found in `opendata`; `3.5` is one number
* punctuation stays, so that no phrase is found across it
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from opencc import OpenCC

MARK = "\x1f"
VERSION = 2
"""Raised whenever `canonical` or `tokens` changes: an index of another version must be rebuilt."""

CJK = (
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that are searched by the character, as the inside of a regular expression's class."""

_VARIATIONS = {chr(code) for code in range(0xFE00, 0xFE10)}

LONGEST_WORD = 64
"""Characters of a word that its token keeps; beyond lie addresses and encoded junk."""

_LETTERS = rf"[^\W_{CJK}]+"
_PIECE = re.compile(rf"({_LETTERS}(?:(?<=\d)\.(?=\d){_LETTERS})*)|\s+")
_WORD = re.compile(rf"{MARK}([^{MARK}]+){MARK}")
_RUN = re.compile(rf"[{CJK}]+")
_SAME = (
    dict.fromkeys("“”„‟«»「」『』〝〞", '"')
    | dict.fromkeys("‘’‚‛", "'")
    | dict.fromkeys("【〔〖", "[")
    | dict.fromkeys("】〕〗", "]")
    | dict.fromkeys("‐‑‒–—―−", "-")
)
"""Marks that sources use for one another and NFKC keeps apart."""
_ZEROS = {"零": "〇", "○": "〇"}
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SIMPLIFY = OpenCC("t2s")


class _Fold(dict[int, str]):
    """Character → what it counts as; filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: set[str] = set()
        """Those met that count as none, or as more than one."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(folded) != 1:
            self.odd.add(chr(code))
        self[code] = folded
        return folded


def _fold(character: str) -> str:
    if character in "\n\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if character.isspace() and character not in "\r\x1c\x1d\x1e\x1f":
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} or character in _VARIATIONS:
        return ""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    return "".join(_SAME.get(char) or _simplified(char) for char in plain)


def _simplified(character: str) -> str:
    if zero := _ZEROS.get(character):
        return zero
    return _SIMPLIFY.convert(character) if _IDEOGRAPH.match(character) else character


_FOLD = _Fold()


def printable(text: str) -> str:
    """The text as we keep it for people: composed characters, so that offsets mean one thing."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Character by character: all of `canonical` but blanks and the marks around words."""
    return printable(text).translate(_FOLD)


def canonical(text: str) -> str:
    return _PIECE.sub(_piece, folded(text))


def _piece(match: re.Match[str]) -> str:
    if word := match[1]:
        return f"{MARK}{word}{MARK}"
    return "\n" if match[0].count("\n") > 1 else ""


def canonical_with_origins(text: str) -> tuple[str, list[int]]:
    """`canonical(text)`, and for each of its characters the index in `printable(text)`."""
    plain = printable(text)
    folded = plain.translate(_FOLD)
    if _FOLD.odd.isdisjoint(plain):
        origins = list(range(len(plain)))
    else:
        origins = [index for index, char in enumerate(plain) for _ in _FOLD[ord(char)]]
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for match in _PIECE.finditer(folded):
        start, end = match.span()
        pieces += [folded[position:start], _piece(match)]
        places += origins[position:start]
        if match[1]:
            places += [origins[start], *origins[start:end], origins[end - 1]]
        elif pieces[-1]:
            places.append(origins[start])
        position = end
    pieces.append(folded[position:])
    places += origins[position:]
    return "".join(pieces), places


def tokens(text: str) -> Iterator[str]:
    """What a canonical text is indexed under: pairs of CJK neighbours, and words. With repeats.

    A CJK character that stands alone gives no token; see `index.needles`.
    """
    for run in _RUN.findall(text):
        yield from map("".join, pairwise(run))
    for word in _WORD.findall(text):
        yield word[:LONGEST_WORD]


def has_content(text: str) -> bool:
    """Whether a canonical text has anything but punctuation."""
    return MARK in text or _RUN.search(text) is not None
