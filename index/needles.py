"""How a phrase is found: the tokens that narrow the documents down, the bytes that decide."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from index.canonical import LONGEST_WORD, MARK, canonical, tokens
from index.layout import HEAD_WEIGHT, part_of, split_head
from index.numerals import BEFORE, NUMERALS


def _read_lexicon(text: str) -> frozenset[str]:
    lines = (line.strip() for line in text.splitlines())
    return frozenset(canonical(line) for line in lines if line and not line.startswith("#"))


LEXICON = _read_lexicon(Path(__file__).with_name("lexicon.txt").read_text(encoding="utf-8"))

LEXICON_VERSION = sha256("\n".join(sorted(LEXICON)).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Needle:
    text: str
    """Canonical."""
    data: bytes
    """The same in UTF-8: searching bytes needs no decoding and cannot match inside a character."""
    tokens: tuple[str, ...]
    """A document that contains the needle is indexed under all of these; empty: under anything."""
    exact: bool
    """Whether being indexed under its one token already means containing the needle."""
    beginning: str = ""
    """And under a word that begins like this: the needle's last word may go on."""
    alone: bool = False
    """Whether the characters around it matter, so that `pattern` decides."""
    pattern: re.Pattern[str] | None = field(default=None, compare=False)

    @property
    def only_beginning(self) -> bool:
        """Whether it is the beginning of a word and nothing else, so that tokens tell all."""
        return self.text == f"{MARK}{self.beginning}" and len(self.beginning) < LONGEST_WORD

    def count(self, text: bytes) -> int:
        """Occurrences in a canonical text or a part of one."""
        found = text.count(self.data)
        if found and self.pattern is not None:
            return sum(1 for _ in self.pattern.finditer(text.decode()))
        return found

    def within(self, text: bytes) -> bool:
        return self.data in text and (self.pattern is None or self.count(text) > 0)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a canonical text; a word that may go on counts to its end."""
        pattern = self.pattern or re.compile(re.escape(self.text))
        for match in pattern.finditer(text):
            end = match.end()
            yield match.start(), text.index(MARK, end) if self.beginning else end


def needle(phrase: str, *, alone: bool = False, prefix: bool = False) -> Needle:
    """`alone` as in `index.numerals.Spelling`, `prefix` as in `index.query.Phrase`."""
    text = canonical(phrase).strip("\n")
    open_end = prefix and text.endswith(MARK)
    whole = tuple(dict.fromkeys(tokens(text)))
    beginning = ""
    if open_end:
        text = text[:-1]
        beginning = text.rpartition(MARK)[2][:LONGEST_WORD]
        whole = tuple(dict.fromkeys(tokens(text[: text.rindex(MARK)])))
    pattern = _standing_alone(text) if alone else None
    if text in LEXICON:
        whole, exact = (text,), pattern is None
    else:
        exact = not open_end and pattern is None and _is_one_token(text, whole)
    return Needle(text, text.encode(), whole, exact, beginning, pattern is not None, pattern)


def _is_one_token(text: str, found: tuple[str, ...]) -> bool:
    return len(found) == 1 and (
        text == found[0] or (text == f"{MARK}{found[0]}{MARK}" and len(found[0]) < LONGEST_WORD)
    )


def _standing_alone(text: str) -> re.Pattern[str] | None:
    """None where the needle neither begins nor ends with a Chinese numeral."""
    before = f"(?<![{BEFORE}])" if text[:1] in NUMERALS else ""
    after = f"(?![{NUMERALS}])" if text[-1:] in NUMERALS else ""
    return re.compile(f"{before}{re.escape(text)}{after}") if before or after else None


def token_weights(laid_out: str) -> dict[str, int]:
    """Everything that a document is indexed under, and how often it stands there.

    In the head (`index.layout`) an occurrence counts `HEAD_WEIGHT` times.
    """
    head, body = split_head(laid_out)
    weights = Counter(tokens(body))
    for token, count in Counter(tokens(head)).items():
        weights[token] += HEAD_WEIGHT * count
    for term in LEXICON:
        if term in laid_out:
            weights[term] = body.count(term) + HEAD_WEIGHT * head.count(term)
    return weights


def occurrences(sought: Needle, section: str | None, text: bytes) -> int:
    """As `token_weights` counts them; in one part alone, each counts once."""
    if section is not None:
        return sought.count(part_of(text, section))
    found = sought.count(text)
    if not found:
        return 0
    head, _ = split_head(text)
    return found + (HEAD_WEIGHT - 1) * sought.count(head)
