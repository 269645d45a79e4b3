"""Where a two-character word is a word: 民政 in 民政部门, and not in 人民政府.

Only ranking asks (`index.ranking`): words are found wherever their characters stand side by side,
and come first where a reader would see them. Cut by jieba's dictionary; a longer word is taken
apart from its left into dictionary words that do not overlap.
"""

import re
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import rjieba

from index.canonical import CJK

_RUN = re.compile(rf"[{CJK}]{{2,}}")


def _read_contexts(text: str) -> dict[str, str]:
    lines = (line.strip() for line in text.splitlines())
    cuts = [line for line in lines if line and not line.startswith("#")]
    return {cut.replace("|", ""): cut.replace("|", " ") for cut in cuts}


CONTEXTS = _read_contexts(Path(__file__).with_name("contexts.txt").read_text(encoding="utf-8"))
WORDS_VERSION = sha256(f"{version('rjieba')} {sorted(CONTEXTS.values())}".encode()).hexdigest()[:8]
_CONTEXT = re.compile("|".join(map(re.escape, sorted(CONTEXTS, key=len, reverse=True))))


def two_character_words(text: str) -> set[str]:
    """Of a canonical text."""
    cut = _CONTEXT.sub(lambda match: CONTEXTS[match[0]], text)
    words: set[str] = set()
    for run in _RUN.findall(cut):
        for word in rjieba.cut(run):
            if len(word) == 2:
                words.add(word)
            elif len(word) > 2:
                words.update(_inside(word))
    return words


@lru_cache(maxsize=50_000)
def _inside(word: str) -> tuple[str, ...]:
    found, at = [], 0
    while at < len(word) - 1:
        pair = word[at : at + 2]
        known = rjieba.has_word(pair)
        if known:
            found.append(pair)
        at += 2 if known else 1
    return tuple(found)
