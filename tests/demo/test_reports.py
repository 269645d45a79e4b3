"""Each report, as served, says what its data say: read by the product, compared cell by cell."""

from decimal import Decimal
from html import escape

import pytest

import demo
from audit import check_report
from demo import ExpectedReport
from demo.content import DATA, content
from demo.places import Style
from demo.reports import Holding, ReportData
from demo.sites import site_pages
from demo.web import Page
from extract.forms import load_forms
from extract.reading import read_document
from extract.report import extract_report
from model.form import SectionId
from model.ids import FormId, MeasureId
from model.report import MeasureState, Report
from tests.demo.attached_pdf import attached_reports, make_pdf
from tests.demo.scanned_pages import scanned_reports

REPORTS = [report for report in demo.truth().reports if report.readable]
FORM = next(form.form for form in load_forms() if form.id == "2021")


def name_of(expected: ExpectedReport) -> str:
    return f"{expected.agency}-{expected.reporting_year}-{expected.site}"


def served(expected: ExpectedReport, path: str) -> Page:
    everything = content()
    site = next(site for site in everything.sites if site.id == expected.site)
    days = (demo.AUDIT_DAY, demo.SEASON[0].date())
    found = (site_pages(everything, site, day).get(path) for day in days)
    return next(page for page in found if page is not None)


def read(expected: ExpectedReport) -> Report:
    page = served(expected, expected.document)
    document = read_document(page.body, expected.document)
    return extract_report(document, url=f"http://127.0.0.1{expected.document}")


@pytest.mark.parametrize("expected", REPORTS, ids=name_of)
def test_what_is_read_is_what_the_data_say(expected: ExpectedReport) -> None:
    report = read(expected)
    assert report.form == FormId("2021")
    assert report.title == expected.title
    assert report.agency_name == expected.agency_name
    assert report.reporting_year == expected.reporting_year
    printed = {
        cell: measure.raw
        for cell, measure in report.measures.items()
        if measure.state is not MeasureState.ABSENT
    }
    assert printed == dict(expected.measures)
    assert all(report.measures[cell].stated for cell in printed)
    assert {
        section.id: tuple(section.text.split("\n")) for section in report.sections
    } == expected.sections
    if expected.document == expected.page:
        assert report.declared == expected.declared


@pytest.mark.parametrize("expected", REPORTS, ids=name_of)
def test_sums_break_only_where_that_is_planted(expected: ExpectedReport) -> None:
    found = sorted(
        (finding.rule, cell)
        for finding in check_report(read(expected), FORM)
        for cell in finding.cells
        if cell in planted_cells(expected)
    )
    assert len(check_report(read(expected), FORM)) == len(planted(expected))
    assert found == sorted(planted(expected))


def planted(expected: ExpectedReport) -> list[tuple[str, MeasureId]]:
    return [
        (finding.rule, finding.cell)
        for finding in demo.truth().findings
        if (finding.agency, finding.reporting_year) == (expected.agency, expected.reporting_year)
        and finding.cell is not None
    ]


def planted_cells(expected: ExpectedReport) -> set[MeasureId]:
    return {cell for _, cell in planted(expected)}


def test_the_truth_has_every_cell_of_the_form() -> None:
    merged = FORM.merged
    every = set(FORM.measures) - set(merged)
    for expected in REPORTS:
        printed = set(expected.measures)
        for cell, parts in merged.items():
            if cell in printed:
                printed = (printed - {cell}) | set(parts)
        assert printed == every
        assert set(expected.sections) == set(SectionId)
        assert all(expected.sections.values())
    assert any(cell in expected.measures for expected in REPORTS for cell in merged)


def test_figures_carry_over_from_year_to_year() -> None:
    by_key = {(report.agency, report.year): report for report in content().reports}
    followed = 0
    for (agency, year), report in by_key.items():
        before = by_key.get((agency, year - 1))
        if before is None:
            continue
        followed += 1
        for column in ("natural_person", "commercial_enterprise", "legal_service_org", "total"):
            assert (
                report.cells[f"t3.carried_in.{column}"]
                == (before.cells[f"t3.carried_out.{column}"])
            )
        made, repealed, in_force = documents(report)
        assert in_force == documents(before)[2] + made - repealed
    assert followed >= 15


def documents(report: ReportData) -> tuple[int, int, int]:
    made, repealed, in_force = (
        int(report.cells[f"t2.normative_docs.{column}"])
        for column in ("made", "repealed", "in_force")
    )
    return made, repealed, in_force


def test_no_two_reports_say_the_same_but_the_copied_one() -> None:
    copied = {(f.agency, f.reporting_year) for f in demo.truth().findings if f.rule[:5] == "copy."}
    assert len(copied) == 1
    own = [report for report in content().reports if (report.agency, report.year) not in copied]
    overviews = [report.text["overview"] for report in own]
    assert len(set(overviews)) == len(overviews)
    tables = [tuple(report.cells.values()) for report in own]
    assert len(set(tables)) == len(tables)
    ((agency, year),) = copied
    before, after = (
        next(report for report in content().reports_of(agency) if report.year == one)
        for one in (year - 1, year)
    )
    assert before.text == after.text
    assert before.cells == after.cells
    amounts = [Decimal(report.cells["t2.fees.amount_wan_yuan"]) for report in content().reports]
    assert min(amounts) >= 0


def test_the_attached_file_is_the_one_its_data_make() -> None:
    (report,) = attached_reports()
    (name,) = report.files
    committed = (DATA / name).read_bytes()
    assert b"/FontFile" not in committed
    # Compression differs from one machine's zlib to another's: what is read must not.
    anew = read_document(make_pdf(report), name)
    assert read_document(committed, name).blocks == anew.blocks, (
        "run: python -m tests.demo.attached_pdf"
    )


def test_the_page_of_an_attached_report_is_no_report() -> None:
    attached = [report for report in REPORTS if report.document != report.page]
    assert {report.document.partition("?")[0][-4:] for report in attached} == {".pdf", ".jsp"}
    for expected in attached:
        page = served(expected, expected.page).body.decode()
        assert escape(expected.document).rpartition("/")[2] in page
        assert "总体情况" not in page


def test_pictures_are_all_there_is_of_a_scanned_report() -> None:
    (report,) = scanned_reports()
    (expected,) = (one for one in demo.truth().reports if not one.readable)
    page = served(expected, expected.page).body.decode()
    assert page.count("<img ") == len(report.files) >= 2
    assert "总体情况" not in page
    assert served(expected, expected.document).body.startswith(b"\x89PNG")


def test_a_silent_edit_changes_what_it_names_and_nothing_else() -> None:
    edited = [report for report in content().reports if len(report.editions) > 1]
    assert [(report.agency, report.year) for report in edited] == [("qinghe-health", 2024)]
    first, second = edited[0].editions
    changed = {cell for cell in first.cells if first.cells[cell] != second.cells[cell]}
    assert changed == {"t2.penalty.decisions"}
    changed_text = {key for key in first.text if first.text[key] != second.text[key]}
    assert changed_text == {"problems"}
    before, after = (edited[0].on(day).cells for day in (first.since, second.since))
    assert (before, after) == (first.cells, second.cells)


def test_the_forms_of_publication_and_the_platforms_are_all_there() -> None:
    assert {report.form for report in content().reports} == set(Holding)
    assert {site.style for site in content().sites} == set(Style)
    assert len(content().agencies) >= 25
