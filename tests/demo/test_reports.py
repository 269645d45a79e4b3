"""Each report, as served, says what its data say: read by the product, compared cell by cell."""

from decimal import Decimal

import pytest

import demo
from audit import check_report
from demo import ExpectedReport
from demo.content import DATA, content
from demo.reports import ReportData
from demo.sites import Page, site_pages
from extract.forms import load_forms
from extract.reading import read_document
from extract.report import extract_report
from model.form import SectionId
from model.ids import FormId, MeasureId
from model.report import MeasureState, Report
from tests.demo.attached_pdf import attached_reports, make_pdf

REPORTS = demo.truth().reports
FORM = next(form.form for form in load_forms() if form.id == "2021")


def name_of(expected: ExpectedReport) -> str:
    return f"{expected.agency}-{expected.reporting_year}"


def served(expected: ExpectedReport, path: str) -> Page:
    everything = content()
    site = next(site for site in everything.sites if site.id == expected.site)
    return site_pages(everything, site, demo.AUDIT_DAY)[path]


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


def test_no_two_reports_say_the_same() -> None:
    overviews = [report.text["overview"] for report in content().reports]
    assert len(set(overviews)) == len(overviews)
    tables = [tuple(report.cells.values()) for report in content().reports]
    assert len(set(tables)) == len(tables)
    amounts = [Decimal(report.cells["t2.fees.amount_wan_yuan"]) for report in content().reports]
    assert min(amounts) >= 0


def test_the_attached_file_is_the_one_its_data_make() -> None:
    (report,) = attached_reports()
    assert report.attached is not None
    committed = (DATA / report.attached).read_bytes()
    assert b"/FontFile" not in committed
    # Compression differs from one machine's zlib to another's: what is read must not.
    anew = read_document(make_pdf(report), report.attached)
    assert read_document(committed, report.attached).blocks == anew.blocks, (
        "run: python -m tests.demo.attached_pdf"
    )


def test_the_page_of_the_attached_report_is_no_report() -> None:
    (expected,) = (report for report in REPORTS if report.document != report.page)
    page = served(expected, expected.page).body.decode()
    assert expected.document.rpartition("/")[2] in page
    assert "总体情况" not in page
