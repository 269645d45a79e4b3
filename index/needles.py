"""How a phrase is found: the tokens that narrow the documents down, the bytes that decide."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from index.canonical import LONGEST_WORD, MARK, canonical, tokens


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


def needle(phrase: str) -> Needle:
    text = canonical(phrase).strip("\n")
    if text in LEXICON:
        return Needle(text=text, data=text.encode(), tokens=(text,), exact=True)
    found = tuple(dict.fromkeys(tokens(text)))
    exact = len(found) == 1 and (
        text == found[0] or (text == f"{MARK}{found[0]}{MARK}" and len(found[0]) < LONGEST_WORD)
    )
    return Needle(text=text, data=text.encode(), tokens=found, exact=exact)


def index_tokens(text: str) -> list[str]:
    """Everything that a canonical text is indexed under, sorted, without repeats."""
    return sorted({*tokens(text), *(term for term in LEXICON if term in text)})
