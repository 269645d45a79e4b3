"""How many of the documents found have which value."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from index.columns import Columns, code_of
from index.values import UNKNOWN, Known
from model.agency import Kind, Level
from model.ids import ReportId

_LEVELS = tuple(Level)
_KINDS = tuple(Kind)

Counts = dict[str, int]


def facets(columns: Columns, mask: bytes, known: Known) -> dict[str, Counts]:
    """`mask` has 1 for each document found."""
    years = Counter(compress(columns.years, mask))
    places = Counter(compress(columns.places, mask))
    regions: Counter[str] = Counter()
    for label, count in places.items():
        regions[code_of(label)] += count
    found = {
        "year": {str(year) if year else UNKNOWN: years[year] for year in sorted(years)[::-1]},
        "region": _with_unknown_last(regions, sorted(regions)),
        "level": _in_order(Counter(compress(columns.levels, mask)), _LEVELS),
        "kind": _in_order(Counter(compress(columns.kinds, mask)), _KINDS),
    }
    if known.facets:
        found |= {name: _known(columns, mask, values) for name, values in known.facets.items()}
    return found


def _in_order(counts: Mapping[str, int], order: Sequence[str]) -> Counts:
    others = sorted(set(counts) - set(order))
    return _with_unknown_last(counts, [value for value in (*order, *others) if value in counts])


def _with_unknown_last(counts: Mapping[str, int], order: Iterable[str]) -> Counts:
    found = {str(value): counts[value] for value in order if value}
    return found | ({UNKNOWN: counts[""]} if counts.get("") else {})


def _known(columns: Columns, mask: bytes, values: Mapping[ReportId, tuple[str, ...]]) -> Counts:
    """The most frequent first."""
    counts: Counter[str] = Counter()
    for together, count in Counter(compress(columns.told(values), mask)).items():
        for value in together:
            counts[value] += count
    return dict(sorted(counts.items(), key=lambda item: (item[0] == UNKNOWN, -item[1], item[0])))
