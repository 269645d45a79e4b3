"""Who may record: those who know the token, and those whom a trusted proxy names. Nobody else."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from nianbao.settings import WebSettings
from storage.database import FindingFilter
from tests.web.asking import Client
from tests.web.conftest import NOW
from tests.web.reviews import TOKEN, Desk, desk_at
from web.app import create_app
from web.reviewing.people import ProxyUser, clean_name, named_by_proxies
from web.reviewing.sessions import LIFETIME, Patience, Sessions


@pytest.fixture(scope="module")
def served(web_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_at(web_home, tmp_path_factory.mktemp("desk") / "home", NOW) as opened:
        yield opened


@pytest.fixture
def desk(served: Desk) -> Desk:
    """An application that knows nobody yet. Nothing is recorded by these tests."""
    return replace(served, client=Client(create_app(served.site)), step=timedelta(seconds=1))


def some_finding(desk: Desk) -> str:
    return desk.site.database.audit_findings(FindingFilter(), limit=1).items[0].fingerprint


class TestTheToken:
    def test_opens_what_was_asked_for(self, desk: Desk) -> None:
        data = {"token": TOKEN, "name": " 王某 ", "next": "/en/review?of=unseen"}
        answer = desk.post("/en/login", data)

        assert answer.status_code == 303
        assert answer.headers["location"] == "/en/review?of=unseen"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Secure" not in cookie  # plain HTTP on loopback
        assert TOKEN not in cookie
        desk.cookie = cookie.partition(";")[0]
        page = desk.get("/en/review?of=unseen")
        assert page.status_code == 200
        assert "王某" in page.text
        assert page.headers["cache-control"] == "no-store"

    def test_is_kept_to_tls_where_there_is_any(self, desk: Desk) -> None:
        data = {"token": TOKEN, "name": "王某"}
        cookie = desk.post("https://127.0.0.1/login", data).headers["set-cookie"]
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie

    @pytest.mark.parametrize(
        "next_", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "x"]
    )
    def test_leads_nowhere_else(self, desk: Desk, next_: str) -> None:
        answer = desk.post("/login", {"token": TOKEN, "name": "王某", "next": next_})
        assert answer.headers["location"] == "/review"
        page = desk.get("/login", params={"next": next_}).text
        assert 'name="next" value=""' in page

    def test_wants_a_name(self, desk: Desk) -> None:
        answer = desk.post("/en/login", {"token": TOKEN, "name": " \u200b "})
        assert answer.status_code == 400
        assert "set-cookie" not in answer.headers
        assert "Say your name" in answer.text

    @pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], f"{TOKEN}x", "令牌"])
    def test_must_be_right(self, desk: Desk, token: str) -> None:
        answer = desk.post("/en/login", {"token": token, "name": "王某"})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert 'value="王某"' in answer.text

    def test_cannot_be_guessed_quickly(self, desk: Desk) -> None:
        def status(token: str) -> int:
            return desk.post("/login", {"token": token, "name": "王某"}).status_code

        wrong = [status("wrong") for _ in range(6)]
        assert wrong[:3] == [401, 401, 401]
        assert 429 in wrong
        # While one has to wait, the right token opens nothing either.
        assert status(TOKEN) == 429
        desk.now[0] += timedelta(minutes=15)
        assert status(TOKEN) == 303


def test_without_a_token_nobody_may_record(web_home: Path, tmp_path: Path) -> None:
    with desk_at(web_home, tmp_path / "home", NOW, token="") as desk:
        for token in ("", "None", "null"):
            assert desk.post("/login", {"token": token, "name": "王某"}).status_code == 403
        answer = desk.post(f"/review/{some_finding(desk)}", {"kind": "dismiss"})
        assert answer.status_code == 403
        assert "for reading only" in desk.get("/en/login").text
        assert "/review" not in desk.get("/").text
        assert desk.site.database.decisions() == ()


@pytest.mark.parametrize(
    "path",
    [
        "/review/{}",
        "/review-agencies/0123456789ab",
        "/agency/yundu-gov/2022/reply",
        "/agency/yundu-gov/2022/reply/0123456789ab/take-back",
    ],
)
def test_readers_record_nothing(desk: Desk, path: str) -> None:
    data = {"kind": "dismiss", "agency": "-", "who": "x", "on": "2026-01-01", "text": "x"}
    for cookie in ("", "nianbao-session=guessed"):
        desk.cookie = cookie
        answer = desk.post(path.format(some_finding(desk)), {**data, "source": "x"})
        assert answer.status_code == 403
    assert desk.site.database.decisions() == ()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_other_sites_cannot_make_a_person_record(desk: Desk, headers: dict[str, str]) -> None:
    desk.log_in()
    for path in (f"/review/{some_finding(desk)}", "/login", "/logout"):
        assert desk.post(path, {"kind": "dismiss"}, headers=headers).status_code == 403
    assert desk.site.database.decisions() == ()
    assert desk.get("/review").status_code == 200  # still logged in


def test_logging_out_ends_it_for_good(desk: Desk) -> None:
    desk.log_in()
    kept = desk.cookie
    assert "Log out" in desk.get("/en/review").text
    answer = desk.post("/logout", {})
    assert "Max-Age=0" in answer.headers["set-cookie"]
    desk.cookie = kept  # as a thief would have it
    assert desk.get("/review").status_code == 303


def test_pages_say_nothing_of_reviewing_to_readers(desk: Desk) -> None:
    assert "录入答复" not in desk.get("/findings").text
    desk.log_in()
    assert "录入答复" in desk.get("/findings").text


class TestSessions:
    def test_end_by_themselves(self) -> None:
        now = [NOW]
        sessions = Sessions(lambda: now[0])
        secret = sessions.begin("王某")
        assert sessions.name_of(secret) == "王某"
        assert sessions.name_of(secret[:-1]) is None
        now[0] += LIFETIME
        assert sessions.name_of(secret) is None


class TestPatience:
    def test_doubles_and_forgets_and_is_for_one_address(self) -> None:
        now = [datetime(2026, 1, 1, tzinfo=UTC)]
        patience = Patience(lambda: now[0])
        waits = []
        for _ in range(8):
            while wait := patience.try_once("a", right=False):
                now[0] += wait
                waits.append(wait.total_seconds())
        assert waits == [2, 4, 8, 16, 32]
        assert patience.try_once("a", right=True)
        assert not patience.try_once("b", right=True)
        now[0] += timedelta(hours=2)
        assert not patience.try_once("a", right=True)


class TestAProxy:
    HEADER = "X-Remote-User"

    def _named(self, client: str, headers: list[tuple[bytes, bytes]]) -> object:
        seen: list[object] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            seen.append(scope.get("state", {}).get("proxy_user"))

        guard = ProxyUser(app, header=self.HEADER, proxies=("10.0.0.5/32",))
        scope = {"type": "http", "client": (client, 1), "headers": headers}
        asyncio.run(guard(scope, None, None))  # type: ignore[arg-type]  # nothing is asked of them
        return seen[0]

    @pytest.mark.parametrize(
        ("client", "name"),
        [
            ("127.0.0.1", "王某"),
            ("::1", "王某"),
            ("10.0.0.5", "王某"),
            ("10.0.0.6", None),
            ("192.0.2.1", None),
            ("", None),
            ("not an address", None),
        ],
    )
    def test_is_believed_only_if_trusted(self, client: str, name: str | None) -> None:
        assert self._named(client, [(b"x-remote-user", "王某".encode())]) == name

    def test_must_name_exactly_one(self) -> None:
        twice = [(b"x-remote-user", b"a"), (b"x-remote-user", b"b")]
        assert self._named("127.0.0.1", twice) is None
        assert self._named("127.0.0.1", [(b"x-remote-user", b"  ")]) is None

    def test_lets_people_in_without_a_token(self, web_home: Path, tmp_path: Path) -> None:
        settings = {"token": "", "user_header": self.HEADER}
        with desk_at(web_home, tmp_path / "home", NOW, **settings) as desk:
            app = named_by_proxies(create_app(desk.site), desk.site)
            finding = some_finding(desk)

            async def ask(headers: dict[str, str]) -> httpx.Response:
                transport = httpx.ASGITransport(app)
                async with httpx.AsyncClient(
                    transport=transport, base_url="http://127.0.0.1"
                ) as client:
                    return await client.post(
                        f"/review/{finding}", data={"kind": "confirm"}, headers=headers
                    )

            assert asyncio.run(ask({})).status_code == 403
            assert asyncio.run(ask({self.HEADER: "liang"})).status_code == 303
            assert [one.by for one in desk.site.database.decisions()] == ["liang"]
            # The application alone believes no header.
            answer = desk.post(
                f"/review/{finding}", {"kind": "dismiss"}, headers={self.HEADER: "liang"}
            )
            assert answer.status_code == 403

    @pytest.mark.parametrize("web", [{"proxies": ["everybody"]}, {"user_header": "X Y"}])
    def test_is_set_up_as_it_should_be(self, web: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            WebSettings.model_validate(web)


def test_a_name_is_short_and_of_letters() -> None:
    assert clean_name(" 王\x00某\n\u202e ") == "王某"
    assert len(clean_name("x" * 500)) == 40
