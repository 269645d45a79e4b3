"""Near misses of the rules on publication, found like those of the guards."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from audit import AgencyView, Case, Observations, decide
from audit.case import Elsewhere
from audit.rules import publication_silently_edited as edited
from audit.rules import publication_withdrawn as withdrawn
from audit.rules import publication_wrong_column as wrong_column
from model.capture import IMPORTED, Look, LookEnd, Outcome, Purpose, RecordPlace, Visit
from model.finding import Finding
from model.form import SectionId
from model.ids import CaptureId
from model.place import Place
from model.report import ReportVersion, Section
from tests.audit.builders import (
    LISTING,
    OWED,
    YEAR,
    agency,
    at,
    figures,
    link,
    look,
    observations,
    report,
    url_of,
    visit,
)

URL = url_of(YEAR)
CELLS = {f"t3__new__{name}": 10 for name in ("a", "b", "c", "d")}
ONE = report(at("2024-01-20"), measures=figures(**CELLS))


def had(when: datetime, version: ReportVersion, **more: object) -> Visit:
    return visit(when, URL, payload=version.id, **more)  # type: ignore[arg-type]


def case(*, looks: list[Look], reports: list[ReportVersion], visits: list[Visit]) -> Case:
    seen = observations(looks=looks, reports=reports, visits=visits)
    return Case(view=AgencyView.of(agency(), seen, at("2024-12-31")), obligation=OWED)


def second(**cells: object) -> ReportVersion:
    return report(at("2024-02-20"), version=2, measures=figures(**cells))


def edits(
    after: ReportVersion, *between: Visit, before: ReportVersion = ONE
) -> tuple[Finding, ...]:
    visits = [had(at("2024-01-20"), before), *between, had(at("2024-02-20"), after)]
    return edited.findings(case(looks=[], reports=[before, after], visits=visits))


@pytest.mark.parametrize(
    ("changed", "said"),
    [(3, "3 个数字（10→11、10→11、10→11）"), (4, "4 个数字（10→11、10→11、10→11…）")],
)
def test_three_of_the_figures_are_shown(changed: int, said: str) -> None:
    names = list(CELLS)[:changed]

    (finding,) = edits(second(**{**CELLS, **dict.fromkeys(names, 11)}))

    assert said in finding.message.zh
    assert "日期" not in finding.message.zh
    assert "部分" not in finding.message.zh


def test_a_date_changed_in_place_is_an_edit() -> None:
    dated = replace(ONE, report=replace(ONE.report, declared=date(2024, 2, 5)))
    after = replace(second(**CELLS))
    after = replace(after, report=replace(after.report, declared=date(2024, 1, 25)))

    (finding,) = edits(after, before=dated)

    assert "所示日期（2024-02-05→2024-01-25）" in finding.message.zh
    assert "个数字" not in finding.message.zh


def test_a_cell_that_only_one_of_them_states_is_no_edit() -> None:
    fewer = {key: value for key, value in CELLS.items() if key != "t3__new__a"}

    assert edits(second(**fewer)) == ()
    assert edits(second(**CELLS, t3__new__e=5)) == ()
    unstated = report(at("2024-01-20"), measures=figures(**{**CELLS, "t3__new__a": None}))
    assert edits(second(**CELLS), before=unstated) == ()
    assert edits(second(**{**CELLS, "t3__new__a": None})) == ()


def test_cells_of_another_form_are_not_compared() -> None:
    after = second(**{**CELLS, "t3__new__a": 11})

    assert edits(replace(after, report=replace(after.report, form=None))) == ()


def test_what_was_no_report_in_between_is_passed_over() -> None:
    wall = visit(at("2024-02-01"), URL, payload="a page of errors")

    (finding,) = edits(second(**{**CELLS, "t3__new__a": 11}), wall)

    assert finding.captures[0] != wall.capture


def test_a_title_may_speak_of_the_correction() -> None:
    after = second(**{**CELLS, "t3__new__a": 11})
    spoken = replace(after, report=replace(after.report, title="2023年年度报告（更正）"))

    assert len(edits(after)) == 1
    assert edits(spoken) == ()


def test_parts_of_the_text_are_counted() -> None:
    def with_text(version: ReportVersion, *texts: str) -> ReportVersion:
        sections = tuple(
            Section(id=name, heading="x", text=text, place=Place(line=1))
            for name, text in zip(NAMES, texts, strict=False)
        )
        return replace(version, report=replace(version.report, sections=sections))

    before = with_text(ONE, "甲", "乙", "丙")

    (finding,) = edits(with_text(second(**CELLS), "甲", "改", "改"), before=before)
    (shorter,) = edits(with_text(second(**CELLS), "甲", "乙"), before=before)

    assert "2 个部分的文字" in finding.message.zh
    assert "1 个部分的文字" in shorter.message.zh


NAMES = tuple(SectionId)
SINCE = [look(at(day), link(2022)) for day in ("2024-03-01", "2024-03-05", "2024-03-08")]
GONE = visit(at("2024-03-01"), URL, outcome=Outcome.NOT_FOUND)


def gone(looks: list[Look], *visits: Visit) -> Finding | None:
    return withdrawn.finding(case(looks=looks, reports=[ONE], visits=list(visits)))


def test_the_last_time_it_was_had_and_the_last_look_without_it_are_named() -> None:
    twice = [had(at("2024-01-20"), ONE), had(at("2024-02-20"), ONE)]
    page = visit(at("2024-02-25"), URL, payload="a page of errors")

    finding = gone(SINCE, *twice, page, GONE)

    assert finding is not None
    assert (finding.left, finding.right) == ("2024-02-20 10:00", "2024-03-08 10:00")
    assert finding.report == ONE.id
    assert finding.captures == (twice[1].capture, *SINCE[0].pages, *SINCE[-1].pages)


def test_looks_of_one_day_are_one_look() -> None:
    same_day = [look(at("2024-03-01", clock), link(2022)) for clock in ("09:00", "16:00")]

    assert gone(same_day, had(at("2024-01-20"), ONE), GONE) is None


def test_looks_before_it_was_last_had_do_not_count() -> None:
    assert gone(SINCE, had(at("2024-03-05"), ONE), replace(GONE, at=at("2024-03-09"))) is None


def test_an_answer_before_it_was_last_had_is_not_the_last() -> None:
    assert gone(SINCE, had(at("2024-02-20"), ONE), replace(GONE, at=at("2024-02-01"))) is None


def test_a_file_asked_for_at_the_same_time_or_later_speaks() -> None:
    file = visit(GONE.at, f"{URL}.pdf", payload=ONE.id, purpose=Purpose.ATTACHMENT)

    assert gone(SINCE, had(at("2024-01-20"), ONE), GONE, file) is None


THEIRS = "https://www.qinghe.gov.cn/czj/nb/"
OWNER = agency("other", name="清禾市教育局", listings=(THEIRS,))
MET = Elsewhere(
    owner=OWNER,
    listing=THEIRS,
    at=at("2024-01-20"),
    capture=CaptureId("met"),
    reporting_year=YEAR,
)
OWN_LOOK = look(at("2024-02-05"), link(2022))


def in_wrong_column(
    looks: list[Look], *met: Elsewhere, as_of: str = "2024-12-31"
) -> Finding | None:
    seen = observations(looks=looks, reports=[ONE])
    view = AgencyView.of(agency(), seen, at(as_of), elsewhere=met)
    return wrong_column.finding(Case(view=view, obligation=OWED))


def test_any_piece_taken_away_makes_the_column_right() -> None:
    finding = in_wrong_column([OWN_LOOK], MET)
    assert finding is not None
    assert finding.captures == (MET.capture, *OWN_LOOK.pages)
    assert finding.right == LISTING

    assert in_wrong_column([OWN_LOOK]) is None
    assert in_wrong_column([], MET) is None
    assert in_wrong_column([OWN_LOOK], replace(MET, reporting_year=2022)) is None
    assert in_wrong_column([OWN_LOOK], MET, as_of="2024-01-19") is None
    for spoiled in (
        replace(OWN_LOOK, end=LookEnd.BLOCKED),
        replace(OWN_LOOK, pages=()),
        replace(OWN_LOOK, freshest=None),
        replace(OWN_LOOK, links=(link(2022), link(YEAR))),
        replace(OWN_LOOK, at=at("2024-01-19")),
    ):
        assert in_wrong_column([spoiled], MET) is None


def test_the_last_look_decides_and_the_first_meeting_is_named() -> None:
    earlier = replace(MET, at=at("2024-01-10"), capture=CaptureId("first"))
    blocked = look(at("2024-02-09"), end=LookEnd.BLOCKED)

    finding = in_wrong_column([OWN_LOOK], MET, earlier)

    assert finding is not None
    assert finding.captures[0] == earlier.capture
    assert "2024-02-05 10:00" in finding.message.zh
    assert in_wrong_column([OWN_LOOK, blocked], MET) is None


def test_one_column_that_may_be_right_is_enough() -> None:
    at_home = replace(MET, listing=LISTING)

    assert in_wrong_column([OWN_LOOK], MET, at_home) is None
    later = replace(at_home, at=at("2024-03-01"))
    assert in_wrong_column([OWN_LOOK], MET, later) is None
    assert in_wrong_column([OWN_LOOK], MET, later, as_of="2024-02-20") is not None


def test_a_meeting_at_the_very_moment_was_seen() -> None:
    moment = OWN_LOOK.at
    seen = observations(looks=[OWN_LOOK], reports=[ONE])
    now = AgencyView.of(agency(), seen, moment, elsewhere=[replace(MET, at=moment)])

    assert wrong_column.finding(Case(view=now, obligation=OWED)) is not None


def test_imports_are_had_when_first_given_and_ours_stay_ours() -> None:
    """Also where only one of the reports was imported, and it was given twice."""
    place = RecordPlace(warc=f"{IMPORTED}x.warc.gz", offset=0, length=1)
    theirs = replace(ONE, capture=replace(ONE.capture, record=place))
    ours = report(at("2023-02-01"), 2022)
    given = [
        replace(visit(at(day), URL, purpose=Purpose.ADDED), capture=theirs.capture.id)
        for day in ("2024-06-01", "2024-07-01")
    ]
    seen = observations(reports=[theirs, ours], visits=given)

    record = decide(OWED, agency(), seen, as_of=at("2024-12-31"))

    assert record.first_seen == at("2024-06-01")
    previous = replace(OWED, reporting_year=2022, due=date(2023, 1, 31))
    assert decide(previous, agency(), seen, as_of=at("2024-12-31")).report == ours.id


def test_a_part_that_was_added_counts() -> None:
    section = Section(id=NAMES[0], heading="x", text="新增", place=Place(line=1))
    after = second(**CELLS)
    longer = replace(after, report=replace(after.report, sections=(section,)))

    (finding,) = edits(longer)

    assert "1 个部分的文字" in finding.message.zh


def test_the_version_that_was_withdrawn_is_the_last() -> None:
    after = second(**{**CELLS, "t3__new__a": 11})
    visits = [had(at("2024-01-20"), ONE), had(at("2024-02-20"), after), GONE]

    finding = withdrawn.finding(case(looks=SINCE, reports=[ONE, after], visits=visits))

    assert finding is not None
    assert finding.report == after.id


def test_a_file_is_excused_by_its_page_only_and_only_before_all_was_gone() -> None:
    page = had(at("2024-01-20"), ONE)
    copy = visit(at("2024-01-20"), f"{URL}?copy", payload=ONE.id)
    copy_gone = visit(at("2024-03-07"), f"{URL}?copy", outcome=Outcome.NOT_FOUND)

    def file(day: str) -> Visit:
        return visit(at(day), f"{URL}.pdf", payload=ONE.id, purpose=Purpose.ATTACHMENT)

    assert gone(SINCE, file("2024-01-20")) is None
    assert gone(SINCE[1:], page, copy, GONE, copy_gone, file("2024-02-20")) is not None
    looks = [look(at(day), link(2022)) for day in ("2024-03-08", "2024-03-12")]
    assert gone(looks, page, copy, GONE, copy_gone, file("2024-03-05")) is None


def test_every_listing_must_be_without_it() -> None:
    both = agency(listings=(LISTING, THEIRS))
    seen = observations(looks=SINCE, reports=[ONE], visits=[had(at("2024-01-20"), ONE), GONE])
    there = [look(one.at, link(2022), listing=THEIRS) for one in SINCE]
    more = observations(looks=[*SINCE, *there], reports=seen.reports, visits=seen.visits)

    def found(of: Observations) -> Finding | None:
        view = AgencyView.of(both, of, at("2024-12-31"))
        return withdrawn.finding(Case(view=view, obligation=OWED))

    assert found(seen) is None
    assert found(more) is not None
