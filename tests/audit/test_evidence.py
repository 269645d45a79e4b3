"""Laws of evidence: what may be added, taken away or put in another order, and what follows."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audit import AgencyView, Case, Observations
from audit.deciding import Judgement, judge
from audit.imports import as_had
from model.capture import (
    IMPORTED,
    Capture,
    KnownItem,
    ListedLink,
    Look,
    LookEnd,
    Outcome,
    Purpose,
    RecordPlace,
    Visit,
)
from model.ids import AgencyId, CaptureId
from model.report import ReportVersion
from model.verdict import Verdict
from tests.audit.builders import (
    LISTING,
    OWED,
    YEAR,
    agency,
    at,
    link,
    look,
    observations,
    report,
    url_of,
    visit,
)

OTHER = "https://www.qinghe.gov.cn/zfxxgk/"
OWNER = agency(listings=(LISTING, OTHER))
AFTER = "2024-09-01"
FAILED = [end for end in LookEnd if end is not LookEnd.READ_TO_END]
FAILURES = [one for one in Outcome if one not in (Outcome.CAPTURED, Outcome.UNCHANGED)]


Item = TypeVar("Item")


def url_in(one: ListedLink) -> str:
    return one.url


def judged(seen: Observations, as_of: datetime | None = None) -> Judgement:
    view = AgencyView.of(OWNER, as_had(seen), as_of or at(AFTER))
    return judge(Case(view=view, obligation=OWED))


def verdict(seen: Observations) -> Verdict:
    return judged(seen).record.verdict


def joined(first: Observations, second: Observations) -> Observations:
    return Observations(
        looks=first.looks + second.looks,
        reports=first.reports + second.reports,
        visits=first.visits + second.visits,
        captures={**first.captures, **second.captures},
    )


days = st.dates(date(2024, 1, 1), date(2024, 3, 31))
moments = st.builds(
    lambda day, hour: at(day.isoformat(), f"{hour:02}:00"), days, st.integers(0, 23)
)
listings = st.sampled_from([LISTING, OTHER])
links = st.lists(
    st.builds(link, st.sampled_from([2021, 2022, 2022, 2024])),
    max_size=2,
    unique_by=lambda x: x.url,
)
any_links = st.lists(
    st.builds(link, st.sampled_from([None, 2021, 2022, YEAR])),
    max_size=3,
    unique_by=lambda x: x.url,
)
sound_looks = st.builds(
    lambda when, shown, listing: look(when, *shown, listing=listing), moments, links, listings
)
failed_looks = st.builds(
    lambda when, shown, end, listing: look(when, *shown, end=end, listing=listing),
    *(moments, any_links, st.sampled_from(FAILED), listings),
)
failed_visits = st.builds(
    lambda when, url, outcome, purpose, year: visit(
        when, url, outcome=outcome, purpose=purpose, year=year
    ),
    moments,
    st.sampled_from([LISTING, OTHER, url_of(2022), url_of(YEAR), url_of(0)]),
    st.sampled_from(FAILURES),
    st.sampled_from(list(Purpose)),
    st.sampled_from([None, 2022, YEAR]),
)
captured_visits = st.builds(
    lambda when, year: visit(when, url_of(year), year=year, payload=f"report-finance-{year}-1"),
    moments,
    st.sampled_from([2021, 2022, YEAR]),
)
reports = st.lists(
    st.builds(report, moments, st.sampled_from([2021, 2022, YEAR])),
    max_size=3,
    unique_by=lambda version: version.id,
)


def unique_looks(strategy: st.SearchStrategy[Look], most: int) -> st.SearchStrategy[list[Look]]:
    return st.lists(strategy, max_size=most, unique_by=lambda one: (one.listing, one.at))


def unique_visits(strategy: st.SearchStrategy[Visit], most: int) -> st.SearchStrategy[list[Visit]]:
    return st.lists(strategy, max_size=most, unique_by=lambda one: one.at)


mixed = st.builds(
    lambda looks, visits, versions: observations(looks=looks, visits=visits, reports=versions),
    unique_looks(sound_looks | sound_looks | failed_looks, 6),
    unique_visits(failed_visits | captured_visits, 4),
    reports,
)
failures = st.builds(
    lambda looks, visits: observations(looks=looks, visits=visits),
    unique_looks(failed_looks, 5),
    unique_visits(failed_visits, 5),
)
"""What could not be looked at, in any number."""


def enough(listing: str) -> st.SearchStrategy[list[Look]]:
    """Two sound looks or more after the due date, with what is known."""
    late = st.dates(date(2024, 2, 1), date(2024, 3, 31))
    looks = late.map(lambda day: look(at(day.isoformat()), link(2022), listing=listing))
    return st.lists(looks, min_size=2, max_size=4, unique_by=lambda one: one.at)


absences = st.builds(
    lambda here, there: observations(looks=[*here, *there]), enough(LISTING), enough(OTHER)
)
"""Evidence that carries a `not_found`."""


@given(absences)
def test_the_evidence_below_does_carry_an_absence(seen: Observations) -> None:
    assert verdict(seen) is Verdict.NOT_FOUND


@given(failures)
def test_failures_alone_prove_nothing(failed: Observations) -> None:
    assert verdict(failed) is Verdict.UNOBSERVABLE


@given(seen=mixed, failed=failures)
def test_more_failures_make_no_absence(seen: Observations, failed: Observations) -> None:
    assume(verdict(seen) is not Verdict.NOT_FOUND)

    assert verdict(joined(seen, failed)) is not Verdict.NOT_FOUND


def sightings(when: datetime) -> Iterator[Observations]:
    """Everything that says that the report may be there."""
    yield observations(reports=[report(when)])
    yield observations(looks=[look(when, link(2022), link(YEAR))])
    yield observations(looks=[look(when, link(2022), link(None))])
    yield observations(looks=[look(when, link(YEAR), end=LookEnd.UNREADABLE)])
    for purpose in (Purpose.REPORT, Purpose.ATTACHMENT, Purpose.ADDED):
        for outcome in Outcome:
            held = visit(when, url_of(YEAR), year=YEAR, outcome=outcome, purpose=purpose)
            yield observations(visits=[held])


@settings(max_examples=25)
@given(seen=absences, when=moments)
def test_any_sighting_of_the_report_unmakes_an_absence(seen: Observations, when: datetime) -> None:
    for sighting in sightings(when.replace(minute=30)):
        assert verdict(joined(seen, sighting)) is not Verdict.NOT_FOUND


def changed(seen: Observations, old: Look, new: Look | None) -> Observations:
    looks = [new if one is old else one for one in seen.looks]
    return replace(seen, looks=tuple(one for one in looks if one is not None))


def without_capture(seen: Observations, gone: CaptureId) -> Observations:
    return replace(seen, captures={key: one for key, one in seen.captures.items() if key != gone})


def answered(seen: Observations, page: CaptureId, status: int | None) -> Observations:
    spoiled = replace(seen.captures[page], http_status=status)
    return replace(seen, captures={**seen.captures, page: spoiled})


def known(*, found: bool, gone: int) -> KnownItem:
    return KnownItem(
        url=LISTING,
        title="2022年度报告",
        reporting_year=2022,
        found=found,
        shown_before=2,
        gone=("一",) * gone,
    )


def spoiled(seen: Observations, each: Look) -> Iterator[Observations]:
    """Every way in which one look may not have been what it was."""
    yield changed(seen, each, None)
    yield changed(seen, each, replace(each, links=()))
    yield changed(seen, each, replace(each, freshest=None))
    yield changed(seen, each, replace(each, freshest=date(2022, 12, 1)))
    yield changed(seen, each, replace(each, pages=()))
    yield changed(seen, each, replace(each, at=at("2024-01-31", "23:59")))
    yield changed(seen, each, replace(each, listing=f"{each.listing}x"))
    yield changed(seen, each, replace(each, agency=AgencyId("audit")))
    for item in (known(found=False, gone=1), known(found=True, gone=2)):
        yield changed(seen, each, replace(each, known_item=item))
    for end in FAILED:
        yield changed(seen, each, replace(each, end=end))
    for page in each.pages:
        yield without_capture(seen, page)
        for status in (None, 199, 300, 302, 403, 404, 500, 503):
            yield answered(seen, page, status)
        cut = replace(seen.captures[page], truncated="length")
        yield replace(seen, captures={**seen.captures, page: cut})
    wall = visit(each.at, each.listing, outcome=Outcome.BLOCKED, purpose=Purpose.LISTING)
    yield joined(seen, observations(visits=[replace(wall, crawl=each.crawl)]))


@settings(max_examples=25)
@given(st.permutations(range(1, 29)), st.permutations(range(1, 29)))
def test_each_piece_of_a_bare_proof_carries_it(here: list[int], there: list[int]) -> None:
    bare = observations(
        looks=[
            look(at(f"2024-02-{day:02}"), link(2022), listing=listing)
            for listing, two in ((LISTING, here[:2]), (OTHER, there[:2]))
            for day in two
        ]
    )
    assert verdict(bare) is Verdict.NOT_FOUND

    for each in bare.looks:
        for less in spoiled(bare, each):
            assert verdict(less) is Verdict.UNOBSERVABLE


@settings(max_examples=25)
@given(absences)
def test_what_an_absence_names_carries_it(seen: Observations) -> None:
    """Where more was seen than is needed, it may stand on other pieces, and then names those."""
    named = {piece.capture for piece in judged(seen).record.evidence}

    for capture in named:
        record = judged(without_capture(seen, capture)).record
        if record.verdict is Verdict.NOT_FOUND:
            assert capture not in {piece.capture for piece in record.evidence}
        else:
            assert record.verdict is Verdict.UNOBSERVABLE


@given(seen=mixed, as_of=moments)
def test_what_was_seen_later_changes_nothing(seen: Observations, as_of: datetime) -> None:
    then = Observations(
        looks=tuple(one for one in seen.looks if one.at <= as_of),
        visits=tuple(one for one in seen.visits if one.at <= as_of),
        reports=tuple(one for one in seen.reports if one.capture.at <= as_of),
        captures={key: one for key, one in seen.captures.items() if one.at <= as_of},
    )

    assert judged(seen, as_of) == replaced(judged(then, as_of), judged(seen, as_of))


def replaced(one: Judgement, other: Judgement) -> Judgement:
    """But for the publication, which holds the whole case."""
    return replace(one, publication=other.publication)


@given(seen=mixed, seed=st.integers())
def test_the_order_of_what_was_seen_changes_nothing(seen: Observations, seed: int) -> None:
    chance = random.Random(seed)

    def shuffled(items: Iterable[Item]) -> tuple[Item, ...]:
        mixed_up = list(items)
        chance.shuffle(mixed_up)
        return tuple(mixed_up)

    other = judged(
        Observations(
            looks=shuffled(seen.looks),
            visits=shuffled(seen.visits),
            reports=shuffled(seen.reports),
            captures=dict(shuffled(seen.captures.items())),
        )
    )

    assert judged(seen) == replaced(other, judged(seen))


def claimed(one: Capture) -> Capture:
    place = RecordPlace(warc=f"{IMPORTED}x.warc.gz", offset=0, length=1)
    return replace(one, id=CaptureId(f"claimed-{one.id}"), record=place)


def imported(version: ReportVersion, url: str) -> Observations:
    """A report as somebody else says to have had it from `url`, given to us by a person."""
    theirs = claimed(replace(version.capture, url=url))
    had = visit(at("2024-04-01"), url, purpose=Purpose.ADDED, payload=version.id)
    return Observations(
        reports=(replace(version, capture=theirs),),
        visits=(replace(had, capture=theirs.id, reporting_year=version.reporting_year),),
        captures={theirs.id: theirs},
    )


imports = st.builds(
    lambda when, year, owner, url: imported(report(when, year, owner=owner, payload="t"), url),
    moments,
    st.sampled_from([2021, 2022, YEAR, 2024, None]),
    st.sampled_from(["finance", "audit", None]),
    st.sampled_from([url_of(0), url_of(YEAR), url_of(2022), f"{OTHER}x.html"]),
)


def listing_more(seen: Observations, shown: list[ListedLink]) -> Observations:
    looks = tuple(replace(one, links=(*one.links, *shown)) for one in seen.looks)
    return replace(seen, looks=looks)


@given(seen=absences | mixed, shown=any_links, more=imports)
def test_what_others_archived_never_helps_an_absence(
    seen: Observations, shown: list[ListedLink], more: Observations
) -> None:
    seen = listing_more(seen, shown)
    assume(verdict(seen) is not Verdict.NOT_FOUND)

    assert verdict(joined(seen, more)) is not Verdict.NOT_FOUND


def test_an_earlier_report_of_others_does_not_stand_in_the_way() -> None:
    """It was read, so it is not the report that is missing."""
    looks = [
        look(at(day), link(2022), listing=listing)
        for listing in (LISTING, OTHER)
        for day in ("2024-02-02", "2024-02-05")
    ]
    theirs = imported(report(at("2023-05-01"), 2021), f"{OTHER}x.html")
    (had,) = theirs.visits
    unsaid = replace(theirs, visits=(replace(had, reporting_year=None),))

    assert verdict(joined(observations(looks=looks), unsaid)) is Verdict.NOT_FOUND
    # Had nobody been able to read it, it might be the one.
    unread = replace(unsaid, reports=())
    assert verdict(joined(observations(looks=looks), unread)) is Verdict.UNOBSERVABLE


def test_others_cannot_explain_away_what_our_own_look_listed() -> None:
    """That an address once gave another report is their word; we have not read it there."""
    looks = [
        look(at(day), link(2022), link(None), listing=listing)
        for listing in (LISTING, OTHER)
        for day in ("2024-02-02", "2024-02-05")
    ]
    seen = observations(looks=looks)
    theirs = imported(report(at("2023-05-01"), 2021), url_of(0))
    ours = observations(reports=[report(at("2023-05-01"), 2021, url=url_of(0))])

    assert verdict(joined(seen, theirs)) is Verdict.UNOBSERVABLE
    assert verdict(joined(seen, ours)) is Verdict.NOT_FOUND
