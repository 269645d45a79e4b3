"""Cuts of a report's text around what was found, the whole phrase marked.

Found again in the text as printed: an engine's tokens would mark half of a phrase.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.canonical import canonical_with_origins
from index.needles import Needle
from index.values import Snippet

MOST = 3
LONGEST = 120
"""Characters of a snippet, unless one phrase alone is longer."""

_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;\n]+|$)")
_Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Cut:
    section: str
    text: str
    start: int
    end: int
    marks: tuple[_Mark, ...]
    found: frozenset[str]
    """The phrases seen in it."""


def snippets(
    sections: Iterable[tuple[str, str]], sought: Sequence[tuple[Needle, str | None]]
) -> tuple[Snippet, ...]:
    """Up to `MOST` cuts in the order of the text; those that show further phrases come first.

    `sections` hold printable text (`index.canonical.printable`).
    """
    cuts = [
        cut
        for section, text in sections
        for cut in _cuts(section, text, [one for one, bound in sought if bound in {None, section}])
    ]
    return tuple(_snippet(cut) for cut in cuts if cut in _chosen(cuts))


def _chosen(cuts: Sequence[_Cut]) -> list[_Cut]:
    left = list(cuts)
    chosen: list[_Cut] = []
    shown: set[str] = set()
    while left and len(chosen) < MOST:
        best = max(left, key=lambda cut: len(cut.found - shown))
        left.remove(best)
        chosen.append(best)
        shown |= best.found
    return chosen


def _cuts(section: str, text: str, sought: Sequence[Needle]) -> list[_Cut]:
    found = sorted(_finds(text, sought))
    cuts: list[_Cut] = []
    for sentence in _SENTENCE.finditer(text):
        inside = [find for find in found if sentence.start() <= find[0] < sentence.end()]
        if inside and (not cuts or inside[0][0] >= cuts[-1].end):
            cuts.append(_cut(section, text, sentence.span(), found, inside[0]))
    return cuts


def _finds(text: str, sought: Sequence[Needle]) -> list[tuple[int, int, str]]:
    if not sought:
        return []
    searched, origins = canonical_with_origins(text)
    finds = []
    for one in sought:
        start = searched.find(one.text)
        while start >= 0:
            end = start + len(one.text)
            finds.append((origins[start], origins[end - 1] + 1, one.text))
            start = searched.find(one.text, end)
    return finds


def _cut(
    section: str,
    text: str,
    sentence: tuple[int, int],
    found: Sequence[tuple[int, int, str]],
    first: tuple[int, int, str],
) -> _Cut:
    """The sentence around the first find; of a long one, the part around it."""
    start, end = sentence[0], max(sentence[1], first[1])
    if end - start > LONGEST:
        room = max(LONGEST - (first[1] - first[0]), 0)
        start = max(start, first[0] - room // 3)
        end = max(first[1], min(end, start + LONGEST))
    shown = [find for find in found if start <= find[0] and find[1] <= end]
    marks = _joined([(find[0], find[1]) for find in shown])
    return _Cut(section, text, start, end, marks, frozenset(find[2] for find in shown))


def _joined(marks: Iterable[_Mark]) -> tuple[_Mark, ...]:
    """The same marks where none overlaps another; input in order of start."""
    joined: list[_Mark] = []
    for start, end in marks:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _snippet(cut: _Cut) -> Snippet:
    """Without the white space at its ends, which would move the marks."""
    text = cut.text[cut.start : cut.end]
    start = cut.start + len(text) - len(text.lstrip())
    marks = tuple((begin - start, end - start) for begin, end in cut.marks)
    return Snippet(section=cut.section, text=text.strip(), marks=marks)
