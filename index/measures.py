"""The names under which a person may ask for a figure: ids, and labels of every form generation.

A label is any tail of a cell's path (属于国家秘密, 不予公开 / 属于国家秘密); a column that is the
total may be left out. A group of rows that has no total of its own (不予公开) is the sum of its
rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from index.canonical import folded
from model.figures import Figure
from model.form import Form
from model.ids import FormId, MeasureId

_NUMBERING = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])")
_TOTALS = frozenset({"总计", "统计数"})
_TOTAL_IDS = (".total", ".number")

Way = tuple[MeasureId, ...]

SPOKEN: Mapping[str, tuple[Way, ...]] = {
    name: tuple(tuple(map(MeasureId, way)) for way in ways)
    for names, ways in (
        (
            ("收到申请", "申请数量", "申请量", "本年新收", "新收申请", "applications"),
            (("t3.new_received.total",), ("s.received.number",)),
        ),
        (("上年结转",), (("t3.carried_in.total",),)),
        (("结转下年", "结转下年度"), (("t3.carried_out.total",),)),
        (
            ("行政诉讼", "诉讼"),
            (
                ("t4.litigation_direct.total", "t4.litigation_after_reconsideration.total"),
                ("s.litigation.number",),
            ),
        ),
        (("复议",), (("t4.reconsideration.total",), ("s.reconsideration.number",))),
    )
    for name in names
}
"""What people say where the form says it longer, or each generation says it otherwise."""

APPLICATIONS = Figure("申请数量", SPOKEN["申请数量"])
"""政府信息公开申请 received in the year, in every generation of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureName:
    """One measure for people who look for its name."""

    id: MeasureId
    label: str
    forms: tuple[FormId, ...]
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """A name that means more than one thing."""

    ids: tuple[MeasureId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureNames:
    measures: Mapping[MeasureId, MeasureName] = field(default_factory=dict)
    direct: Mapping[str, Mapping[FormId, tuple[MeasureId, ...]]] = field(default_factory=dict)
    """Simplified label → form → the cells that bear it."""
    sums: Mapping[str, Mapping[FormId, tuple[Way, ...]]] = field(default_factory=dict)
    """Simplified label of a group → form → the cells to be added up."""

    def find(self, name: str) -> Figure | Several | None:
        """The figure of that name; what it may mean when that is not one thing."""
        if figure := self._by_id(name.strip().casefold()):
            return figure
        label = simplified(name)
        if ways := SPOKEN.get(label):
            known = tuple(way for way in ways if all(each in self.measures for each in way))
            return Figure(label, known) if known else None
        direct, sums = self.direct.get(label, {}), self.sums.get(label, {})
        unclear = [id_ for ids in direct.values() if len(ids) > 1 for id_ in ids]
        unclear += [id_ for ways in sums.values() if len(ways) > 1 for way in ways for id_ in way]
        if unclear:
            return Several(ids=tuple(dict.fromkeys(unclear)))
        found: tuple[Way, ...] = tuple(dict.fromkeys(ids for ids in direct.values()))
        found += tuple(dict.fromkeys(ways[0] for ways in sums.values()))
        if not found:
            partial = self._with_label_part(label)
            return Several(ids=partial) if partial else None
        found = tuple(dict.fromkeys(found))
        alone = len(found) == 1 and len(found[0]) == 1
        return Figure(found[0][0] if alone else label, found)

    def near(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Labels that look like it."""
        label = simplified(name)
        known = (*SPOKEN, *self.direct, *self.sums)
        return tuple(dict.fromkeys(get_close_matches(label, known, n=limit, cutoff=0.5)))

    def label(self, measure: MeasureId) -> str:
        known = self.measures.get(measure)
        return known.label if known else measure

    def _by_id(self, name: str) -> Figure | None:
        for id_ in (name, *(name + total for total in _TOTAL_IDS)):
            if id_ in self.measures:
                return Figure(id_, ((MeasureId(id_),),))
        rows = tuple(
            id_
            for id_ in self.measures
            if id_.startswith(f"{name}.") and id_.count(".") == name.count(".") + 2
        )
        totals = tuple(id_ for id_ in rows if id_.endswith(_TOTAL_IDS))
        return Figure(name, (totals,)) if len(totals) > 1 and name.count(".") else None

    def _with_label_part(self, label: str) -> tuple[MeasureId, ...]:
        """Measures one part of whose label is that: 规章 is three of them."""
        return tuple(
            measure.id
            for measure in self.measures.values()
            if any(simplified(part) == label for part in measure.label.split(" / "))
        )


def measure_names(
    forms: Iterable[Form], spellings: Mapping[MeasureId, tuple[str, ...]] | None = None
) -> MeasureNames:
    """Names of all measures. `spellings` are further label paths of a cell, as reports print it."""
    measures: dict[MeasureId, MeasureName] = {}
    direct: dict[str, dict[FormId, list[MeasureId]]] = defaultdict(lambda: defaultdict(list))
    groups: dict[str, dict[FormId, dict[str, list[MeasureId]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for form in sorted(forms, key=lambda one: one.id, reverse=True):
        for measure in form.measures.values():
            known = measures.get(measure.id)
            measures[measure.id] = MeasureName(
                id=measure.id,
                label=known.label if known else measure.label,
                forms=(form.id, *(known.forms if known else ())),
                unit=measure.unit,
            )
            for label in _labels((measure.label, *(spellings or {}).get(measure.id, ()))):
                if measure.id not in direct[label][form.id]:
                    direct[label][form.id].append(measure.id)
            for label, group in _groups(measure.label, measure.id):
                groups[label][form.id][group].append(measure.id)
        for label, by_form in groups.items():
            # A total that the form itself asks for is what the agency states; the parts are not.
            if set(direct.get(label, {}).get(form.id, ())) - form.optional:
                by_form.pop(form.id, None)
    return MeasureNames(
        measures=measures,
        direct={
            label: {form: tuple(ids) for form, ids in by_form.items()}
            for label, by_form in direct.items()
        },
        sums={label: _sums_of(by_form) for label, by_form in groups.items()},
    )


def _sums_of(
    by_form: Mapping[FormId, Mapping[str, Sequence[MeasureId]]],
) -> dict[FormId, tuple[tuple[MeasureId, ...], ...]]:
    """The rows of each group that bears the label; one row alone is no sum."""
    ways = {
        form: tuple(tuple(ids) for ids in groups.values() if len(ids) > 1)
        for form, groups in by_form.items()
    }
    return {form: sums for form, sums in ways.items() if sums}


def simplified(label: str) -> str:
    """What of a label counts: no numbering, blanks, quotes or brackets."""
    plain = _NUMBERING.sub("", label)
    return re.sub(r"[\W_]+", "", folded(plain))


def _labels(paths: Iterable[str]) -> tuple[str, ...]:
    """Every tail of the paths, a closing total left out too."""
    found: list[str] = []
    for path in paths:
        parts = path.split(" / ")
        variants = [parts]
        while len(parts) > 1 and parts[-1] in _TOTALS:
            parts = parts[:-1]
            variants.append(parts)
        for variant in variants:
            found += ["".join(map(simplified, variant[start:])) for start in range(len(variant))]
    return tuple(dict.fromkeys(found))


def _groups(path: str, measure: MeasureId) -> tuple[tuple[str, str], ...]:
    """Labels of the group a row belongs to, each with the id of what may be added up."""
    parts = path.split(" / ")
    row_id, _, column_id = measure.rpartition(".")
    group_id = row_id.rpartition(".")[0]
    if len(parts) < 3 or "." not in group_id:
        return ()
    group, column = simplified(parts[0]), simplified(parts[-1])
    named = [(f"{group}{column}", f"{group_id}/{column_id}")]
    if parts[-1] in _TOTALS:
        named.append((group, f"{group_id}/{column_id}"))
    return tuple(named)
