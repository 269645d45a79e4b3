"""Could-not-look is never is-not-there: what it takes to say that a report was not found."""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import audit as room
from audit import AbsenceProof, AgencyView, Case, NotProvenError, Observations, decide
from audit.deciding import judge
from model.agency import Agency
from model.capture import KnownItem, LinkKind, ListedLink, Look, LookEnd, Outcome, Purpose, Visit
from model.finding import Failure, Severity
from model.report import ReportVersion
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
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

PREVIOUS = link(2022, declared=date(2023, 1, 20))
FIRST = look(at("2024-02-02"), PREVIOUS)
SECOND = look(at("2024-02-05"), PREVIOUS)
SECOND_LISTING = "https://www.qinghe.gov.cn/zfxxgk/"


def verdict(
    seen: Observations, as_of: str = "2024-03-01", of: Agency | None = None
) -> VerdictRecord:
    return decide(OWED, of or agency(), seen, as_of=at(as_of))


def reason(*looks: Look, visits: tuple[Visit, ...] = ()) -> Reason | None:
    record = verdict(observations(looks=looks, visits=visits))
    assert record.verdict is Verdict.UNOBSERVABLE
    return record.reason


def test_two_sound_looks_on_different_days_prove_it() -> None:
    record = verdict(observations(looks=[FIRST, SECOND]))

    assert record.verdict is Verdict.NOT_FOUND
    assert not record.graded
    assert record.last_absent == SECOND.at
    assert [piece.capture for piece in record.evidence] == [*FIRST.pages, *SECOND.pages]


def test_it_carries_its_finding() -> None:
    view = AgencyView.of(agency(), observations(looks=[FIRST, SECOND]), at("2024-03-01"))

    (finding,) = judge(Case(view=view, obligation=OWED)).findings

    assert (finding.rule, finding.severity) == ("publication.not_found", Severity.ERROR)
    assert finding.captures == (*FIRST.pages, *SECOND.pages)
    assert "2024-02-05 10:00" in finding.message.zh
    assert "not found by us" in finding.message.en


def test_without_any_known_item_it_is_graded_lower() -> None:
    seen = observations(looks=[look(at("2024-02-02")), look(at("2024-02-05"))])
    view = AgencyView.of(agency(), seen, at("2024-03-01"))

    judgement = judge(Case(view=view, obligation=OWED))

    assert judgement.record.verdict is Verdict.NOT_FOUND
    assert judgement.record.graded
    assert judgement.findings[0].severity is Severity.WARNING


FLAWS: dict[str, tuple[Look, Reason]] = {
    "same day": (look(at("2024-02-02", "23:00"), PREVIOUS), Reason.TOO_FEW_LOOKS),
    "on the due date": (look(at("2024-01-31", "23:59"), PREVIOUS), Reason.TOO_FEW_LOOKS),
    "unreachable": (look(SECOND.at, end=LookEnd.UNREACHABLE), Reason.UNREACHABLE),
    "blocked": (look(SECOND.at, end=LookEnd.BLOCKED), Reason.BLOCKED),
    "robots": (look(SECOND.at, end=LookEnd.ROBOTS), Reason.ROBOTS),
    "script": (look(SECOND.at, end=LookEnd.NEEDS_SCRIPT), Reason.NEEDS_SCRIPT),
    "broke off": (look(SECOND.at, PREVIOUS, end=LookEnd.UNREADABLE), Reason.LISTING_UNREADABLE),
    "known item lost": (look(SECOND.at), Reason.KNOWN_ITEM_LOST),
    "only a later one": (look(SECOND.at, link(2024)), Reason.KNOWN_ITEM_LOST),
    "stale": (look(SECOND.at, PREVIOUS, freshest=date(2022, 12, 31)), Reason.SITE_STALE),
    "no date": (look(SECOND.at, PREVIOUS, freshest=None), Reason.SITE_STALE),
    "future date": (look(SECOND.at, PREVIOUS, freshest=date(2099, 1, 1)), Reason.SITE_STALE),
    "listed": (look(SECOND.at, PREVIOUS, link(YEAR)), Reason.UNREADABLE_DOCUMENT),
    "listed, no year": (look(SECOND.at, PREVIOUS, link(None)), Reason.UNREADABLE_DOCUMENT),
    "another listing": (look(SECOND.at, PREVIOUS, listing=SECOND_LISTING), Reason.TOO_FEW_LOOKS),
    "another agency": (look(SECOND.at, PREVIOUS, owner="audit"), Reason.TOO_FEW_LOOKS),
    "after as_of": (look(at("2024-03-02"), PREVIOUS), Reason.TOO_FEW_LOOKS),
}


