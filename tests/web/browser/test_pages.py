"""No page breaks WCAG 2.2 at level AA as far as axe-core sees, and nothing sticks out of any."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page

from model.text import Language
from tests.web.browser.addresses import EMPTY, LONG, READ, TROUBLED
from tests.web.browser.chrome import reading
from tests.web.browser.serving import served
from tests.web.browser.visiting import (
    faults_here,
    faults_of,
    only_colours_change,
    sticking_out_of,
)

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    with reading(browser, base) as opened:
        yield opened


def test_dark_differs_in_its_colours_only() -> None:
    assert only_colours_change()


def test_what_keeps_somebody_out_is_seen(page: Page) -> None:
    page.goto("/agencies")
    page.evaluate(
        """() => {
          const pale = document.createElement('p');
          pale.textContent = 'hardly there by lamplight';
          pale.style.color = '#333';
          const small = () => {
            const one = document.createElement('button');
            one.style.cssText = 'all: unset; width: 9px; height: 9px; font-size: 6px';
            one.textContent = 'x';
            return one;
          };
          const long = document.createElement('div');
          long.style.cssText = 'width: 800px; height: 9px';
          const picture = document.createElement('img');
          document.querySelector('main').append(pale, small(), small(), long, picture);
        }"""
    )
    found = " ".join(faults_here(page, "spoilt"))
    seen = {"image-alt", "360 px: <div", "768 px: <div", "target-size", "color-contrast <p"}
    assert {fault for fault in seen if fault in found} == seen
    assert "1440 px" not in found


@pytest.mark.parametrize("language", Language)
def test_no_page_keeps_anybody_out(
    page: Page, places: Mapping[str, str], language: Language
) -> None:
    calm = {name: places[name] for name in READ if name not in TROUBLED}
    assert not faults_of(page, calm, language)


def test_nothing_sticks_out_of_a_long_page(page: Page, places: Mapping[str, str]) -> None:
    assert not sticking_out_of(page, {name: places[name] for name in LONG}, Language.ENGLISH)


@pytest.mark.parametrize("language", Language)
def test_no_trouble_keeps_anybody_out(
    browser: Browser, base: str, places: Mapping[str, str], language: Language
) -> None:
    context = browser.new_context(base_url=base)
    troubled = {name: places[name] for name in TROUBLED}
    assert not faults_of(context.new_page(), troubled, language)
    context.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("empty"), NIANBAO_WEB__REQUESTS_A_MINUTE="100000") as there:
        yield there


class TestAnEmptyHome:
    @pytest.mark.parametrize("language", Language)
    def test_keeps_nobody_out(self, browser: Browser, empty: str, language: Language) -> None:
        with reading(browser, empty) as page:
            assert not faults_of(page, EMPTY, language)

    @pytest.mark.parametrize(
        ("path", "words"), [("/", "这里还没有数据"), ("/en", "There is no data here yet")]
    )
    def test_says_what_to_do(self, browser: Browser, empty: str, path: str, words: str) -> None:
        with reading(browser, empty) as page:
            page.goto(path)
            told = page.locator("main").inner_text()
        assert words in told
        assert "nianbao demo" in told

    def test_says_on_every_list_why_it_is_empty(self, browser: Browser, empty: str) -> None:
        with reading(browser, empty) as page:
            for path in ("/search", "/agencies", "/audit", "/findings", "/status"):
                page.goto(path)
                assert page.locator(".empty .why").is_visible(), path
