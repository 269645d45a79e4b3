"""The keyboard alone finds a proof."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.chrome import reading

pytestmark = pytest.mark.timeout(900)


def focused(page: Page) -> str:
    """The element that has the focus, as a short description."""
    words: str = page.evaluate(
        "(document.activeElement.textContent || document.activeElement.id).trim().slice(0, 40)"
    )
    return words


def is_visible_focus(page: Page) -> bool:
    """There is an outline that can be seen, on the screen."""
    seen: bool = page.evaluate(
        """() => {
          const one = document.activeElement, style = getComputedStyle(one);
          const box = one.getBoundingClientRect();
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && box.bottom > 0 && box.top < innerHeight && box.width > 0;
        }"""
    )
    return seen


def tab_to(page: Page, selector: str, most: int = 120) -> int:
    """Presses Tab until the focus is there; how often. Every stop on the way can be seen."""
    for count in range(1, most + 1):
        page.keyboard.press("Tab")
        assert is_visible_focus(page), focused(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return count
    raise AssertionError(f"{selector} was not reached")


def test_the_keyboard_alone_goes_from_a_question_to_its_proof(
    browser: Browser, base: str, places: Mapping[str, str]
) -> None:
    # Without motion a page stands where the focus is at once.
    with reading(browser, base, reduced_motion="reduce") as page:
        page.goto("/search")
        tab_to(page, "a.skip", most=1)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        assert tab_to(page, "#q", most=3) == 1
        page.keyboard.type("公开 year:2024")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")

        # Filters stand before the results; links to skip both are headings and landmarks.
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        tab_to(page, "ol.cards h2 a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/report/*")

        tab_to(page, "td.figure > a")
        cell = page.evaluate("document.activeElement.href")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        assert is_visible_focus(page)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        # The reader is back where he was.
        assert page.evaluate("document.activeElement.href") == cell


def test_the_order_of_the_focus_is_the_order_of_the_page(browser: Browser, base: str) -> None:
    with reading(browser, base) as page:
        page.goto("/audit?year=2024")
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate(
                    """() => [...document.querySelectorAll('a, button, input, select, summary,'
                      + ' [tabindex]')].indexOf(document.activeElement)"""
                )
            )
        assert seen == sorted(seen)