@pytest.mark.parametrize("story", FLAWS)
def test_one_of_two_looks_flawed(story: str) -> None:
    flawed, expected = FLAWS[story]

    assert reason(FIRST, flawed) is expected


def test_a_later_look_that_failed_does_not_unmake_what_was_seen() -> None:
    """The statement bears its time; nobody gets rid of it by locking us out."""
    blocked = look(at("2024-02-20"), end=LookEnd.BLOCKED)

    record = verdict(observations(looks=[FIRST, SECOND, blocked]))

    assert record.verdict is Verdict.NOT_FOUND
    assert record.last_absent == SECOND.at
    assert "2024-02-05 10:00" in record.explanation.zh


def test_a_site_is_alive_for_four_hundred_days() -> None:
    edge = SECOND.at.date() - timedelta(days=400)
    alive = replace(SECOND, freshest=edge)
    stale = replace(SECOND, freshest=edge - timedelta(days=1))

    assert verdict(observations(looks=[FIRST, alive])).verdict is Verdict.NOT_FOUND
    assert reason(FIRST, stale) is Reason.SITE_STALE


def test_a_page_that_is_not_in_the_archive_proves_nothing() -> None:
    seen = observations(looks=[FIRST, SECOND])
    kept = {key: one for key, one in seen.captures.items() if key not in SECOND.pages}

    record = verdict(replace(seen, captures=kept))

    assert record.reason is Reason.LISTING_UNREADABLE


def test_a_page_that_answered_with_an_error_proves_nothing() -> None:
    seen = observations(looks=[FIRST, SECOND])
    page = SECOND.pages[0]
    wall = {**seen.captures, page: replace(seen.captures[page], http_status=403)}

    assert verdict(replace(seen, captures=wall)).reason is Reason.LISTING_UNREADABLE


def test_an_unchanged_page_is_as_good_as_a_new_one() -> None:
    seen = observations(looks=[FIRST, SECOND])
    page = SECOND.pages[0]
    same = {**seen.captures, page: replace(seen.captures[page], http_status=304)}

    assert verdict(replace(seen, captures=same)).verdict is Verdict.NOT_FOUND


def test_a_wall_met_in_the_same_crawl_spoils_the_look() -> None:
    wall = visit(SECOND.at, LISTING, outcome=Outcome.BLOCKED, purpose=Purpose.LISTING)

    assert reason(FIRST, SECOND, visits=(wall,)) is Reason.BLOCKED


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("purpose", [Purpose.REPORT, Purpose.ATTACHMENT, Purpose.ADDED])
def test_a_document_of_the_year_that_gave_no_report(outcome: Outcome, purpose: Purpose) -> None:
    held = visit(at("2024-02-03"), url_of(YEAR), outcome=outcome, purpose=purpose, year=YEAR)

    assert reason(FIRST, SECOND, visits=(held,)) is Reason.UNREADABLE_DOCUMENT


def test_why_a_document_could_not_be_read_is_told() -> None:
    held = visit(at("2024-02-03"), url_of(YEAR), year=YEAR)
    seen = observations(looks=[FIRST, SECOND], visits=[held])
    failure = Failure(
        stage="process",
        subject=str(held.capture),
        code="no_text_layer",
        what=Text("是扫描件", "is a scan"),
        remedy=Text("", ""),
    )
    unrelated = replace(failure, subject="another")

    told = verdict(replace(seen, failures={failure.subject: failure}))
    silent = verdict(replace(seen, failures={unrelated.subject: unrelated}))

    assert "（是扫描件）" in told.explanation.zh
    assert "(is a scan)" in told.explanation.en
    assert "扫描" not in silent.explanation.zh


