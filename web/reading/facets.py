"""What a search can be narrowed by: links with counts, the chosen ones first to let go of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from index import UNKNOWN
from model.agency import Kind, Level, Registry
from model.text import Text
from model.verdict import Verdict
from model.words import KINDS, LEVELS, RULES, VERDICTS
from web.reading.asked import Asked
from web.searching import drill

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet: how many there are, and what leads there."""

    words: Text
    count: int | None
    """None of a value that is chosen and found nothing."""
    chosen: bool
    query: dict[str, object]
    """Of the address that chooses it, or that lets go of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    name: Text
    choices: tuple[Choice, ...]


def facets_of(
    asked: Asked, counts: Mapping[str, Counts], registry: Registry
) -> tuple[FacetView, ...]:
    """Those with anything to choose."""
    views = (
        FacetView(
            name=Text("报告年度", "Reporting year"),
            choices=_of("year", asked, counts, _plain, order=lambda year: -int(year)),
        ),
        FacetView(name=Text("地区", "Region"), choices=tuple(_regions(asked, counts, registry))),
        FacetView(
            name=Text("级别", "Level"),
            choices=_of("level", asked, counts, lambda one: LEVELS[Level(one)]),
        ),
        FacetView(
            name=Text("机关类别", "Kind of agency"),
            choices=_of("kind", asked, counts, lambda one: KINDS[Kind(one)]),
        ),
        FacetView(
            name=Text("结论", "Verdict"),
            choices=_of("verdict", asked, counts, lambda one: VERDICTS[Verdict(one)]),
        ),
        FacetView(name=Text("发现", "Findings"), choices=tuple(_findings(asked, counts))),
    )
    return tuple(view for view in views if view.choices)


def _plain(value: str) -> Text:
    return Text(value, value)


def _of(
    facet: str,
    asked: Asked,
    counts: Mapping[str, Counts],
    words: Callable[[str], Text],
    *,
    order: Callable[[str], int] | None = None,
) -> tuple[Choice, ...]:
    found = dict(counts.get(facet, {}))
    found.pop(UNKNOWN, None)
    chosen = str(getattr(asked, facet))
    values: Iterable[str] = sorted(found, key=order) if order else found
    if chosen and chosen not in found:
        # A span of years, or a value that nothing has: it can still be let go of.
        values = (chosen, *values)
    return tuple(
        Choice(
            words=words(value) if value in found else _plain(value),
            count=found.get(value),
            chosen=value == chosen,
            query=asked.query(**{facet: "" if value == chosen else value}),
        )
        for value in values
    )


def _regions(asked: Asked, counts: Mapping[str, Counts], registry: Registry) -> Iterator[Choice]:
    """Step by step downwards; the chosen one leads back up."""
    chosen = asked.region
    under = chosen if chosen.isdecimal() else None
    if chosen:
        known = [one for one in registry.agencies if one.region == chosen and one.region_name]
        name = known[0].region_name if known else None
        yield Choice(
            words=_plain(name or chosen),
            count=None,
            chosen=True,
            query=asked.query(region=""),
        )
    for one in drill(counts.get("region", {}), registry, under):
        if one.code != chosen:
            yield Choice(
                words=_plain(one.name),
                count=one.reports,
                chosen=False,
                query=asked.query(region=one.code),
            )


def _findings(asked: Asked, counts: Mapping[str, Counts]) -> Iterator[Choice]:
    """A finding is a condition of the query itself."""
    for rule, count in counts.get("finding", {}).items():
        if rule == UNKNOWN:
            continue
        condition = f"finding:{rule}"
        chosen = condition in asked.q.split()
        words = [word for word in asked.q.split() if word != condition]
        q = " ".join(words) if chosen else f"{asked.q} {condition}".strip()
        words_of_rule = RULES.get(rule, _plain(rule))
        yield Choice(words=words_of_rule, count=count, chosen=chosen, query=asked.query(q=q))
