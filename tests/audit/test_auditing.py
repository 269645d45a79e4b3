"""The whole audit: many agencies, shared listings, and what it adds up to."""

from dataclasses import replace
from datetime import date

import pytest

from audit import Observations, audit, decide, summarise
from model.agency import Kind, Obligation, Registry
from model.capture import ListedLink, Look, Outcome
from model.errors import NotFoundError
from model.form import Form
from model.ids import AgencyId, FormId, MeasureId
from model.verdict import Verdict
from tests.audit.builders import (
    LISTING,
    OWED,
    YEAR,
    agency,
    at,
    cell,
    link,
    look,
    observations,
    report,
    url_of,
    visit,
)
from tests.audit.test_rules import FORM

FORMS: dict[FormId, Form] = {FORM.id: FORM}
BROKEN = {
    MeasureId(key): cell(key, value)
    for key, value in {
        "t4.reconsideration.upheld": 10,
        "t4.reconsideration.corrected": 1,
        "t4.reconsideration.total": 0,
    }.items()
}
FINANCE = agency("finance")
AUDIT = agency("audit", name="清禾市审计局")
GOVERNMENT = agency("government", name="清禾市人民政府", kind=Kind.GOVERNMENT)
FAMILY = Registry(agencies=(GOVERNMENT, FINANCE, AUDIT))


def owed(agency_id: str, year: int = YEAR) -> Obligation:
    due = date(year + 1, 1, 31)
    return replace(OWED, agency=AgencyId(agency_id), reporting_year=year, due=due)


def of(owner: str, year: int | None, name: str) -> ListedLink:
    return link(year, owner=owner, title=f"{name}{year}年政府信息公开工作年度报告")


def verdicts(seen: Observations, registry: Registry = FAMILY) -> dict[str, Verdict]:
    obligations = [owed(each.id) for each in registry.agencies]
    result = audit(obligations, registry, seen, FORMS, as_of=at("2024-03-01"))
    return {record.agency: record.verdict for record in result.verdicts}


def test_findings_say_whose_report_they_are_about() -> None:
    seen = observations(reports=[report(at("2024-01-20"), measures=BROKEN)])

    result = audit([owed("finance")], FAMILY, seen, FORMS, as_of=at("2024-03-01"))

    (finding,) = result.findings
    assert (finding.rule, finding.agency, finding.reporting_year) == (
        "remedies.outcome_sum",
        "finance",
        YEAR,
    )
    assert finding.report == seen.reports[0].id


def test_only_the_standing_version_is_checked() -> None:
    corrected = {**BROKEN, MeasureId("t4.reconsideration.total"): cell("x", 11)}
    seen = observations(
        reports=[
            report(at("2024-01-20"), measures=BROKEN, version=1),
            report(at("2024-01-25"), measures=corrected, version=2),
        ]
    )

    later = audit([owed("finance")], FAMILY, seen, FORMS, as_of=at("2024-03-01"))
    before = audit([owed("finance")], FAMILY, seen, FORMS, as_of=at("2024-01-22"))

    assert later.findings == ()
    assert len(before.findings) == 1


@pytest.mark.parametrize(
    ("obligations", "count"), [([], 1), ([owed("audit")], 1), ([owed("audit", 2020)], 0)]
)
def test_reports_of_nobody_known_are_checked_too(obligations: list[Obligation], count: int) -> None:
    seen = observations(reports=[report(at("2024-01-20"), owner=None, measures=BROKEN)])

    result = audit(obligations, FAMILY, seen, FORMS, as_of=at("2024-03-01"))

    assert len(result.findings) == count


def test_a_report_of_an_unknown_form_is_left_alone() -> None:
    seen = observations(reports=[report(at("2024-01-20"), measures=BROKEN)])

    assert audit([owed("finance")], FAMILY, seen, {}, as_of=at("2024-03-01")).findings == ()


def shared_looks(*links: ListedLink, owners: tuple[str, ...] = ("finance", "audit")) -> list[Look]:
    return [look(at(day), *links, owner=o) for o in owners for day in ("2024-02-02", "2024-02-05")]


def test_on_a_shared_listing_each_title_speaks_for_its_agency() -> None:
    links = (
        of("finance", 2022, "清禾市财政局"),
        of("audit", 2022, "清禾市审计局"),
        of("audit", YEAR, "清禾市审计局"),
    )
    seen = observations(
        looks=shared_looks(*links),
        reports=[report(at("2024-02-02"), owner="audit", url=url_of(YEAR, "audit"))],
    )

    found = verdicts(seen)

    assert (found["finance"], found["audit"]) == (Verdict.NOT_FOUND, Verdict.PUBLISHED)


def test_a_title_that_names_nobody_may_be_anybodys() -> None:
    links = (of("finance", 2022, "清禾市财政局"), of("audit", 2022, "清禾市审计局"), link(YEAR))

    found = verdicts(observations(looks=shared_looks(*links)))

    assert (found["finance"], found["audit"]) == (Verdict.UNOBSERVABLE, Verdict.UNOBSERVABLE)


