"""What we saw last, and how what we say comes about."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.explanations import ADVICE, MEANINGS
from model.capture import LookEnd, Outcome
from model.ids import AgencyId
from model.verdict import Reason, Verdict
from model.words import OUTCOMES, RULES
from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import load_settings
from storage.database import LatestLook
from tests.web.asking import Client
from web.app import create_app
from web.reading.status import why_of


def test_every_verdict_reason_and_rule_is_explained(client: Client) -> None:
    page = client.get("/en/methods").text

    assert set(MEANINGS) == set(Verdict)
    assert set(ADVICE) == set(Reason)
    for meaning in (*MEANINGS.values(), *ADVICE.values()):
        assert meaning.en[:40] in page.replace("&#39;", "'")
    for rule in RULES:
        assert f'id="{rule}"' in page


def test_the_cells_of_every_form_are_listed(client: Client) -> None:
    page = client.get("/methods").text

    assert "t3.new_received.total" in page
    assert "s.received.number" in page


def test_a_home_that_never_looked_says_so(client: Client) -> None:
    assert "另有 2 个机关从未查看" in client.get("/status").text


@pytest.mark.parametrize(
    ("end", "detail", "words", "said"),
    [
        ("unreadable", "soft_404 http://a.gov.cn/nb/", Outcome.SOFT_404, ""),
        (
            "unreadable",
            "moved redirects to http://a/ http://a.gov.cn/nb/",
            Outcome.MOVED,
            "redirects to http://a/",
        ),
        # What stands beside it already is not said twice.
        ("blocked", "blocked HTTP 412 http://a.gov.cn/nb/", None, "HTTP 412"),
        ("unreachable", "robots.txt: refused http://b/", None, "robots.txt: refused http://b/"),
        ("unreadable", None, None, ""),
    ],
)
def test_why_a_look_ended_is_said_in_words(
    end: str, detail: str | None, words: Outcome | None, said: str
) -> None:
    look = LatestLook(
        agency=AgencyId("a"),
        listing="http://a.gov.cn/nb/",
        at=datetime(2026, 3, 1, tzinfo=UTC),
        end=LookEnd(end),
        detail=detail,
        family=None,
        freshest=None,
        looks=1,
    )
    assert why_of(look) == (OUTCOMES[words] if words else None, said)


def test_an_empty_home_has_every_page(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    now = datetime(2026, 3, 1, tzinfo=UTC)
    with serving(Home(folder=folder, settings=load_settings(folder)), lambda: now) as site:
        pages = Client(create_app(site))
        for path in ("/", "/search", "/audit", "/findings", "/status", "/methods"):
            assert pages.get(path).status_code == 200, path
