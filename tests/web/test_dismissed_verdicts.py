"""A verdict that a person has set aside: changed at once on pages, in the API, and for good."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from model.finding import Decision, DecisionKind
from model.ids import RuleId
from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import AuditSettings, Settings
from nianbao.stages.audit import Scope, run_audit, store_audit
from storage.database import Database, FindingFilter, StoredFinding
from tests.nianbao.seen import DAYS, START, YEARS, Invented
from tests.web.asking import Client
from web.app import create_app
from web.site import Site

NOW = START + timedelta(days=11 * DAYS)
SAID_AT = datetime(2099, 3, 1, 4, tzinfo=UTC)


WORLDS = {"publication.late": 1, "publication.not_found": 7}
"""A seed that brings forth a finding of the rule."""


@pytest.fixture
def site(rule: str, tmp_path: Path) -> Iterator[Site]:
    home = Home(folder=tmp_path / "home", settings=Settings())
    with home.open_database() as database:
        Invented.of(WORLDS[rule]).fill(database)
        audit(database)
    with serving(home, lambda: NOW) as opened:
        yield opened


def audit(database: Database) -> None:
    """Lets stand what nothing has changed, as every audit of the present does."""
    scope = Scope(years=(YEARS[0], YEARS[-1]))
    audited = run_audit(database, AuditSettings(), scope, as_of=NOW, anew=False)
    store_audit(database, audited, scope)


def stated(site: Site, rule: str) -> StoredFinding:
    return site.database.audit_findings(FindingFilter(rules=(RuleId(rule),))).items[0]


def say(site: Site, about: StoredFinding, kind: DecisionKind, later: int = 0) -> None:
    at = SAID_AT + timedelta(minutes=later)
    site.record(Decision(fingerprint=about.fingerprint, kind=kind, at=at, by="王某", note="已核对"))


def verdict(client: Client, about: StoredFinding) -> dict[str, Any]:
    finding = about.finding
    answer = client.get(f"/api/v1/verdicts/{finding.agency}/{finding.reporting_year}")
    assert answer.status_code == 200, answer.text
    row: dict[str, Any] = answer.json()
    return row


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("publication.not_found", ("not_found", None), ("unobservable", "set_aside")),
        ("publication.late", ("late", None), ("published", None)),
    ],
)
def test_it_changes_when_it_is_dismissed_and_comes_back_when_that_is_taken_back(
    site: Site, rule: str, before: tuple[str, str | None], after: tuple[str, str | None]
) -> None:
    client = Client(create_app(site))
    about = stated(site, rule)
    whose = f"verdict={before[0]}&agency={about.finding.agency}&year={about.finding.reporting_year}"
    first = verdict(client, about)
    assert (first["verdict"], first["reason"]) == before

    say(site, about, DecisionKind.DISMISS)

    row = verdict(client, about)
    assert (row["verdict"], row["reason"]) == after
    assert "不成立" in row["explanation"]["zh"]
    assert row["audited"] == first["audited"]  # no other evidence than before
    assert client.get(f"/api/v1/verdicts?{whose}").json()["items"] == []
    (dismissed,) = client.get(row["links"]["set_aside"]).json()["items"]
    assert (dismissed["rule"], dismissed["decision_note"]) == (rule, "已核对")
    page = client.get(row["links"]["page"]).text
    assert "王某于2099-03-01 12:00（北京时间）核对" in page

    audit(site.database)
    assert verdict(client, about)["verdict"] == after[0]

    say(site, about, DecisionKind.REOPEN, later=1)
    assert verdict(client, about) == first


@pytest.mark.parametrize("rule", ["publication.not_found"])
def test_an_audit_that_lets_stand_what_did_not_change_knows_of_it(site: Site, rule: str) -> None:
    """The decision may have come from another process, or from the archive."""
    about = stated(site, rule)
    said = Decision(fingerprint=about.fingerprint, kind=DecisionKind.DISMISS, at=SAID_AT, by="王某")
    site.database.save_decision(said)
    audit(site.database)
    row = verdict(Client(create_app(site)), about)
    assert (row["verdict"], row["reason"]) == ("unobservable", "set_aside")


@pytest.mark.parametrize("rule", ["publication.late"])
def test_other_words_leave_it(site: Site, rule: str) -> None:
    client = Client(create_app(site))
    about = stated(site, rule)
    first = verdict(client, about)
    for kind in (DecisionKind.CONFIRM, DecisionKind.NOTE):
        say(site, about, kind)
        assert verdict(client, about) == first
