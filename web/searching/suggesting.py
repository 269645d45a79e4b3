"""Names while they are typed, and what may have been meant when nothing was found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from index import Engine, Query
from index.canonical import folded
from index.needles import LEXICON
from index.query import AllOf, AnyOf, Condition, Not, Phrase, Within
from model.agency import Agency, Registry
from model.ids import AgencyId
from web.searching.asking import vocabulary

_LONGEST = 20
"""Characters of a phrase that is looked for with one of them changed."""
_LIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyName:
    agency: AgencyId
    name: str
    region: str | None


def suggest_agencies(registry: Registry, typed: str, *, limit: int = 8) -> tuple[AgencyName, ...]:
    """Agencies whose name holds what was typed: at its start first, then the shorter ones.

    A name or alias counts also when all typed characters stand in it in order: 清教局 gives
    清禾市教育局.
    """
    wanted = "".join(folded(typed).split())
    if not wanted:
        return ()
    scattered = re.compile(".*?".join(map(re.escape, wanted)))
    ranked = []
    for position, agency in enumerate(registry.agencies):
        ranks = [_rank(wanted, scattered, folded(name)) for name in (agency.name, *agency.aliases)]
        best = min((rank for rank in ranks if rank is not None), default=None)
        if best is not None:
            ranked.append((best, len(agency.name), position, agency))
    return tuple(_shown(agency) for *_, agency in sorted(ranked, key=lambda one: one[:3])[:limit])


def did_you_mean(engine: Engine, query: Query, registry: Registry) -> tuple[str, ...]:
    """Other phrases for those of the query that nothing says, the likeliest first; each is found.

    Near terms of the genre, names of agencies and labels of the form; then the archive's own words,
    with one character more, less or other.
    """
    found: list[str] = []
    for phrase in _phrases(query.meant or query.root):
        if _count(engine, phrase.text):
            continue
        near = [word for word in _near(phrase.text, registry) if _count(engine, word)]
        found += near[:2] or list(_one_changed(engine, phrase.text))[:2]
    return tuple(dict.fromkeys(found))[:3]


def _rank(wanted: str, scattered: re.Pattern[str], name: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if wanted in name:
        return 1
    return 2 if len(wanted) > 1 and scattered.search(name) else None


def _shown(agency: Agency) -> AgencyName:
    return AgencyName(agency=agency.id, name=agency.name, region=agency.region_name)


def _phrases(condition: Condition) -> Iterator[Phrase]:
    match condition:
        case Phrase():
            yield condition
        case AllOf(conditions) | AnyOf(conditions):
            for one in conditions:
                yield from _phrases(one)
        case Within(_, inner):
            yield from _phrases(inner)
        case Not():
            return
        case _:
            return


def _near(phrase: str, registry: Registry) -> list[str]:
    typed = folded(phrase)
    signs = set(typed)
    # The comparison that follows is slow, and certain not to find what has no sign in common.
    words = [word for word in _words(registry) if not signs.isdisjoint(word)]
    near = get_close_matches(typed, words, n=5, cutoff=_LIKE)
    return [word for word in near if word != typed]


def _words(registry: Registry) -> list[str]:
    labels: Iterable[str] = vocabulary().measures.direct
    names = (name for agency in registry.agencies for name in (agency.name, *agency.aliases))
    return list(dict.fromkeys((*LEXICON, *labels, *names)))


def _one_changed(engine: Engine, phrase: str) -> Iterator[str]:
    """What the archive says where the phrase differs in one place."""
    typed = folded(phrase)
    if not 3 <= len(typed) <= _LONGEST:
        return
    for at in range(len(typed)):
        left, right = typed[:at], typed[at + 1 :]
        sought = tuple(Phrase(part) for part in (left, right) if part)
        pattern = re.compile(f"{re.escape(left)}(?:\\w{{0,2}}){re.escape(right)}")
        hits = engine.search(Query(phrase, AllOf(sought)), page_size=5).hits
        for snippet in (snippet for hit in hits for snippet in hit.snippets):
            match = pattern.search(folded(snippet.text))
            if match and _alike(match[0], typed):
                yield match[0]
                break


def _alike(one: str, other: str) -> bool:
    return one != other and SequenceMatcher(None, one, other).ratio() >= _LIKE


def _count(engine: Engine, phrase: str) -> int:
    return engine.search(Query(phrase, Phrase(phrase)), page_size=1).total
