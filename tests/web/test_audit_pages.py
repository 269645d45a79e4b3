"""The audit, its findings, an agency and a dossier, as a reader walks through them."""

import importlib
import io
import pkgutil
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import audit.rules
from model.capture import Outcome
from model.report import ReportVersion
from model.words import RULES
from storage.database.audited import Counts
from tests.audit.builders import visit
from tests.web.asking import Client
from web.reading.agency import Month, calendar
from web.reading.audit import newest_seen


def test_every_rate_has_its_share_that_cannot_be_told(client: Client) -> None:
    page = client.get("/en/audit?year=2022").text

    assert "published in time" in page
    assert re.search(r"cannot be told</dt><dd>\d+", page)
    assert "2022" in page
    assert "云渡县" in page  # the region, by name


def test_a_verdict_and_a_reason_pick_agencies(client: Client) -> None:
    everybody = client.get("/audit?year=2024").text
    nobody = client.get("/audit?year=2024&verdict=not_found").text

    assert "云渡县统计局" in everybody
    assert "没有机关符合" in nobody  # nobody can be said not to have published: we never looked


def test_a_verdict_picked_says_nothing_of_other_years(client: Client) -> None:
    everybody = client.get("/audit?year=2024").text
    picked = client.get("/audit?year=2024&verdict=published").text

    assert '<th scope="col">2023</th>' in everybody
    assert '<th scope="col">2023</th>' not in picked


def test_a_year_that_nobody_looked_at_yet_is_not_the_first_to_be_shown() -> None:
    counts: Counts = {(2023, "published"): 3, (2024, "late"): 1, (2024, "unobservable"): 2}
    later: Counts = {**counts, (2025, "unobservable"): 4, (2026, "not_due"): 4}

    assert newest_seen(counts, (2023, 2024)) == 2024
    assert newest_seen(later, (2023, 2024, 2025, 2026)) == 2024
    assert newest_seen({(2025, "unobservable"): 4}, (2024, 2025)) == 2025


@pytest.mark.parametrize("query", ["year=1066", "verdict=maybe", "region=41", "after=nonsense"])
def test_what_is_no_choice_is_refused_with_the_choices(client: Client, query: str) -> None:
    answer = client.get(f"/en/audit?{query}")

    assert answer.status_code == 400
    assert query.partition("=")[2] in answer.text


def test_a_finding_leads_to_its_cells_and_its_dossier(client: Client) -> None:
    page = client.get("/findings?rule=remedies.outcome_sum").text

    assert "云渡县人民政府" in page
    assert "/cell/t4.reconsideration.total" in page
    assert "<code>t4" not in page  # a cell has a name
    assert 'href="/agency/yundu-gov/2022"' in page


def test_findings_of_another_rule_are_not_among_them(client: Client) -> None:
    page = client.get("/findings?rule=publication.back_dated").text

    assert "没有符合的发现" in page


def test_an_agency_shows_its_figures_and_that_we_never_looked(
    client: Client, report_of: Callable[[int], ReportVersion]
) -> None:
    page = client.get("/en/agency/yundu-tjj").text
    report = report_of(2024)

    assert f'href="/en/report/{report.id}/cell/t3.new_received.total"' in page
    assert "no listing of it" in page
    assert "form changed" in page  # 2020 was reported on the form of 2019
    assert 'href="/en/agency/yundu-gov"' in page  # the body above it


def test_an_agency_that_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/agency/nobody").status_code == 404
    assert client.get("/agency/yundu-tjj/1066").status_code == 404


def test_a_month_counts_what_was_archived_whatever_it_said() -> None:
    february, url = datetime(2025, 1, 31, 17, tzinfo=UTC), "http://a.gov.cn/nb/"  # in China
    captured = visit(february, url)
    gone = replace(visit(february, url, outcome=Outcome.NOT_FOUND), capture=captured.capture)
    silent = visit(february, url, outcome=Outcome.UNREACHABLE)
    ((year, months),) = calendar([captured, gone, silent])

    assert year == 2025
    assert months[1] == Month(had=2, failed=1)
    assert {months[0], *months[2:]} == {Month(had=0, failed=0)}


def test_the_calendar_opens_a_month(client: Client) -> None:
    months = re.findall(r"month=(\d{4}-\d{2})", client.get("/agency/yundu-tjj").text)
    page = client.get(f"/agency/yundu-tjj?month={months[0]}").text

    assert "由人加入" in page


def test_a_dossier_gives_its_reasons_and_can_be_taken_away(client: Client) -> None:
    page = client.get("/agency/yundu-gov/2022").text
    packed = client.get("/agency/yundu-gov/2022/dossier.zip")

    assert "推理过程" in page
    assert "查验清单" in page
    assert packed.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.content)) as package:
        assert package.testzip() is None
        assert any(name.endswith("/verify.py") for name in package.namelist())


def test_every_rule_that_speaks_has_a_name_for_readers() -> None:
    modules = [
        importlib.import_module(f"audit.rules.{one.name}")
        for one in pkgutil.iter_modules(audit.rules.__path__)
    ]
    spoken = {module.RULE for module in modules if hasattr(module, "RULE")}

    assert spoken
    assert set(RULES) == spoken


def test_a_capture_is_shown_framed_with_its_digest(
    client: Client, report_of: Callable[[int], ReportVersion]
) -> None:
    capture = report_of(2023).capture
    page = client.get(f"/en/capture/{capture.id}").text

    assert capture.payload_digest in page
    assert capture.record.warc in page
    assert f'src="/archived/{capture.id}"' in page
    assert "sandbox" in page
    assert client.get("/capture/nothing").status_code == 404
