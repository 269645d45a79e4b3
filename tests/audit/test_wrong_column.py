"""A report in another bureau's column: published, but not where it belongs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audit import audit
from model.agency import Agency, Kind, Registry
from model.finding import Finding
from model.ids import AgencyId
from model.report import ReportVersion
from model.verdict import Verdict
from tests.audit.builders import OWED, YEAR, agency, at, link, look, observations, report, visit

OWN = "https://www.qinghe.gov.cn/jyj/nb/"
SECOND = "https://www.qinghe.gov.cn/jyj/zwgk/"
THEIRS = "https://www.qinghe.gov.cn/czj/nb/"
OWNER = agency("edu", name="清禾市教育局", listings=(OWN,), parent=AgencyId("city"))
OTHER = agency("finance", listings=(THEIRS,))
REPORT = report(at("2024-01-20"), owner="edu", url=f"{THEIRS}edu.html")
TWO_COLUMNS = replace(OWNER, listings=(OWN, SECOND))
OWED_BY_EDU = replace(OWED, agency=AgencyId("edu"))


def found(
    *,
    other: Agency = OTHER,
    owner: Agency = OWNER,
    looked_at: tuple[str, ...] = (OWN,),
    on: tuple[str, ...] = ("2024-02-05",),
    own_visit: bool = False,
    reports: tuple[ReportVersion, ...] = (REPORT,),
) -> tuple[Verdict, list[Finding]]:
    visits = [
        replace(
            visit(version.capture.at, version.capture.url, payload=version.id, owner=other.id),
            listing=THEIRS,
        )
        for version in reports
    ]
    if own_visit:
        visits.append(visit(at("2024-01-21"), f"{OWN}edu.html", payload=REPORT.id, owner="edu"))
    looks = [
        look(at(day), link(2022, owner="edu"), owner="edu", listing=url)
        for url in looked_at
        for day in on
    ]
    seen = observations(looks=looks, reports=reports, visits=visits)
    result = audit(
        [OWED_BY_EDU], Registry(agencies=(owner, other)), seen, {}, as_of=at("2024-03-01")
    )
    wrong = [item for item in result.findings if item.rule == "publication.wrong_column"]
    return result.verdicts[0].verdict, wrong


def test_the_report_counts_as_published_and_the_column_is_named() -> None:
    verdict, (finding,) = found()

    assert verdict is Verdict.PUBLISHED
    assert finding.agency == "edu"
    assert finding.reporting_year == YEAR
    assert (finding.left, finding.right) == (THEIRS, OWN)
    assert "只见于清禾市财政局的栏目" in finding.message.zh
    assert len(finding.captures) == 2


@pytest.mark.parametrize(
    "case",
    [
        {"other": replace(OTHER, kind=Kind.GOVERNMENT)},
        {"other": replace(OTHER, kind=Kind.OFFICE)},
        {"owner": replace(OWNER, parent=AgencyId("finance"))},
        {"owner": replace(OWNER, listings=())},
        {"owner": replace(OWNER, listings=(OWN, THEIRS))},
        {"looked_at": ()},
        {"owner": TWO_COLUMNS, "looked_at": (OWN,)},
        {"owner": TWO_COLUMNS, "looked_at": (SECOND,)},
        {"own_visit": True},
    ],
    ids=[
        "a government gathers the reports of its departments",
        "so does an office",
        "so does the body above",
        "no column of its own is known",
        "the column is shared",
        "its own column was not looked at since",
        "of its two columns the second was not",
        "of its two columns the first was not",
        "it stands in its own column as well",
    ],
)
def test_a_column_that_may_be_right_is_not_called_wrong(case: dict[str, Any]) -> None:
    _, findings = found(**case)

    assert findings == []


def test_where_an_agency_has_two_columns_both_are_named() -> None:
    _, (finding,) = found(owner=TWO_COLUMNS, looked_at=(OWN, SECOND))

    assert finding.right == f"{OWN}；{SECOND}"
    assert len(finding.captures) == 3


def test_of_two_versions_it_names_the_one_that_came_last() -> None:
    edited = report(at("2024-01-25"), owner="edu", version=2, url=REPORT.capture.url)

    _, (finding,) = found(reports=(REPORT, edited))

    assert finding.report == edited.id
    assert "2024-01-20" in finding.message.zh  # and since when it stood there


def test_the_last_look_at_its_own_column_speaks() -> None:
    _, (finding,) = found(on=("2024-02-05", "2024-02-12"))

    assert "截至2024-02-12 10:00未见" in finding.message.zh
    assert finding.captures[1:] == look(at("2024-02-12"), owner="edu", listing=OWN).pages


def test_only_the_date_beside_the_report_of_the_year_dates_it() -> None:
    """Its neighbour's of the year before stood in the wrong column, too."""
    before = report(at("2024-01-20"), 2022, owner="edu", url=f"{THEIRS}edu-2022.html")
    visits = [
        replace(
            visit(at("2024-01-20"), one.capture.url, payload=one.id, owner="finance", declared=day),
            listing=THEIRS,
        )
        for one, day in ((REPORT, date(2024, 1, 18)), (before, date(2024, 1, 4)))
    ]
    seen = observations(reports=[REPORT, before], visits=visits)
    both = Registry(agencies=(OWNER, OTHER))

    result = audit([OWED_BY_EDU], both, seen, {}, as_of=at("2024-03-01"))

    assert result.verdicts[0].declared == date(2024, 1, 18)
