"""Near misses of the guards, found by making them wrong on purpose (`benchmarks.mutation`)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from audit import AgencyView, Case, Observations, decide
from audit.deciding import judge
from audit.publication import publication
from audit.rules import publication_silently_edited as edited
from audit.rules import publication_withdrawn as withdrawn
from model.capture import KnownItem, Look, LookEnd, Outcome, Purpose, Visit
from model.finding import Failure
from model.ids import AgencyId
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from tests.audit.builders import (
    LISTING,
    OWED,
    YEAR,
    agency,
    at,
    capture,
    figures,
    link,
    look,
    observations,
    report,
    url_of,
    visit,
)

PREVIOUS = link(2022)
LOOKS = [look(at(day), PREVIOUS) for day in ("2024-02-02", "2024-02-05")]
BEFORE = look(at("2024-01-20"), PREVIOUS)
URL = url_of(YEAR)


def decided(seen: Observations, as_of: str = "2024-09-01") -> VerdictRecord:
    return decide(OWED, agency(), seen, as_of=at(as_of))


def case(seen: Observations, as_of: str = "2024-09-01") -> Case:
    return Case(view=AgencyView.of(agency(), seen, at(as_of)), obligation=OWED)


def with_status(seen: Observations, page: str, status: int | None) -> Observations:
    captures = {
        key: replace(one, http_status=status) if key == page else one
        for key, one in seen.captures.items()
    }
    return replace(seen, captures=captures)


@pytest.mark.parametrize(
    ("status", "answers"),
    [(None, False), (199, False), (200, True), (299, True), (300, False), (304, True)],
)
def test_what_counts_as_an_answer(status: int | None, answers: bool) -> None:
    seen = with_status(observations(looks=LOOKS), LOOKS[1].pages[0], status)

    assert (decided(seen).verdict is Verdict.NOT_FOUND) is answers


def test_every_page_of_a_look_must_have_been_answered() -> None:
    second = capture("second-page", LOOKS[1].at, status=500)
    longer = replace(LOOKS[1], pages=(*LOOKS[1].pages, second.id))
    seen = observations(looks=[LOOKS[0], longer])
    seen = replace(seen, captures={**seen.captures, second.id: second})

    assert decided(seen).reason is Reason.LISTING_UNREADABLE


def test_a_known_item_that_is_not_found_again_is_lost_even_if_nothing_else_is() -> None:
    item = KnownItem(url="x", title="x", reporting_year=2022, found=False, shown_before=5)
    lost = replace(LOOKS[1], known_item=item)

    assert decided(observations(looks=[LOOKS[0], lost])).reason is Reason.KNOWN_ITEM_LOST


@pytest.mark.parametrize(("day", "alive"), [(5, True), (6, True), (7, False)])
def test_a_date_of_tomorrow_is_a_slip_and_a_later_one_proves_nothing(
    day: int,
    alive: bool,
) -> None:
    fresh = replace(LOOKS[1], freshest=date(2024, 2, day))

    record = decided(observations(looks=[LOOKS[0], fresh]))

    assert (record.verdict is Verdict.NOT_FOUND) is alive


TRIED = visit(at("2024-02-03"), LISTING, outcome=Outcome.BLOCKED, purpose=Purpose.LISTING)


@pytest.mark.parametrize(
    "other",
    [
        replace(TRIED, at=at("2024-02-04"), purpose=Purpose.DISCOVERY),
        replace(TRIED, at=at("2024-02-04"), url="https://x.gov.cn/", listing="https://x.gov.cn/"),
        replace(TRIED, at=at("2024-01-31")),
        replace(TRIED, at=at("2024-02-02")),
    ],
    ids=["on the way only", "another listing", "before the deadline was over", "earlier"],
)
def test_the_last_visit_of_the_listing_says_why_there_was_no_look(other: Visit) -> None:
    other = replace(other, outcome=Outcome.UNREACHABLE)
    for visits in ([TRIED, other], [other, TRIED]):
        assert decided(observations(visits=visits)).reason is Reason.BLOCKED
    later = replace(TRIED, at=at("2024-02-09"), outcome=Outcome.ROBOTS)
    assert decided(observations(visits=[later, TRIED])).reason is Reason.ROBOTS


def test_a_visit_before_the_deadline_says_nothing() -> None:
    early = replace(TRIED, at=at("2024-01-31"))

    assert decided(observations(visits=[early])).reason is Reason.TOO_FEW_LOOKS


def test_the_evidence_of_what_cannot_be_told_is_of_after_the_deadline() -> None:
    assert decided(observations(looks=[BEFORE])).evidence == ()
    only = decided(observations(looks=[BEFORE, LOOKS[0]]))
    assert [piece.capture for piece in only.evidence] == [*LOOKS[0].pages]


@pytest.mark.parametrize(
    "wall",
    [
        visit(LOOKS[1].at, URL.replace("2023", "2022"), outcome=Outcome.BLOCKED, year=2022),
        visit(LOOKS[1].at, LISTING, purpose=Purpose.LISTING),
    ],
    ids=["a document was behind a wall", "the listing answered"],
)
def test_what_is_no_wall_before_the_listing_spoils_no_look(wall: Visit) -> None:
    assert decided(observations(looks=LOOKS, visits=[wall])).verdict is Verdict.NOT_FOUND


def test_a_report_of_nobody_known_does_not_account_for_a_link() -> None:
    looks = [replace(one, links=(PREVIOUS, link(YEAR))) for one in LOOKS]
    nobodys = report(at("2024-02-03"), YEAR, owner=None, payload="nobody's")
    had = visit(at("2024-02-03"), URL, payload="nobody's", year=YEAR)
    seen = observations(looks=looks, visits=[had], reports=[nobodys])

    assert decided(seen).reason is Reason.UNREADABLE_DOCUMENT


def test_visits_of_others_hold_nobody_back() -> None:
    others = visit(at("2024-02-03"), URL, year=YEAR, owner="audit")

    assert decided(observations(looks=LOOKS, visits=[others])).verdict is Verdict.NOT_FOUND


def test_what_was_seen_at_the_very_moment_was_seen() -> None:
    moment = LOOKS[1].at

    def then(seen: Observations) -> Verdict:
        return decide(OWED, agency(), seen, as_of=moment).verdict

    held = visit(moment, URL, year=YEAR, outcome=Outcome.BLOCKED)
    assert then(observations(looks=LOOKS)) is Verdict.NOT_FOUND
    assert then(observations(looks=LOOKS, visits=[held])) is Verdict.UNOBSERVABLE
    assert then(observations(looks=LOOKS, reports=[report(moment)])) is Verdict.PUBLISHED


def test_a_page_that_was_archived_later_was_not_there_yet() -> None:
    seen = observations(looks=LOOKS)
    page = LOOKS[1].pages[0]
    late = {**seen.captures, page: replace(seen.captures[page], at=at("2024-04-01"))}

    assert decided(replace(seen, captures=late), "2024-03-01").reason is Reason.LISTING_UNREADABLE
    assert decided(replace(seen, captures=late), "2024-05-01").verdict is Verdict.NOT_FOUND


def test_no_day_of_grace_unless_one_is_given() -> None:
    assert not case(observations()).after_deadline(at("2024-01-31", "23:59"))
    assert case(observations()).after_deadline(at("2024-02-01", "00:00"))


@pytest.mark.parametrize("year", [YEAR + 1, None])
def test_only_an_earlier_report_is_a_known_item(year: int | None) -> None:
    looks = [replace(one, links=()) for one in LOOKS]
    held = report(at("2024-06-01"), year, url=f"{LISTING}x.html")

    record = decided(observations(looks=looks, reports=[held]))

    assert (record.verdict, record.graded) == (Verdict.NOT_FOUND, True)


def test_the_report_itself_is_no_known_item() -> None:
    """A listing that shows it later did not lose it before."""
    without = look(at("2024-02-02"))
    with_it = look(at("2024-02-09"), link(YEAR))

    assert decided(
        observations(looks=[without, with_it], reports=[report(with_it.at)])
    ).verdict is (Verdict.LATE)


def test_why_is_told_of_the_first_document_only() -> None:
    """Else the reason of one would stand beside the address of another."""
    first = visit(at("2024-02-03"), URL, year=YEAR)
    other = visit(at("2024-02-04"), f"{URL}?copy", year=YEAR)
    seen = observations(looks=LOOKS, visits=[first, other])
    failure = Failure(
        stage="process",
        subject=str(other.capture),
        code="no_text_layer",
        what=Text("是扫描件", "is a scan"),
        remedy=Text("", ""),
    )

    assert case(replace(seen, failures={failure.subject: failure})).unread_because is None
    by_url = replace(failure, subject=URL)
    assert case(replace(seen, failures={URL: by_url})).unread_because == by_url


def test_a_listing_page_of_the_year_is_no_document() -> None:
    page = visit(at("2024-02-03"), LISTING, year=YEAR, purpose=Purpose.LISTING)

    assert decided(observations(looks=LOOKS, visits=[page])).verdict is Verdict.NOT_FOUND


# When it was published.


def test_seen_in_time_is_told_as_that() -> None:
    in_time = decided(observations(reports=[report(at("2024-01-31", "23:59"))]))
    later = decided(observations(reports=[report(at("2024-02-01", "00:00"))]))

    assert in_time.explanation.zh == "2024-01-31 23:59已见到"
    assert "首次取得" in later.explanation.zh


def test_the_first_look_that_showed_it_is_the_evidence() -> None:
    shows = [look(at(day), PREVIOUS, link(YEAR)) for day in ("2024-02-09", "2024-02-16")]
    held = report(at("2024-02-17"))

    record = decided(observations(looks=[LOOKS[0], *shows], reports=[held]))

    assert record.first_seen == shows[0].at
    named = [piece.capture for piece in record.evidence]
    assert named == [held.capture.id, *LOOKS[0].pages, *shows[0].pages]


def test_evidence_names_the_report_even_where_its_capture_came_alone() -> None:
    seen = replace(observations(reports=[report(at("2024-01-20"))]), captures={})

    assert [piece.capture for piece in decided(seen).evidence] == [seen.reports[0].capture.id]


def test_a_link_is_what_its_document_was_read_as() -> None:
    """It is there from when it was listed, though its title bears no year or a wrong one."""
    for shown in (link(None), replace(link(2021), url=url_of(0))):
        listed = look(at("2024-01-20"), PREVIOUS, shown)
        held = report(at("2024-03-01"), YEAR, url=url_of(0))

        assert decided(observations(looks=[listed], reports=[held])).first_seen == listed.at


def test_a_look_of_the_moment_when_it_came_shows_nothing_before() -> None:
    showing = look(at("2024-02-09"), PREVIOUS, link(YEAR))
    same = replace(LOOKS[1], at=at("2024-02-07"))
    held = report(at("2024-02-07"))

    record = decided(observations(looks=[LOOKS[0], same, showing], reports=[held]))

    assert record.last_absent == LOOKS[0].at


def test_only_a_date_beside_the_report_itself_dates_it() -> None:
    held = report(at("2024-03-01"))
    own = visit(at("2024-03-01"), URL, year=YEAR, declared=date(2024, 2, 20))
    other = visit(at("2024-03-01"), url_of(2022), year=2022, declared=date(2024, 2, 10))

    assert decided(observations(reports=[held], visits=[own, other])).declared == own.declared
    assert decided(observations(reports=[held], visits=[other])).declared is None


@pytest.mark.parametrize(
    ("shown", "credible"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 3, 1), True),
        (date(2024, 3, 2), False),
    ],
)
def test_the_first_and_the_last_day_that_a_date_may_say(
    shown: date,
    credible: bool,
) -> None:
    listed = look(at("2024-03-01"), PREVIOUS, link(YEAR, declared=shown))
    seen = observations(looks=[listed], reports=[report(at("2024-03-01"))])

    assert (decided(seen).declared == shown) is credible


def test_nothing_is_late_or_back_dated_without_something_to_compare() -> None:
    listed = look(at("2024-03-01"), PREVIOUS, link(YEAR, declared=date(2024, 2, 20)))
    seen = observations(looks=[listed], reports=[report(at("2024-03-01"))])
    never_due = replace(OWED, due=None)
    free = Case(view=case(seen).view, obligation=never_due)

    assert not publication(free).late_by_date
    assert not publication(case(seen)).back_dated


def test_what_a_late_report_was_late_by_is_told() -> None:
    shows = look(at("2024-02-09"), PREVIOUS, link(YEAR))
    dated = look(at("2024-02-09"), PREVIOUS, link(YEAR, declared=date(2024, 2, 7)))
    held = report(at("2024-02-09", "11:00"))

    (by_look,) = judge(case(observations(looks=[*LOOKS, shows], reports=[held]))).findings
    for looks in ([dated], [BEFORE, dated]):
        (by_date,) = judge(case(observations(looks=looks, reports=[held]))).findings
        assert by_date.right == "2024-02-07"
        assert "所示日期为2024-02-07" in by_date.message.zh
        assert by_date.captures[-2:] == (*dated.pages, held.capture.id)

    assert by_look.right == "2024-02-05 10:00"
    assert "2024-02-05 10:00查看栏目时尚无此报告" in by_look.message.zh
    assert by_look.captures == (*LOOKS[1].pages, *shows.pages, held.capture.id)


# What became of it: each piece of the evidence carries the finding.

REPORT = report(at("2024-01-20"), measures=figures(t3__new__total=12))
SINCE = [look(at(day), PREVIOUS) for day in ("2024-03-01", "2024-03-08")]
HAD = visit(at("2024-01-20"), URL, payload=REPORT.id)
GONE = visit(at("2024-03-01"), URL, outcome=Outcome.NOT_FOUND)
WITHDRAWN = observations(looks=SINCE, reports=[REPORT], visits=[HAD, GONE])

AFTER = report(at("2024-02-20"), version=2, measures=figures(t3__new__total=13))
HAD_AFTER = visit(at("2024-02-20"), URL, payload=AFTER.id)
EDITED = observations(reports=[REPORT, AFTER], visits=[HAD, HAD_AFTER])

_Findings = Callable[[Case], object]


def less(seen: Observations) -> Iterator[tuple[str, Observations]]:
    """Every way of taking one thing away or making it useless."""
    for number, each in enumerate(seen.looks):
        rest = tuple(one for one in seen.looks if one is not each)
        yield f"look {number}", replace(seen, looks=rest)
        bad: list[Look] = [
            replace(each, end=LookEnd.BLOCKED),
            replace(each, end=LookEnd.UNREADABLE),
            replace(each, links=()),
            replace(each, freshest=None),
            replace(each, pages=()),
            replace(each, links=(*each.links, link(YEAR))),
            replace(each, at=at("2024-01-19")),
        ]
        for other in bad:
            yield f"look {number} spoiled", replace(seen, looks=(*rest, other))
    for number, each_visit in enumerate(seen.visits):
        others = tuple(one for one in seen.visits if one is not each_visit)
        yield f"visit {number}", replace(seen, visits=others)
    for number, version in enumerate(seen.reports):
        kept = tuple(one for one in seen.reports if one is not version)
        yield f"report {number}", replace(seen, reports=kept)
    # The captures of the reports themselves are not asked for again.
    for key in seen.captures.keys() - {version.capture.id for version in seen.reports}:
        remaining = {other: one for other, one in seen.captures.items() if other != key}
        yield f"capture {key}", replace(seen, captures=remaining)


@pytest.mark.parametrize(
    ("findings", "seen"),
    [(withdrawn.finding, WITHDRAWN), (edited.findings, EDITED)],
    ids=["withdrawn", "silently edited"],
)
def test_any_piece_taken_away_silences_the_finding(findings: _Findings, seen: Observations) -> None:
    assert findings(case(seen))

    for name, fewer in less(seen):
        assert not findings(case(fewer)), name


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.CAPTURED])
def test_no_failed_visit_alone_withdraws_or_edits(outcome: Outcome) -> None:
    failed = [visit(at(day), URL, outcome=outcome) for day in ("2024-03-01", "2024-04-01")]
    seen = observations(reports=[REPORT], visits=[HAD, *failed])

    assert withdrawn.finding(case(seen)) is None
    assert edited.findings(case(seen)) == ()
    gone = outcome in (Outcome.NOT_FOUND, Outcome.SOFT_404)
    looked = observations(looks=SINCE, reports=[REPORT], visits=[HAD, *failed])
    assert (withdrawn.finding(case(looked)) is not None) is gone


def test_where_no_column_is_known_nothing_is_withdrawn() -> None:
    """There is nowhere where it could be seen to be missing."""
    view = AgencyView.of(agency(listings=()), WITHDRAWN, at("2024-06-01"))

    assert withdrawn.finding(Case(view=view, obligation=OWED)) is None


def test_nobody_elses_report_is_withdrawn() -> None:
    theirs = replace(REPORT, agency=AgencyId("audit"))

    assert withdrawn.finding(case(replace(WITHDRAWN, reports=(theirs,)))) is None


@pytest.mark.parametrize("seen", [WITHDRAWN, EDITED], ids=["withdrawn", "silently edited"])
def test_whatever_a_finding_names_is_among_the_evidence(seen: Observations) -> None:
    """So that a letter can enclose the report as it was before, too."""
    judgement = judge(case(seen))
    named = [capture for finding in judgement.findings for capture in finding.captures]

    assert len(named) >= 2
    assert set(named) <= {piece.capture for piece in judgement.record.evidence}
