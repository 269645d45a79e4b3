"""Certificates are checked against real servers; exceptions go as far as they say, no further."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler import TlsException
from model.capture import LookEnd, Outcome
from tests.crawler.certificates import Authority
from tests.crawler.child import Harvest, an_agency, harvest, listing
from tests.crawler.site import Reply, Site, html, serve

NAME = "清禾市教育局2024年政府信息公开工作年度报告"
REASON = "证书 2024-11-30 过期，已告知网站"


@dataclass(frozen=True)
class Done:
    harvest: Harvest
    sites: Mapping[str, Site]

    def outcome(self, name: str) -> tuple[Outcome, str]:
        visits = self.harvest.visits
        site = self.sites[name]
        (listed,) = [visit for visit in visits if visit.url == site.url("/nb/")]
        (robots,) = [visit for visit in visits if visit.url == site.url("/robots.txt")]
        return listed.outcome, robots.detail or ""

    def fields(self, name: str) -> list[str | None]:
        """What the response records of a site say about an exception."""
        found = []
        for path in sorted((self.harvest.home / "warc").glob("*.warc.gz")):
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    uri = record.rec_headers.get_header("WARC-Target-URI") or ""
                    if record.rec_type == "response" and uri.startswith(self.sites[name].url("")):
                        found.append(record.rec_headers.get_header("Nianbao-TLS-Exception"))
        return found


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.founded(tmp_path_factory.mktemp("authority"))


def _pages(name: str) -> dict[str, Reply]:
    """Different ones on every site: the same would be archived as references to the first."""
    listed = listing({"/nb/1.html": (NAME, "2025-01-18")}, f"<p>{name}</p>")
    report = f"<h1>{NAME}</h1><p>{name}</p>" + "总体情况。" * 200
    return {
        "/robots.txt": Reply(body=f"# {name}".encode(), media_type="text/plain"),
        "/nb/": html(listed),
        "/nb/1.html": html(report),
    }


def _harvest(home: Path, authority: Authority, allowed: Mapping[str, tuple[bool, bool]]) -> Done:
    """`allowed` says for a site whether it may be unverified, and old."""
    servers = {
        "good": authority.server(),
        "self-signed": authority.server(self_signed=True),
        "expired": authority.server(expired=True),
        "wrong host": authority.server(address="127.0.0.9"),
        "old": authority.server(old=True),
        "old and expired": authority.server(old=True, expired=True),
    }
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(authority.path))
        sites = {
            name: stack.enter_context(serve(_pages(name), tls)) for name, tls in servers.items()
        }
        agencies = [
            an_agency(site.url("/nb/"), hosts=(site.host,), id_=f"qinghe-{number}")
            for number, site in enumerate(sites.values())
        ]
        tls = tuple(
            TlsException(host=sites[name].host, reason=REASON, unverified=unverified, old=old)
            for name, (unverified, old) in allowed.items()
        )
        return Done(harvest(home, *agencies, tls=tls), sites)


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Done:
    return _harvest(tmp_path_factory.mktemp("strict"), authority, {})


@pytest.fixture(scope="module")
def excepted(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Done:
    allowed = {
        "self-signed": (True, False),
        "expired": (False, True),
        "wrong host": (False, True),
        "old": (False, True),
        "old and expired": (True, True),
    }
    return _harvest(tmp_path_factory.mktemp("excepted"), authority, allowed)


def test_a_certificate_of_a_known_authority_is_taken(strict: Done) -> None:
    assert strict.outcome("good")[0] is Outcome.CAPTURED
    assert strict.fields("good") == [None] * 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("self-signed", "certificate verify failed"),
        ("expired", "certificate verify failed"),
        ("wrong host", "the certificate is for another host"),
        ("old", "protocol"),
        ("old and expired", "protocol"),
    ],
)
def test_any_other_is_unreachable_for_a_reason(strict: Done, name: str, said: str) -> None:
    outcome, detail = strict.outcome(name)
    assert outcome is Outcome.UNREACHABLE
    assert detail.startswith("tls: ")
    assert said in detail
    assert strict.sites[name].asked == []
    (look,) = [
        look for look in strict.harvest.looks if look.listing == strict.sites[name].url("/nb/")
    ]
    assert look.end is LookEnd.UNREACHABLE


@pytest.mark.parametrize("name", ["self-signed", "old", "old and expired"])
def test_an_exception_lets_in_what_it_says_and_is_archived(excepted: Done, name: str) -> None:
    assert excepted.outcome(name)[0] is Outcome.CAPTURED
    words = {
        "self-signed": f"unverified: {REASON}",
        "old": f"old TLS: {REASON}",
        "old and expired": f"unverified, old TLS: {REASON}",
    }
    assert excepted.fields(name) == [words[name]] * 3


@pytest.mark.parametrize("name", ["expired", "wrong host"])
def test_an_exception_for_old_tls_still_wants_a_good_certificate(excepted: Done, name: str) -> None:
    outcome, detail = excepted.outcome(name)
    assert outcome is Outcome.UNREACHABLE
    assert "certificate verify failed" in detail
    assert excepted.sites[name].asked == []


def test_the_others_are_none_the_worse_for_it(excepted: Done) -> None:
    assert excepted.outcome("good")[0] is Outcome.CAPTURED
    assert excepted.fields("good") == [None] * 3