def test_only_what_was_found_again_is_said_to_have_been_seen() -> None:
    held = report(at("2022-05-01"), 2021)

    record = verdict(observations(looks=[FIRST, SECOND], reports=[held]))

    assert record.verdict is Verdict.NOT_FOUND
    assert "2022年度" in record.explanation.zh
    assert "2021" not in record.explanation.zh


def test_a_document_of_unknown_year_may_be_the_one() -> None:
    unknown = visit(at("2024-02-03"), url_of(0))

    assert reason(FIRST, SECOND, visits=(unknown,)) is Reason.UNREADABLE_DOCUMENT


def test_documents_that_were_read_as_other_years_are_accounted_for() -> None:
    other = report(at("2024-02-03"), 2021, payload="p21", url=url_of(0))
    seen = observations(
        looks=[FIRST, replace(SECOND, links=(PREVIOUS, link(None)))],
        visits=[visit(at("2024-02-03"), url_of(0), payload="p21")],
        reports=[other],
    )

    assert verdict(seen).verdict is Verdict.NOT_FOUND


def test_a_link_titled_with_the_year_stands_even_when_its_document_says_another() -> None:
    wrong = report(at("2024-02-03"), 2022, url=url_of(YEAR))
    seen = observations(
        looks=[FIRST, replace(SECOND, links=(PREVIOUS, link(YEAR)))], reports=[wrong]
    )

    assert verdict(seen).reason is Reason.UNREADABLE_DOCUMENT


def test_a_document_that_is_another_agencys_report_is_accounted_for() -> None:
    foreign = report(at("2024-02-03"), YEAR, owner="audit", payload="foreign", url=url_of(YEAR))
    seen = observations(
        looks=[FIRST, replace(SECOND, links=(PREVIOUS, link(YEAR)))],
        visits=[visit(at("2024-02-03"), url_of(YEAR), year=YEAR, payload="foreign")],
        reports=[foreign],
    )

    assert verdict(seen).verdict is Verdict.NOT_FOUND


def test_look_alikes_do_not_count_as_the_report() -> None:
    interpretation = link(YEAR, kind=LinkKind.LOOKALIKE, title="2023年年报解读")
    seen = observations(looks=[FIRST, replace(SECOND, links=(PREVIOUS, interpretation))])

    assert verdict(seen).verdict is Verdict.NOT_FOUND


def test_a_known_report_that_came_another_way_must_be_found_again_too() -> None:
    held = report(at("2023-05-01"), 2022)
    seen = observations(looks=[look(FIRST.at), look(SECOND.at)], reports=[held])

    assert verdict(seen).reason is Reason.KNOWN_ITEM_LOST


def test_a_listing_that_may_begin_after_the_year_says_nothing_about_it() -> None:
    """The site has moved, and the new column starts with later reports."""
    later = [look(each.at, link(2024)) for each in (FIRST, SECOND)]

    assert reason(*later) is Reason.KNOWN_ITEM_LOST


def test_a_url_that_gave_ours_and_anothers_report_stays_ours() -> None:
    ours = report(at("2023-02-01"), 2022, payload="ours", url=url_of(2022))
    theirs = report(at("2023-03-01"), 2022, owner="audit", payload="theirs", url=url_of(2022))
    seen = observations(
        looks=[FIRST, SECOND],
        visits=[
            visit(at("2023-02-01"), url_of(2022), payload="ours", year=2022),
            visit(at("2023-03-01"), url_of(2022), payload="theirs", year=2022),
        ],
        reports=[ours, theirs],
    )

    assert verdict(seen).verdict is Verdict.NOT_FOUND


def test_no_listing_known() -> None:
    assert verdict(observations(), of=agency(listings=())).reason is Reason.NO_LISTING_KNOWN


def test_never_looked() -> None:
    assert verdict(observations()).reason is Reason.TOO_FEW_LOOKS


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.UNREACHABLE, Reason.UNREACHABLE),
        (Outcome.BLOCKED, Reason.BLOCKED),
        (Outcome.ROBOTS, Reason.ROBOTS),
        (Outcome.SOFT_404, Reason.LISTING_UNREADABLE),
    ],
)
def test_visits_that_led_to_no_look_say_why(outcome: Outcome, expected: Reason) -> None:
    tried = visit(at("2024-02-03"), LISTING, outcome=outcome, purpose=Purpose.LISTING)

    assert reason(visits=(tried,)) is expected


