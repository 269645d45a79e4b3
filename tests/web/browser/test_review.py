"""Those who decide, by keyboard alone and by buttons without script; and what others see of it."""

import re
import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from model.finding import DecisionKind
from model.text import Language
from storage.database import StoredFinding
from tests.web.browser.addresses import desk_addresses
from tests.web.browser.chrome import reading
from tests.web.browser.visiting import faults_of
from tests.web.conftest import NOW
from tests.web.reviews import TOKEN, Desk, desk_at, prepare
from web.app import create_app

pytestmark = [pytest.mark.xdist_group("review"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("review") / "home"
    prepare(home, tmp_path_factory.mktemp("files"), NOW - timedelta(days=9))
    return home


@pytest.fixture(scope="module")
def desk(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_at(prepared, tmp_path_factory.mktemp("desk") / "home", NOW) as opened:
        opened.log_in("李某")
        yield opened


@pytest.fixture(scope="module", autouse=True)
def places(desk: Desk) -> Mapping[str, str]:
    """Before the browser is there: beside it the desk cannot be asked, only the server."""
    return desk_addresses(desk)


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    config = uvicorn.Config(create_app(desk.site), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with reading(browser, address) as opened:
        yield opened


def log_in(page: Page, to: str = "/en/review?of=unseen") -> None:
    page.goto(to)
    page.fill("#name", "Wang")
    page.fill("#token", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector(".who")


def here(page: Page) -> str:
    """The finding that is looked at."""
    action = page.get_attribute(".verdict-form", "action")
    assert action
    return action.rpartition("/")[2]


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def go_on(desk: Desk) -> None:
    desk.now[0] += timedelta(minutes=1)


def kinds(desk: Desk, fingerprint: str) -> list[DecisionKind]:
    return [one.kind for one in desk.site.database.decisions(fingerprint=fingerprint)]


class TestByKeyboard:
    def test_one_keystroke_each(self, desk: Desk, page: Page) -> None:
        log_in(page)
        first = here(page)
        press(page, "j")
        second = here(page)
        press(page, "k")
        assert (here(page), first != second) == (first, True)

        go_on(desk)
        press(page, "c")
        assert here(page) == second
        go_on(desk)
        page.keyboard.press("n")
        page.keyboard.type("cd: only typed")
        page.keyboard.press("Escape")
        press(page, "d")
        third = here(page)
        go_on(desk)
        press(page, "u")

        assert here(page) == second
        assert kinds(desk, first) == [DecisionKind.CONFIRM]
        assert kinds(desk, second) == [DecisionKind.DISMISS, DecisionKind.REOPEN]
        assert desk.site.database.decisions(fingerprint=second)[0].note == "cd: only typed"
        assert kinds(desk, third) == []

    def test_digits_tell_whose_a_report_is(self, desk: Desk, page: Page) -> None:
        log_in(page)
        (report,) = desk.site.owners.waiting()
        page.goto("/en/review-agencies")
        press(page, "1")
        assert desk.site.database.report(report).agency == "yundu-tjj"
        go_on(desk)
        press(page, "u")
        assert desk.site.database.report(report).agency is None

    @pytest.mark.parametrize("path", ["/review?of=unseen", "/review-agencies"])
    def test_the_keys_are_announced(self, page: Page, path: str) -> None:
        log_in(page, path)
        told = page.locator(".keys").inner_text()
        borne = page.locator("[data-key]")
        assert borne.count() >= 3
        for bearer in borne.all():
            key = bearer.get_attribute("data-key")
            assert bearer.get_attribute("aria-keyshortcuts") == key
            assert f"{key}" in told or (key or "").isdigit()

    def test_single_keys_can_be_turned_off_for_good(self, desk: Desk, page: Page) -> None:
        log_in(page)
        before = here(page)
        said = kinds(desk, before)
        page.get_by_role("button", name="No single keys").press("Enter")
        for key in "jcd":
            page.keyboard.press(key)
        assert here(page) == before
        assert kinds(desk, before) == said
        assert not page.locator("kbd").first.is_visible()
        assert page.locator("[aria-keyshortcuts]").count() == 0

        page.goto("/en/search")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") != "q"
        page.get_by_role("button", name="Use single keys").press("Enter")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"

    def test_tab_and_enter_do_as_well(self, desk: Desk, page: Page) -> None:
        log_in(page)
        fingerprint = here(page)
        page.evaluate("document.documentElement.dataset.keys = 'off'")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('button.holds')"):
                break
        go_on(desk)
        press(page, "Enter")
        assert kinds(desk, fingerprint)[-1] is DecisionKind.CONFIRM


def reader(browser: Browser, address: str, paths: dict[str, str], words: tuple[str, ...]) -> None:
    """Somebody who is not logged in sees the words at the finding, wherever it is shown."""
    with reading(browser, address, java_script_enabled=False) as page:
        for path, claim in paths.items():
            page.goto(path)
            place = page.locator(claim)
            for word in words:
                expect(place.filter(has_text=word).first, path).to_be_visible()
            assert page.locator("a", has_text="Enter a reply").count() == 0


def shown_at(finding: StoredFinding) -> dict[str, str]:
    """Every page that shows a finding about figures → the part of it that is about this one."""
    claim = finding.finding
    report, agency = f"/en/report/{claim.report}", f"/en/agency/{claim.agency}"
    message = claim.message.en
    return {
        "/en/findings": f"[id='{finding.fingerprint}']",
        agency: f"[id='{finding.fingerprint}']",
        f"{agency}/{claim.reporting_year}": f"[id='{finding.fingerprint}']",
        report: f".findings li:has-text({_quoted(message)})",
        f"{report}/cell/{claim.cells[0]}": f".notice:has-text({_quoted(message)})",
    }


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def operator(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    with reading(browser, address, width=360, java_script_enabled=request.param) as opened:
        log_in(opened)
        yield opened


class TestWithAndWithoutScript:
    def test_a_decision_is_seen_with_who_and_when(
        self, desk: Desk, operator: Page, browser: Browser, address: str
    ) -> None:
        finding = desk.certain()
        operator.goto(f"/en/review/{finding.fingerprint}?of=unseen")
        note = f"compared {finding.fingerprint}"
        operator.fill("#note", note)
        go_on(desk)
        with operator.expect_navigation():
            operator.click("button.holds")
        (said,) = desk.site.database.decisions(fingerprint=finding.fingerprint)
        assert (said.kind, said.by, said.note) == (DecisionKind.CONFIRM, "Wang", note)
        assert said.at == desk.now[0]
        expect(operator.locator(".done")).to_contain_text("holds")
        minute = said.at + timedelta(hours=8)
        reader(browser, address, shown_at(finding), ("Wang", f"{minute:%Y-%m-%d %H:%M}", note))

    def test_a_reply_stands_beside_its_finding(
        self, desk: Desk, operator: Page, browser: Browser, address: str
    ) -> None:
        finding = desk.certain()
        operator.goto(f"/en/review/{finding.fingerprint}?of=unseen")
        operator.get_by_role("link", name="Enter the agency's reply to this").click()
        words = f"该数为笔误 {finding.fingerprint[:8]}"
        for field, value in {
            "who": "云渡县人民政府办公室",
            "on": "2026-02-20",
            "text": words,
            "source": "云政办函〔2026〕3号",
        }.items():
            operator.fill(f"#{field}", value)
        go_on(desk)
        with operator.expect_navigation():
            operator.get_by_role("button", name="Enter and publish").click()
        expect(operator).to_have_url(re.compile(r"/en/agency/yundu-gov/2022#replies$"))
        told = ("云渡县人民政府办公室", "2026-02-20", words, "云政办函〔2026〕3号")
        reader(browser, address, shown_at(finding), told)

    def test_an_agency_is_told_to_a_report(
        self, desk: Desk, operator: Page, browser: Browser, address: str
    ) -> None:
        (report,) = desk.site.owners.waiting()
        operator.goto("/en/review-agencies")
        go_on(desk)
        with operator.expect_navigation():
            operator.locator("ol.candidates button").first.click()
        assert desk.site.database.report(report).agency == "yundu-tjj"
        with reading(browser, address) as other:
            other.goto(f"/en/report/{report}")
            expect(other.locator("h1")).to_contain_text("云渡县统计局")
        go_on(desk)
        with operator.expect_navigation():
            operator.get_by_role("button", name="Undo").click()
        assert tuple(desk.site.owners.waiting()) == (report,)


@pytest.mark.parametrize("language", Language)
def test_no_page_of_the_review_keeps_anybody_out(
    page: Page, places: Mapping[str, str], language: Language
) -> None:
    before = {"login": places["login"]}
    behind = {name: place for name, place in places.items() if name not in before}
    faults = faults_of(page, before, language)
    log_in(page)
    assert not faults + faults_of(page, behind, language)
