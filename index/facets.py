"""How many of the documents found have which value."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import TypeVar

from index.columns import Columns, code_of
from index.docsets import DocSet, to_mask
from index.values import UNKNOWN, Known
from model.agency import Kind, Level
from model.ids import ReportId

_LEVELS = tuple(Level)
_KINDS = tuple(Kind)

Counts = dict[str, int]
Value = TypeVar("Value", int, str, tuple[str, ...])


def facets(columns: Columns, documents: DocSet, known: Known) -> dict[str, Counts]:
    """Of the documents found."""
    years = _counted(columns, columns.years, documents)
    places = _counted(columns, columns.places, documents)
    regions: Counter[str] = Counter()
    for label, count in places.items():
        regions[code_of(label)] += count
    found = {
        "year": {str(year) if year else UNKNOWN: years[year] for year in sorted(years)[::-1]},
        "region": _with_unknown_last(regions, sorted(regions)),
        "level": _in_order(_counted(columns, columns.levels, documents), _LEVELS),
        "kind": _in_order(_counted(columns, columns.kinds, documents), _KINDS),
    }
    if known.facets:
        found |= {name: _known(columns, documents, values) for name, values in known.facets.items()}
    return found


def _counted(columns: Columns, column: Sequence[Value], documents: DocSet) -> Mapping[Value, int]:
    """How many have each value; those that none has are left out."""
    parts = columns.parted(column)
    if parts is None:
        return Counter(compress(column, to_mask(documents, len(columns))))
    counts = ((value, (found & documents).bit_count()) for value, found in parts.items())
    return Counter({value: count for value, count in counts if count})


def _in_order(counts: Mapping[str, int], order: Sequence[str]) -> Counts:
    others = sorted(set(counts) - set(order))
    return _with_unknown_last(counts, [value for value in (*order, *others) if value in counts])


def _with_unknown_last(counts: Mapping[str, int], order: Iterable[str]) -> Counts:
    found = {str(value): counts[value] for value in order if value}
    return found | ({UNKNOWN: counts[""]} if counts.get("") else {})


def _known(
    columns: Columns, documents: DocSet, values: Mapping[ReportId, tuple[str, ...]]
) -> Counts:
    """The most frequent first."""
    counts: Counter[str] = Counter()
    for together, count in _counted(columns, columns.told(values), documents).items():
        for value in together:
            counts[value] += count
    return dict(sorted(counts.items(), key=lambda item: (item[0] == UNKNOWN, -item[1], item[0])))