def test_every_listing_of_the_agency_must_be_read() -> None:
    both = agency(listings=(LISTING, SECOND_LISTING))
    there = [look(each.at, listing=SECOND_LISTING) for each in (FIRST, SECOND)]
    blocked = look(SECOND.at, listing=SECOND_LISTING, end=LookEnd.BLOCKED)

    one = verdict(observations(looks=[FIRST, SECOND]), of=both)
    half = verdict(observations(looks=[FIRST, SECOND, there[0], blocked]), of=both)
    all_read = verdict(observations(looks=[FIRST, SECOND, *there]), of=both)

    assert (one.verdict, one.reason) == (Verdict.UNOBSERVABLE, Reason.TOO_FEW_LOOKS)
    assert (half.verdict, half.reason) == (Verdict.UNOBSERVABLE, Reason.BLOCKED)
    assert all_read.verdict is Verdict.NOT_FOUND


def test_absent_from_all_listings_until_the_first_of_the_last_looks() -> None:
    both = agency(listings=(LISTING, SECOND_LISTING))
    days = ("2024-02-02", "2024-02-04")
    there = [look(at(day), listing=SECOND_LISTING) for day in days]

    record = verdict(observations(looks=[FIRST, SECOND, *there]), of=both)

    assert record.last_absent == at("2024-02-04")


FAILED = [end for end in LookEnd if end is not LookEnd.READ_TO_END]


def without(seen: Observations) -> list[Observations]:
    """Every way of taking one piece of evidence away."""
    less = [replace(seen, looks=tuple(o for o in seen.looks if o is not x)) for x in seen.looks]
    for key in seen.captures:
        kept = {other: one for other, one in seen.captures.items() if other != key}
        less.append(replace(seen, captures=kept))
    for each in seen.looks:
        spoiled: list[Callable[[Look], Look]] = [
            lambda one: replace(one, links=()),
            lambda one: replace(one, freshest=None),
            lambda one: replace(one, pages=()),
            lambda one: replace(one, at=at("2024-01-31")),
            *(lambda one, end=end: replace(one, end=end) for end in FAILED),
        ]
        for spoil in spoiled:
            looks = tuple(spoil(one) if one is each else one for one in seen.looks)
            less.append(replace(seen, looks=looks))
    return less


def test_any_piece_of_evidence_taken_away_unmakes_it() -> None:
    seen = observations(looks=[FIRST, SECOND])
    assert verdict(seen).verdict is Verdict.NOT_FOUND

    fewer = without(seen)

    assert len(fewer) > 10
    for less in fewer:
        assert verdict(less).verdict is Verdict.UNOBSERVABLE
    assert verdict(seen, "2024-01-31").verdict is Verdict.NOT_DUE


moments = st.datetimes(datetime(2024, 1, 1), datetime(2024, 6, 1)).map(  # noqa: DTZ001
    lambda moment: at(moment.date().isoformat(), moment.strftime("%H:%M"))
)
links = st.lists(st.builds(link, st.sampled_from([None, 2020, 2021, 2022, YEAR, 2024])), max_size=4)
failed_looks = st.builds(
    lambda when, shown, end, freshest: look(when, *shown, end=end, freshest=freshest),
    moments,
    links,
    st.sampled_from(FAILED),
    st.sampled_from([None, date(2024, 1, 10), date(2020, 1, 1)]),
)
failed_visits = st.builds(
    lambda when, outcome, purpose, year: visit(
        when, LISTING, outcome=outcome, purpose=purpose, year=year
    ),
    moments,
    st.sampled_from([o for o in Outcome if o not in (Outcome.CAPTURED, Outcome.UNCHANGED)]),
    st.sampled_from(list(Purpose)),
    st.sampled_from([None, 2022, YEAR]),
)
earlier_reports = st.builds(report, moments, st.sampled_from([2020, 2021, 2022]))


@given(
    looks=st.lists(failed_looks, max_size=8),
    visits=st.lists(failed_visits, max_size=8),
    reports=st.lists(earlier_reports, max_size=3),
    as_of=moments,
)
def test_no_failures_however_many_make_an_absence(
    looks: list[Look], visits: list[Visit], reports: list[ReportVersion], as_of: datetime
) -> None:
    seen = observations(looks=looks, visits=visits, reports=reports)

    record = decide(OWED, agency(), seen, as_of=as_of)

    assert record.verdict in (Verdict.UNOBSERVABLE, Verdict.NOT_DUE)