def test_another_agencys_report_is_no_known_item() -> None:
    seen = observations(looks=shared_looks(of("audit", 2022, "清禾市审计局")))

    result = audit([owed("finance")], FAMILY, seen, FORMS, as_of=at("2024-03-01"))

    assert result.verdicts[0].graded


def test_a_failed_visit_to_anothers_report_does_not_stand_in_the_way() -> None:
    title = "清禾市审计局2023年政府信息公开工作年度报告"
    failed = visit(
        at("2024-02-02"), url_of(YEAR, "audit"), outcome=Outcome.UNREACHABLE, year=YEAR, title=title
    )
    seen = observations(looks=shared_looks(of("finance", 2022, "清禾市财政局")), visits=[failed])

    assert verdicts(seen)["finance"] is Verdict.NOT_FOUND
    assert verdicts(replace(seen, visits=(replace(failed, title="2023年年报"),)))["finance"] is (
        Verdict.UNOBSERVABLE
    )


def test_a_document_shared_by_two_visits_belongs_to_the_one_it_names() -> None:
    """The column was looked at for both; the document turned out to be the audit office's."""
    seen = observations(
        looks=shared_looks(of("finance", 2022, "清禾市财政局"), link(YEAR)),
        visits=[visit(at("2024-02-02"), url_of(YEAR), year=YEAR, payload="theirs")],
        reports=[report(at("2024-02-02"), owner="audit", payload="theirs", url=url_of(YEAR))],
    )

    assert verdicts(seen)["finance"] is Verdict.NOT_FOUND


def test_the_site_is_alive_when_any_of_its_listings_is() -> None:
    stale = [replace(one, freshest=date(2022, 1, 1)) for one in shared_looks(link(2022))]
    news = "https://www.qinghe.gov.cn/zfb/nb/"
    fresh = [
        look(at(day), owner="government", listing=news) for day in ("2024-02-02", "2024-02-05")
    ]

    alone = verdicts(observations(looks=stale))
    beside = verdicts(observations(looks=[*stale, *fresh]))

    assert alone["finance"] is Verdict.UNOBSERVABLE
    assert beside["finance"] is Verdict.NOT_FOUND


def test_another_site_of_the_same_crawl_does_not_make_this_one_alive() -> None:
    stale = [replace(one, freshest=date(2022, 1, 1)) for one in shared_looks(link(2022))]
    elsewhere = [
        replace(look(one.at, owner="government", listing="https://x.gov.cn/nb/"), crawl=one.crawl)
        for one in stale
    ]

    assert verdicts(observations(looks=[*stale, *elsewhere]))["finance"] is Verdict.UNOBSERVABLE


def test_a_site_that_was_seen_alive_later_in_a_crawl_was_not_seen_alive_yet() -> None:
    """A crawl may take days; an audit of a day in its midst knows no more than that day did."""
    stale = [replace(one, freshest=date(2022, 1, 1)) for one in shared_looks(link(2022))]
    news = "https://www.qinghe.gov.cn/zfb/nb/"
    later = [
        replace(look(at("2024-03-02"), owner="government", listing=news), crawl=one.crawl)
        for one in stale
    ]

    # `verdicts` audits as of 1 March.
    assert verdicts(observations(looks=[*stale, *later]))["finance"] is Verdict.UNOBSERVABLE


def test_a_date_in_the_future_does_not_hide_that_a_site_is_alive() -> None:
    looks = shared_looks(link(2022))
    slip = [
        look(one.at, owner="government", listing=f"{LISTING}news/", freshest=date(2099, 1, 1))
        for one in looks
    ]

    assert verdicts(observations(looks=[*looks, *slip]))["finance"] is Verdict.NOT_FOUND


def test_an_obligation_of_an_unknown_agency_is_our_trouble() -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        audit([owed("nobody")], FAMILY, observations(), FORMS, as_of=at("2024-03-01"))


def test_the_summary_counts_every_verdict_and_the_unresolved_share() -> None:
    seen = observations(reports=[report(at("2024-01-20"))])
    obligations = [owed("finance"), owed("audit"), owed("government"), owed("finance", 2030)]

    result = audit(obligations, FAMILY, seen, FORMS, as_of=at("2024-03-01"))
    summary = summarise(result.verdicts)

    assert summary.obligations == 4
    assert summary.counts == {
        Verdict.PUBLISHED: 1,
        Verdict.LATE: 0,
        Verdict.NOT_FOUND: 0,
        Verdict.UNOBSERVABLE: 2,
        Verdict.NOT_DUE: 1,
    }
    assert summary.unresolved_share == pytest.approx(2 / 3)
    assert summarise([]).unresolved_share == 0.0


def test_the_whole_audit_says_what_decide_says() -> None:
    own = agency("own", listings=(f"{LISTING}own/",))
    looks = [
        look(at(day), link(2022), owner="own", listing=f"{LISTING}own/")
        for day in ("2024-02-02", "2024-02-05")
    ]
    seen = observations(looks=looks)

    (record,) = audit(
        [owed("own")], Registry(agencies=(own,)), seen, FORMS, as_of=at("2024-03-01")
    ).verdicts

    assert record.verdict is Verdict.NOT_FOUND
    assert record == decide(owed("own"), own, seen, as_of=at("2024-03-01"))
