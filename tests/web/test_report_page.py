"""A report's page: its parts and tables, and every number one click from its proof."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from audit import check_version
from audit.fingerprints import fingerprint
from extract.tables.doubts import Doubt
from model.finding import Certainty, Decision, DecisionKind
from model.report import MeasureState, ReportVersion
from tests.web.asking import Client
from web.reading.cell import DOUBTS
from web.reading.report import Spoken, forms, numbered_findings
from web.site import Site

ReportOf = Callable[[int], ReportVersion]


@pytest.mark.parametrize("year", [2024, 2023, 2020])
def test_every_cell_that_was_read_is_there_and_leads_to_its_proof(
    client: Client, report_of: ReportOf, year: int
) -> None:
    version = report_of(year)
    page = client.get(f"/report/{version.id}").text

    read = [one for one in version.report.measures.values() if one.state is MeasureState.READ]
    assert len(read) > 150
    for measure in read:
        href = f'id="{measure.id}"[^>]*><a href="/report/{version.id}/cell/{measure.id}">'
        shown = re.search(rf"{href}([^<]*)</a>", page)
        assert shown, measure.id
        assert shown[1] == str(measure.value)


def test_the_page_has_one_id_for_each_cell(client: Client, report_of: ReportOf) -> None:
    ids = re.findall(r' id="([^"]+)"', client.get(f"/report/{report_of(2024).id}").text)

    assert len(ids) == len(set(ids))


def test_rows_fill_their_tables(client: Client, report_of: ReportOf) -> None:
    """Merged heads and labels leave no hole and do not overlap."""
    for year in (2024, 2020):
        page = client.get(f"/report/{report_of(year).id}").text
        for table in re.findall(r'<table class="statistics.*?</table>', page, re.DOTALL):
            widths = _widths(table)
            assert len(set(widths)) == 1, (year, widths)


def _widths(table: str) -> list[int]:
    """How many columns each row covers, with what hangs down from above."""
    hanging: list[int] = []
    widths = []
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        hanging = [left for left in hanging if left]
        width = len(hanging)
        down: list[int] = []
        for tag in re.findall(r"<t[hd][^>]*>", row):
            across = int((re.search(r'colspan="(\d+)"', tag) or ["", "1"])[1])
            rows = int((re.search(r'rowspan="(\d+)"', tag) or ["", "1"])[1])
            width += across
            down += [rows] * across
        widths.append(width)
        hanging = [left - 1 for left in [*hanging, *down]]
    return widths


def test_what_a_finding_points_to_is_marked_with_its_number(
    client: Client, site: Site, report_of: ReportOf
) -> None:
    version = report_of(2022)
    page = client.get(f"/en/report/{version.id}").text
    stated = site.database.findings(report=version.id)

    assert {cell for finding in stated for cell in finding.cells} == set(
        re.findall(r'<td class="[^"]*flagged" id="([^"]+)"', page)
    )
    numbers = set(re.findall(r"※(\d+)", page))
    assert numbers
    for number in numbers:
        assert f'id="finding-{number}"' in page


def test_a_part_that_was_not_read_is_said_not_to_be(client: Client, report_of: ReportOf) -> None:
    page = client.get(f"/en/report/{report_of(2022).id}").text

    assert "We did not read a heading of this part" in page


def test_the_words_of_a_report_are_no_markup(client: Client, report_of: ReportOf) -> None:
    page = client.get(f"/report/{report_of(2022).id}").text

    assert "<b>不是标签" not in page


def test_the_beginning_of_an_id_leads_to_the_whole(client: Client, report_of: ReportOf) -> None:
    id_ = report_of(2024).id
    answer = client.get(f"/en/report/{id_[:8].upper()}")

    assert answer.status_code == 302
    assert answer.headers["location"] == f"/en/report/{id_}"


@pytest.mark.parametrize("id_", ["xyz", "..%2f..%2fetc", "0", "ffffffffffff", "a" * 40])
def test_what_is_no_report_is_not_found(client: Client, id_: str) -> None:
    assert client.get(f"/report/{id_}").status_code == 404


def test_every_doubt_has_words() -> None:
    assert set(DOUBTS) == {doubt.value for doubt in Doubt}


def test_what_rests_on_an_uncertain_reading_is_not_shown_until_somebody_confirms_it(
    report_of: ReportOf,
) -> None:
    version = report_of(2022)
    (first, *_) = check_version(version, {id_: one.form for id_, one in forms().items()})
    uncertain = replace(first, certainty=Certainty.UNCONFIRMED)
    confirmed = Decision(
        fingerprint=fingerprint(uncertain),
        kind=DecisionKind.CONFIRM,
        at=version.capture.at,
        by="甲",
    )

    assert numbered_findings(version, [uncertain], Spoken(decided={})) == ()
    heard = Spoken(decided={confirmed.fingerprint: confirmed})
    shown = numbered_findings(version, [uncertain], heard)
    assert [one.finding for one in shown] == [uncertain]
