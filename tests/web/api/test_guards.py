"""What does not leave the house by itself, and refusals as problem details."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import AppError, SearchError, StorageError
from model.finding import Certainty, Decision, DecisionKind
from model.text import Text
from model.verdict import VerdictRecord
from nianbao.exports.for_readers import TableExports
from storage.database import Covered, Database
from tests.storage.builders import a_finding, later, open_database
from tests.web.asking import Client
from web.app import create_app
from web.site import Site


def audited(database: Database) -> None:
    """Three findings: certain, certain but set aside by a person, uncertain."""
    certain = a_finding()
    aside = replace(certain, left="7")
    uncertain = replace(certain, left="8", certainty=Certainty.UNCONFIRMED)
    records: list[VerdictRecord] = []
    database.replace_audit(
        Covered(years=(2024, 2024)),
        records,
        [("certain", certain), ("aside", aside), ("uncertain", uncertain)],
        as_of=later(days=1),
    )
    database.save_decision(
        Decision(fingerprint="aside", kind=DecisionKind.DISMISS, at=later(days=2), by="a person")
    )


@pytest.fixture
def other(site: Site, tmp_path: Path) -> Iterator[Client]:
    with open_database(tmp_path) as database:
        audited(database)
        yield Client(create_app(replace(site, database=database, exports=TableExports(database))))


def ids(client: Client, path: str) -> set[str]:
    return {row["id"] for row in client.get(path).json()["items"]}


class TestUncertainFindings:
    def test_are_listed_only_when_they_are_asked_for(self, other: Client) -> None:
        assert ids(other, "/api/v1/findings") == {"certain"}
        assert ids(other, "/api/v1/findings?certainty=unconfirmed") == {"uncertain"}

    def test_those_set_aside_are_listed_only_when_they_are_asked_for(self, other: Client) -> None:
        assert ids(other, "/api/v1/findings?decision=dismissed") == {"aside"}

    @pytest.mark.parametrize("path", ["/export/findings.csv", "/export/findings.jsonl"])
    def test_are_in_no_export(self, other: Client, path: str) -> None:
        text = other.get(path).text
        assert "uncertain" not in text
        assert "aside" not in text
        assert "t3.row0.total" in text  # of the one that is certain

    def test_are_in_no_feed_nor_are_those_set_aside(self, other: Client) -> None:
        text = other.get("/feeds/findings.atom").text
        assert "urn:nianbao:finding:certain" in text
        assert "urn:nianbao:finding:aside" not in text
        assert "urn:nianbao:finding:uncertain" not in text

    def test_what_a_person_said_is_shown(self, other: Client) -> None:
        assert other.get("/api/v1/findings/aside").json()["decision"] == "dismissed"
        assert other.get("/api/v1/findings/certain").json()["decision"] == "open"


class TestRefusals:
    def problem(self, client: Client, status: int, path: str, **given: object) -> None:
        answer = client.request("GET", path, **given)
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
        for said in (answer.json()["what"], answer.json()["remedy"]):
            assert said["zh"] != said["en"]
            assert said["zh"]
            assert said["en"]

    def test_of_what_is_not_there(self, client: Client) -> None:
        self.problem(client, 404, "/api/v1/raports")
        self.problem(client, 404, "/api/v1/reports/raport")

    def test_of_a_bug(self, site: Site) -> None:
        def engine() -> None:
            raise ZeroDivisionError

        client = Client(create_app(replace(site, engine=engine)))
        self.problem(client, 500, "/api/v1/search?q=x")

    def test_of_too_many_requests(self, site: Site) -> None:
        client = Client(create_app(replace(site, requests_a_minute=1)))
        assert client.get("/api/v1/agencies").status_code == 200
        self.problem(client, 429, "/api/v1/agencies")
        assert client.get("/api/v1/agencies").headers["Retry-After"] == "60"

    def test_of_long_requests(self, client: Client) -> None:
        self.problem(client, 413, "/api/v1/agencies", content=b"x" * 300_000)
        self.problem(client, 414, "/api/v1/agencies?cursor=" + "x" * 9000)

    def test_of_other_hosts(self, client: Client) -> None:
        self.problem(client, 421, "/api/v1/agencies", headers={"Host": "evil.example"})

    def test_of_what_needs_an_index(self, site: Site) -> None:
        client = Client(create_app(replace(site, engine=lambda: None)))
        self.problem(client, 503, "/api/v1/search?q=x")
        assert client.get("/feeds/search.atom").status_code == 503

    def test_of_an_index_of_another_version_that_say_nothing_of_this_machine(
        self, site: Site
    ) -> None:
        for kind in (SearchError, StorageError):

            def engine(kind: type[AppError] = kind) -> None:
                raise kind("/srv/home/index", Text("旧", "old"), Text("重建", "rebuild"))

            client = Client(create_app(replace(site, engine=engine)))
            self.problem(client, 503, "/api/v1/search?q=x")
            assert "/srv" not in client.get("/api/v1/search").text

    def test_pages_stay_plain(self, client: Client) -> None:
        answer = client.get("/", headers={"Host": "evil.example"})
        assert answer.headers["Content-Type"].startswith("text/plain")


class TestOtherSites:
    def asked(self, site: Site, origins: tuple[str, ...], method: str = "GET") -> dict[str, str]:
        client = Client(create_app(replace(site, origins=origins)))
        headers = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
        return dict(client.request(method, "/api/v1/agencies", headers=headers).headers)

    def test_may_not_read_the_api_by_default(self, site: Site) -> None:
        assert "access-control-allow-origin" not in self.asked(site, ())
        assert "access-control-allow-origin" not in self.asked(site, ("https://third.example",))

    def test_may_when_the_settings_say_so(self, site: Site) -> None:
        given = self.asked(site, ("https://other.example",))
        assert given["access-control-allow-origin"] == "https://other.example"
        assert "ETag" in given["access-control-expose-headers"]
        asked = self.asked(site, ("*",), "OPTIONS")
        assert asked["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
