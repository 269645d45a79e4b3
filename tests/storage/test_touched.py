"""Whom stored evidence may concern: each of these must be judged anew, and nobody without need."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from model.agency import Agency, Registry
from model.capture import Look
from model.ids import AgencyId, CrawlId
from storage.database import Covered, Database, Grounds, Harvested
from tests.storage.builders import (
    START,
    a_capture,
    a_failure,
    a_look,
    a_reading,
    a_visit,
    an_agency,
    later,
)
from tests.storage.test_database_audits import a_verdict

NAMES = ("qinghe", "yundu", "nanji", "qilan", "sanhe")
SHARED = "http://portal.example/nb/"
NOW = later(days=9)
COVERED = Covered(years=(2024, 2024))
ELSEWHERE = CrawlId("20250402T010203Z-abcdef")


@pytest.fixture
def judged(database: Database) -> Database:
    """The report of qinghe was met by it and by yundu; nanji was looked at in the same crawl.

    nanji and qilan share a column, and so did sanhe once, which lists none now.
    """
    database.sync_registry(registered())
    for name in ("nanji", "sanhe"):
        database.record(visits=[replace(a_visit(name, agency=name), listing=SHARED)])
    captures = [a_capture(1), replace(a_capture(1), id=a_capture(2).id)]
    visits = [
        a_visit(name, agency=name, capture=capture)
        for name, capture in zip(("qinghe", "yundu"), captures, strict=True)
    ]
    database.record(captures=captures, visits=visits, looks=[a_look(agency="nanji")])
    database.save_report(a_reading(a_capture(1)), code_version="1")
    audit(database)
    assert stale(database) == set()
    return database


def audit(database: Database) -> None:
    with database.evidence() as evidence:
        grounds = Grounds(made_by="us", known=evidence.known_until(NOW))
    database.replace_audit(
        COVERED, [a_verdict(name) for name in NAMES], [], as_of=NOW, grounds=grounds
    )


def stale(database: Database, made_by: str = "us") -> set[str]:
    with database.evidence() as evidence:
        standing = {one.record.agency for one in evidence.standing(COVERED, made_by, NOW)}
    return set(NAMES) - standing


def registered(*altered: Agency) -> Registry:
    known: dict[str, Agency] = {name: an_agency(name) for name in NAMES}
    for name in ("nanji", "qilan"):
        known[name] = replace(known[name], listings=(SHARED,))
    known["sanhe"] = replace(known["sanhe"], listings=())
    known.update({one.id: one for one in altered})
    return Registry(agencies=tuple(known.values()))


def renamed(name: str) -> Registry:
    (known,) = (one for one in registered().agencies if one.id == name)
    return registered(replace(known, name="新名"))


def other_site(look: Look) -> Look:
    return replace(look, listing="http://www.yundu.example/nb/")


CHANGES: dict[str, tuple[Callable[[Database], object], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "what is known already": (
        lambda d: d.record(captures=[a_capture(1)], looks=[a_look(agency="nanji")]),
        set(),
    ),
    "a visit": (lambda d: d.record(visits=[a_visit("v9", agency="qilan")]), {"qilan"}),
    "a visit that met the report of another": (
        lambda d: d.record(visits=[a_visit("v9", agency="qilan", capture=a_capture(1))]),
        {"qilan", "qinghe"},
    ),
    "the same by a capture of its own": (
        lambda d: d.record(
            captures=[replace(a_capture(1), id=a_capture(3).id)],
            visits=[a_visit("v9", agency="qilan", capture=a_capture(3))],
        ),
        {"qilan", "qinghe"},
    ),
    "nobody's visit to the report": (
        lambda d: d.record(visits=[replace(a_visit("v9", capture=a_capture(1)), agency=None)]),
        {"qinghe"},
    ),
    "a look at the same site in the same crawl": (
        lambda d: d.record(looks=[a_look(agency="qilan", at=later(hours=1))]),
        {"qilan", "nanji"},
    ),
    "a look in another crawl": (
        lambda d: d.record(looks=[a_look(agency="qilan", crawl=ELSEWHERE)]),
        {"qilan"},
    ),
    "a look at another site": (
        lambda d: d.record(looks=[other_site(a_look(agency="qilan"))]),
        {"qilan"},
    ),
    "another owner": (
        lambda d: d.save_report(a_reading(a_capture(1), agency="qilan"), code_version="1"),
        {"qinghe", "yundu", "qilan"},
    ),
    "no owner": (
        lambda d: d.save_report(a_reading(a_capture(1), agency=None), code_version="1"),
        {"qinghe", "yundu"},
    ),
    "no report any more": (
        lambda d: d.save_failure(a_failure(), digest=a_capture(1).payload_digest, code_version="2"),
        {"qinghe", "yundu"},
    ),
    "the same registry": (lambda d: d.sync_registry(registered()), set()),
    "a new name": (lambda d: d.sync_registry(renamed("sanhe")), {"sanhe"}),
    "a new name of one that met the report of another": (
        lambda d: d.sync_registry(renamed("yundu")),
        {"yundu", "qinghe"},
    ),
    "a new name on a column that several have": (
        lambda d: d.sync_registry(renamed("qilan")),
        {"qilan", "nanji", "sanhe"},
    ),
    "one more that shares a column": (
        lambda d: d.sync_registry(registered(replace(an_agency("yundu"), listings=(SHARED,)))),
        {"yundu", "qinghe", "nanji", "sanhe"},
    ),
    "one that shares it no more": (
        lambda d: d.sync_registry(registered(an_agency("qilan"))),
        {"qilan", "nanji", "sanhe"},
    ),
    "one that nobody knew": (
        lambda d: d.sync_registry(registered(an_agency("beiji"))),
        set(),
    ),
    "none left": (lambda d: d.sync_registry(Registry(agencies=())), set(NAMES)),
    "what a rebuild brings": (
        lambda d: d.catch_up(Harvested(captures=[a_capture(7)]), until={"a.warc.gz": 9}),
        set(NAMES),
    ),
    "a rebuild that brings nothing": (
        lambda d: d.catch_up(Harvested(captures=[a_capture(1)]), until={"a.warc.gz": 9}),
        set(),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_is_concerned_is_judged_anew(judged: Database, change: str) -> None:
    make, concerned = CHANGES[change]
    make(judged)
    assert stale(judged) == concerned
    audit(judged)
    assert stale(judged) == set()


def test_another_judge_begins_anew(judged: Database) -> None:
    assert stale(judged, "somebody else") == set(NAMES)


def test_a_verdict_without_grounds_never_stands(judged: Database) -> None:
    judged.replace_audit(COVERED, [a_verdict(name) for name in NAMES], [], as_of=NOW)
    assert stale(judged) == set(NAMES)


def test_nothing_stands_while_evidence_is_still_to_come(judged: Database) -> None:
    judged.record(visits=[a_visit("v9", agency="qilan", at=later(days=30))])
    with judged.evidence() as evidence:
        assert evidence.known_until(NOW) is None
        assert evidence.known_until(later(days=30)) is not None
    audit(judged)
    assert stale(judged) == set(NAMES)


def test_nothing_stands_for_an_earlier_moment(judged: Database) -> None:
    with judged.evidence() as evidence:
        assert list(evidence.standing(COVERED, "us", START)) == []
        some = Covered(years=(2024, 2024), agencies=frozenset({AgencyId("nanji")}))
        assert [one.record.agency for one in evidence.standing(some, "us", NOW)] == ["nanji"]
        assert list(evidence.standing(Covered(years=(2023, 2023)), "us", NOW)) == []
