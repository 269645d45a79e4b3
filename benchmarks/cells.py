"""Our cells against plain pdfplumber's: in the same place, with the same text, and if not, why.

pdfplumber reads each page by itself and as it is turned, and takes white lines for drawn ones.
Where it differs from us in that only, it shows: ours goes on where the page ends, has the same
characters in the order of reading, or is one cell where theirs are two.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from extract.normalise import compact

SAME_SIDE = 3.0
"""Sides of one cell differ by less, in points: borders are drawn lines of some width."""

Cells = list[tuple[int, tuple[float, ...], str]]
"""Page, box, text."""


class Outcome(StrEnum):
    EQUAL = "equal"
    JOINED = "joined"
    """Ours has all words of theirs, and goes on on the next page."""
    REORDERED = "reordered"
    """The same characters."""
    OTHER = "other"
    ELSEWHERE = "elsewhere"
    """pdfplumber has no cell in this place."""


def compare(ours: Mapping[str, Cells], theirs: Mapping[str, Cells]) -> None:
    """Prints a line a file."""
    print("\ncells of ours, against those of plain pdfplumber")
    print(f"  {'':36}" + "".join(f"{outcome:>10}" for outcome in Outcome))
    total: Counter[Outcome] = Counter()
    for name, cells in ours.items():
        outcomes = Counter(_outcomes(cells, theirs[name]))
        total += outcomes
        _print_line(name, outcomes)
    _print_line("all", total)
    print("  joined: a row that a page's end cuts; reordered: by a turned page, in theirs;")
    print("  elsewhere: merged in ours, cut by lines drawn in white in theirs")


def _print_line(name: str, outcomes: Counter[Outcome]) -> None:
    print(f"  {name:36}" + "".join(f"{outcomes[outcome]:10}" for outcome in Outcome))


def _outcomes(ours: Cells, theirs: Cells) -> Iterator[Outcome]:
    places: dict[tuple[int, int, int], Cells] = {}
    for page, box, text in theirs:
        places.setdefault((page, *_corner(box)), []).append((page, box, text))
    for page, box, text in ours:
        yield _outcome(compact(text), [compact(one) for one in _same(places, page, box)])


def _outcome(text: str, found: list[str]) -> Outcome:
    if not found:
        return Outcome.ELSEWHERE
    if text in found:
        return Outcome.EQUAL
    if any(Counter(text) == Counter(one) for one in found):
        return Outcome.REORDERED
    has_theirs = any(Counter(one) <= Counter(text) for one in found)
    return Outcome.JOINED if has_theirs and not text[-1:].isdecimal() else Outcome.OTHER


def _corner(box: tuple[float, ...]) -> tuple[int, int]:
    return int(box[0] // (2 * SAME_SIDE)), int(box[1] // (2 * SAME_SIDE))


def _same(
    places: Mapping[tuple[int, int, int], Cells], page: int, box: tuple[float, ...]
) -> Iterator[str]:
    """The texts of the cells whose four sides stand where the box has them."""
    column, row = _corner(box)
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            for _, other, text in places.get((page, column + across, row + down), ()):
                if all(abs(a - b) < SAME_SIDE for a, b in zip(box, other, strict=True)):
                    yield text
