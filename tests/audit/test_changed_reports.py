"""What became of a report after it was published: edited without a word, withdrawn."""

from dataclasses import replace
from datetime import datetime

import pytest

from audit.case import AgencyView, Case
from audit.deciding import judge
from audit.rules import publication_silently_edited as edited
from audit.rules import publication_withdrawn as withdrawn
from model.capture import Look, LookEnd, Outcome, Purpose, Visit
from model.finding import Finding
from model.form import SectionId
from model.place import Place
from model.report import ReportVersion, Section
from tests.audit.builders import (
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
GONE = Outcome.NOT_FOUND


def had(when: datetime, version: ReportVersion, *, url: str = URL, **more: object) -> Visit:
    return visit(when, url, payload=version.id, **more)  # type: ignore[arg-type]


def case(
    *, looks: list[Look] | None = None, reports: list[ReportVersion], visits: list[Visit]
) -> Case:
    seen = observations(looks=looks or [], reports=reports, visits=visits)
    view = AgencyView.of(agency(), seen, at("2024-12-31"))
    return Case(view=view, obligation=OWED)


def a_version(number: int, *, text: str = "总体情况", **cells: object) -> ReportVersion:
    made = report(at(f"2024-0{number}-20"), version=number, measures=figures(**cells))
    section = Section(
        id=SectionId("overview"), heading="一、总体情况", text=text, place=Place(line=1)
    )
    return replace(made, report=replace(made.report, sections=(section,)))


FIRST = a_version(1, t3__new__total=12)


def edits(before: ReportVersion, after: ReportVersion, *, url: str = URL) -> tuple[Finding, ...]:
    visits = [had(at("2024-01-20"), before), had(at("2024-02-20"), after, url=url)]
    return edited.findings(case(reports=[before, after], visits=visits))


def test_a_number_that_changed_in_place_without_a_word() -> None:
    (finding,) = edits(FIRST, a_version(2, t3__new__total=13))

    assert finding.rule == "publication.silently_edited"
    assert finding.cells == ("t3.new.total",)
    assert "1 个数字（12→13）" in finding.message.zh
    assert "1 figure (12→13)" in finding.message.en
    assert len(finding.captures) == 2
    assert (finding.left, finding.right) == ("2024-01-20 10:00", "2024-02-20 10:00")


def test_a_text_that_changed_in_place() -> None:
    (finding,) = edits(FIRST, a_version(2, text="总体情况有所不同", t3__new__total=12))

    assert "1 个部分的文字" in finding.message.zh


def test_an_edit_that_speaks_of_itself_is_not_silent() -> None:
    assert edits(FIRST, a_version(2, text="更正说明：总计应为13", t3__new__total=13)) == ()


def test_white_space_and_widths_are_no_edit() -> None:
    assert edits(FIRST, a_version(2, text="总体\u3000情况 ", t3__new__total=12)) == ()


def test_a_cell_that_we_are_not_sure_of_is_no_edit() -> None:
    after = a_version(2, t3__new__total=13)
    doubted = {
        key: replace(measure, doubt="table.column_lost")
        for key, measure in after.report.measures.items()
    }
    assert edits(FIRST, replace(after, report=replace(after.report, measures=doubted))) == ()


def test_another_address_with_another_text_is_no_edit() -> None:
    """The file attached to a page, and the page of a portal, are copies."""
    assert edits(FIRST, a_version(2, t3__new__total=13), url=f"{URL}?file") == ()


def test_two_documents_of_one_version_are_no_edit() -> None:
    assert edits(FIRST, replace(a_version(2, t3__new__total=13), version=1)) == ()


def test_an_edit_taken_back_is_two_edits() -> None:
    after = a_version(2, t3__new__total=13)
    visits = [
        had(at("2024-01-20"), FIRST),
        had(at("2024-02-20"), after),
        had(at("2024-03-20"), FIRST),
        had(at("2024-04-20"), after),
    ]

    found = edited.findings(case(reports=[FIRST, after], visits=visits))

    assert [finding.message.zh.count("12→13") for finding in found] == [1, 0]


def test_the_verdict_carries_what_happened_later() -> None:
    after = a_version(2, t3__new__total=13)
    visits = [had(at("2024-01-20"), FIRST), had(at("2024-02-20"), after)]

    found = judge(case(reports=[FIRST, after], visits=visits)).findings

    assert [finding.rule for finding in found] == ["publication.silently_edited"]


def test_an_edit_taken_back_leaves_the_first_version_standing() -> None:
    after = a_version(2, t3__new__total=13)
    visits = [had(at("2024-01-20"), FIRST), had(at("2024-02-20"), after)]
    back = [*visits, had(at("2024-03-20"), FIRST)]

    edited_now = judge(case(reports=[FIRST, after], visits=visits)).record.report
    taken_back = judge(case(reports=[FIRST, after], visits=back)).record.report

    assert (edited_now, taken_back) == (after.id, FIRST.id)


SHOWN = [look(at("2024-01-20"), link(2022), link(YEAR))]
WITHOUT = [look(at(day), link(2022)) for day in ("2024-03-01", "2024-03-08")]
VISITS = [had(at("2024-01-20"), FIRST), visit(at("2024-03-01"), URL, outcome=GONE)]


def gone(looks: list[Look], visits: list[Visit]) -> Finding | None:
    return withdrawn.finding(case(looks=looks, reports=[FIRST], visits=visits))


def test_a_report_that_is_gone_from_its_address_and_from_the_listing() -> None:
    finding = gone([*SHOWN, *WITHOUT], VISITS)

    assert finding is not None
    assert (finding.left, finding.right) == ("2024-01-20 10:00", "2024-03-08 10:00")
    assert len(finding.captures) == 3
    assert "截至2024-03-08 10:00" in finding.message.zh


@pytest.mark.parametrize(
    ("looks", "visits"),
    [
        (WITHOUT, VISITS[:1]),
        (WITHOUT[:1], VISITS),
        ([*WITHOUT, look(at("2024-03-15"), link(2022), link(YEAR))], VISITS),
        ([*WITHOUT, look(at("2024-03-15"), end=LookEnd.UNREACHABLE)], VISITS),
        ([*WITHOUT, look(at("2024-03-15"))], VISITS),
        (WITHOUT, [*VISITS, had(at("2024-03-09"), FIRST)]),
        (WITHOUT, [VISITS[0], visit(at("2024-03-01"), URL, outcome=Outcome.UNREACHABLE)]),
        (WITHOUT, [VISITS[0], visit(at("2024-03-01"), URL, outcome=Outcome.BLOCKED)]),
        (WITHOUT, [*VISITS, had(at("2024-01-21"), FIRST, url=f"{URL}?copy")]),
        ([], VISITS),
    ],
    ids=[
        "nobody asked its address again",
        "one look only",
        "listed again",
        "the last look failed",
        "everything else is gone too",
        "it is back at its address",
        "its address could not be reached",
        "its address turned us away",
        "a copy elsewhere was not asked again",
        "the listing was not looked at",
    ],
)
def test_nothing_is_said_to_be_withdrawn_while_there_is_another_way_to_see_it(
    looks: list[Look], visits: list[Visit]
) -> None:
    assert gone([*SHOWN, *looks], visits) is None


def test_an_attached_file_that_nobody_asked_for_again_does_not_hold_it() -> None:
    file = had(at("2024-01-20"), FIRST, url=f"{URL}.pdf", purpose=Purpose.ATTACHMENT)

    assert gone([*SHOWN, *WITHOUT], [*VISITS, file]) is not None
    again = visit(at("2024-03-02"), f"{URL}.pdf", purpose=Purpose.ATTACHMENT, payload=FIRST.id)
    later = look(at("2024-03-15"), link(2022))
    assert gone([*SHOWN, *WITHOUT, later], [*VISITS, file, again]) is None
