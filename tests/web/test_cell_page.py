"""A cell and its pixels: in whatever original, the very cell is shown or nothing is claimed."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from extract.original import MarkedTable
from model.ids import MeasureId
from model.report import Measure, MeasureState, ReportVersion
from tests.web.asking import Client
from web.site import Site

ReportOf = Callable[[int], ReportVersion]
PNG = b"\x89PNG\r\n\x1a\n"


def read_cells(version: ReportVersion) -> list[Measure]:
    return [one for one in version.report.measures.values() if one.state is MeasureState.READ]


def test_a_cell_of_a_pdf_is_shown_as_pixels(client: Client, report_of: ReportOf) -> None:
    version = report_of(2024)
    path = f"/report/{version.id}/cell/t3.granted.total"
    page, picture = client.get(path).text, client.get(f"{path}/picture.png")

    assert f'src="{path}/picture.png"' in page
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(PNG)


def test_a_cell_of_a_web_page_is_marked_in_its_own_table(
    client: Client, report_of: ReportOf
) -> None:
    version = report_of(2023)
    for measure in read_cells(version)[::29]:
        page = client.get(f"/report/{version.id}/cell/{measure.id}").text
        marked = re.findall(r'<t[dh][^>]*class="marked-cell"[^>]*>(.*?)</t[dh]>', page, re.DOTALL)

        assert len(marked) == 1
        assert re.sub(r"<[^>]*>|\s", "", marked[0]) == measure.raw


def test_a_cell_of_a_word_file_is_found_by_its_place(site: Site, report_of: ReportOf) -> None:
    version = report_of(2020)
    cells = read_cells(version)[::29]
    found = [site.viewer.find(version.capture, one.id, one.raw) for one in cells]

    places = set()
    for measure, one in zip(cells, found, strict=True):
        assert isinstance(one, MarkedTable)
        assert one.cell.text == measure.raw
        places.add((one.cell.row, one.cell.column))
    assert len(places) > 3


def test_a_cell_that_says_something_else_now_is_not_claimed(
    site: Site, report_of: ReportOf
) -> None:
    version = report_of(2023)

    assert site.viewer.find(version.capture, MeasureId("t3.granted.total"), "不是这个数") is None


def test_a_cell_says_what_else_it_was(client: Client, report_of: ReportOf) -> None:
    """The agency's other years, and the version that was replaced."""
    page = client.get(f"/en/report/{report_of(2023).id}/cell/t3.granted.total").text

    rows = re.findall(r'<th scope="row" class="year">.*?(\d{4})<', page)
    assert rows.count("2023") == 2
    assert {"2024", "2020"} <= set(rows)
    assert "replaced" in page
    assert 'role="img"' in page  # the chart


def test_what_was_not_read_has_no_place(client: Client, report_of: ReportOf) -> None:
    version = report_of(2022)
    measures = version.report.measures.values()
    absent = next(one for one in measures if one.state is MeasureState.ABSENT)
    page = client.get(f"/en/report/{version.id}/cell/{absent.id}").text

    assert "not read" in page
    assert "there is no place to point at" in page


@pytest.mark.parametrize("cell", ["t9.nothing", "<script>", "t3.granted"])
def test_what_is_no_cell_is_not_found(client: Client, report_of: ReportOf, cell: str) -> None:
    answer = client.get(f"/report/{report_of(2024).id}/cell/{cell}")

    assert answer.status_code == 404
    assert "<script>" not in answer.text.replace("<script src", "")


def test_an_original_that_cannot_be_read_is_said_to_be(site: Site, report_of: ReportOf) -> None:
    lost = replace(report_of(2024).capture.record, warc="nowhere.warc.gz")
    capture = replace(report_of(2024).capture, record=lost)

    with pytest.raises(Exception, match=r"nowhere\.warc\.gz"):
        site.viewer.payload(capture)