sound_or_not = st.builds(
    lambda when, shown, end, freshest: look(when, *shown, end=end, freshest=freshest),
    moments,
    links,
    st.sampled_from([LookEnd.READ_TO_END, LookEnd.READ_TO_END, LookEnd.BLOCKED]),
    st.sampled_from([None, date(2024, 1, 10), date(2024, 1, 30), date(2020, 1, 1)]),
)


@given(
    looks=st.lists(sound_or_not, max_size=6),
    visits=st.lists(failed_visits, max_size=2),
    as_of=moments,
)
def test_whatever_was_seen_an_absence_has_its_proof(
    looks: list[Look], visits: list[Visit], as_of: datetime
) -> None:
    """The law of design section 4, stated once more without the code under test."""
    seen = observations(looks=looks, visits=visits)

    record = decide(OWED, agency(), seen, as_of=as_of)

    if record.verdict is not Verdict.NOT_FOUND:
        return
    past = [one for one in looks if one.at <= as_of]
    good = [
        one
        for one in past
        if one.end is LookEnd.READ_TO_END and one.at >= at("2024-02-01", "00:00") and one.freshest
    ]
    assert len({one.at.date() for one in good}) >= 2
    assert not any(shown.reporting_year in (YEAR, None) for one in past for shown in one.links)
    assert record.graded == (not any(is_earlier(shown) for one in past for shown in one.links))
    assert {piece.at.date() for piece in record.evidence} <= {one.at.date() for one in good}


def is_earlier(shown: ListedLink) -> bool:
    return shown.reporting_year is not None and shown.reporting_year < YEAR


def case(seen: Observations, as_of: str = "2024-03-01") -> Case:
    return Case(view=AgencyView.of(agency(), seen, at(as_of)), obligation=OWED)


@pytest.mark.parametrize(
    "unproven",
    [
        case(observations(looks=[FIRST])),
        case(observations(looks=[FIRST, SECOND]), "2024-01-31"),
        case(observations(looks=[FIRST, SECOND], reports=[report(at("2024-02-20"))])),
    ],
)
def test_a_proof_cannot_be_made_where_there_is_none(unproven: Case) -> None:
    with pytest.raises(NotProvenError):
        AbsenceProof(case=unproven)


def test_only_the_proof_leads_to_the_verdict_and_to_the_finding() -> None:
    """Both are written down once, in functions that ask for an AbsenceProof."""
    makers = set()
    for path in Path(str(room.__file__)).parent.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and makes_absence(function, path.stem):
                makers.add((path.stem, function.name, ast.unparse(function.args)))

    assert makers == {
        ("deciding", "_not_found", "proof: AbsenceProof"),
        ("publication_not_found", "finding", "proof: AbsenceProof"),
    }


def makes_absence(function: ast.FunctionDef, module: str) -> bool:
    body = ast.unparse(function)
    return (
        "Verdict.NOT_FOUND" in body
        or "'publication.not_found'" in body
        or (module == "publication_not_found" and "Finding(" in body)
    )


def known(*, found: bool, gone: int = 0) -> KnownItem:
    titles = tuple(f"第{number}份报告" for number in range(gone))
    return KnownItem(
        url=url_of(2022),
        title="2022年度报告",
        reporting_year=2022,
        found=found,
        shown_before=8,
        gone=titles,
    )


@pytest.mark.parametrize("item", [known(found=False, gone=8), known(found=True, gone=2)])
def test_a_list_that_lost_what_it_showed_proves_no_absence(item: KnownItem) -> None:
    looks = [replace(each, known_item=item) for each in (FIRST, SECOND)]
    assert reason(*looks) is Reason.KNOWN_ITEM_LOST


@pytest.mark.parametrize("gone", [0, 1])
def test_one_report_that_is_gone_may_have_been_withdrawn(gone: int) -> None:
    item = known(found=True, gone=gone)
    looks = [replace(each, known_item=item) for each in (FIRST, SECOND)]
    assert verdict(observations(looks=looks)).verdict is Verdict.NOT_FOUND
