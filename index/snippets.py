"""Cuts of a report's text around what was found, the whole phrase marked.

Found again in the text as printed: an engine's tokens would mark half of a phrase.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.canonical import canonical, canonical_with_origins
from index.needles import Needle
from index.values import Snippet

MOST = 3
LONGEST = 120
"""Characters of a snippet, unless one phrase alone is longer."""

_BORDER = re.compile(r"[。！？；!?;]+[”’」』）)\"]*|\n")
_HEADING = 25
"""A line of running text that is broken by the page's width is longer than this."""

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
    sections: Iterable[tuple[str, str]],
    sought: Sequence[tuple[Needle, str | None]],
    shown: Callable[[str], str] = str,
) -> tuple[Snippet, ...]:
    """Up to `MOST` cuts in the order of the text; those that show further phrases are chosen first.

    `sections` hold printable text (`index.canonical.printable`). `shown` hides some of it before it
    is cut (`Known.shown`): half a number, or a name without its label, would no more be told.
    """
    cuts = [
        cut
        for section, text in sections
        for cut in _cuts(section, text, [one for one, bound in sought if bound in {None, section}])
    ]
    chosen = _chosen(cuts)
    return tuple(_snippet(cut, shown(cut.text)) for cut in cuts if cut in chosen)


def _chosen(cuts: Sequence[_Cut]) -> list[_Cut]:
    left = list(cuts)
    chosen: list[_Cut] = []
    shown: set[str] = set()
    while left and len(chosen) < MOST:
        best = max(left, key=lambda cut: (len(cut.found - shown), cut.end - cut.start > _HEADING))
        left.remove(best)
        chosen.append(best)
        shown |= best.found
    return chosen


def _cuts(section: str, text: str, sought: Sequence[Needle]) -> list[_Cut]:
    found = sorted(_finds(text, sought))
    cuts: list[_Cut] = []
    for start, end in _sentences(text) if found else ():
        inside = [find for find in found if start <= find[0] < end]
        if inside and (not cuts or inside[0][0] >= cuts[-1].end):
            cuts.append(_cut(section, text, (start, end), found, inside[0]))
    return cuts


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where each begins and ends. A line break ends one only after a short line, a heading."""
    ends = []
    for border in _BORDER.finditer(text):
        line = text[text.rfind("\n", 0, border.start()) + 1 : border.start()]
        if border[0] != "\n" or len(line.strip()) <= _HEADING:
            ends.append(border.end())
    return list(pairwise([0, *ends, len(text)]))


def _finds(text: str, sought: Sequence[Needle]) -> list[tuple[int, int, str]]:
    if not sought:
        return []
    # Where each character comes from is told for parts in which anything stands, not for all.
    plain = canonical(text)
    sought = [one for one in sought if one.text in plain]
    if not sought:
        return []
    searched, origins = canonical_with_origins(text)
    return [
        (origins[start], origins[end - 1] + 1, one.text)
        for one in sought
        for start, end in one.spans(searched)
    ]


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


def _snippet(cut: _Cut, text: str) -> Snippet:
    """The cut as one line: without line breaks and without white space at its ends."""
    shown = text[cut.start : cut.end]
    lead = len(shown) - len(shown.lstrip())

    def place(index: int) -> int:
        return index - cut.start - lead - shown.count("\n", lead, index - cut.start)

    marks = tuple((place(start), place(end)) for start, end in cut.marks)
    return Snippet(section=cut.section, text=shown.strip().replace("\n", ""), marks=marks)
