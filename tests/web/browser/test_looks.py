"""How pages look: nothing sticks out at any width. Pictures are left in build/screenshots."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.browser.chrome import reading
from tests.web.browser.serving import served

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]

PICTURES = Path(__file__).parents[3] / "build" / "screenshots"
STICKS_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.wide'))
  .slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(
    ("width", "scheme", "prefix"),
    [(1440, "light", ""), (360, "dark", "/en"), (768, "light", "/en"), (360, "light", "")],
)
def test_nothing_sticks_out(
    browser: Browser,
    base: str,
    places: Mapping[str, str],
    width: int,
    scheme: str,
    prefix: str,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong = []
    with reading(browser, base, width=width, color_scheme=scheme) as page:
        for name, place in places.items():
            if name in {"missing", "search-trouble"}:
                continue  # a status of 4xx is an error of the console
            page.goto(prefix + place)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append((name, page.evaluate(STICKS_OUT)))
            picture = PICTURES / f"{name}-{width}-{scheme}{prefix.replace('/', '-')}.png"
            page.screenshot(path=picture, full_page=True)
    assert not wrong


def test_an_empty_home_says_what_to_do(
    browser: Browser, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served(tmp_path) as address:
        for path, words in (("/", "这里还没有数据"), ("/en", "There is no data here yet")):
            with subtests.test(path), reading(browser, address, width=768) as page:
                page.goto(path)
                assert words in page.locator("main").inner_text()
                assert "nianbao demo" in page.locator("main").inner_text()
                page.screenshot(path=PICTURES / f"empty{path.replace('/', '-')}.png")
        for path in ("/search", "/audit", "/findings", "/status", "/methods"):
            with subtests.test(path), reading(browser, address, width=360) as page:
                answer = page.goto(f"/en{path}")
                assert answer is not None
                assert answer.status == 200
                assert page.locator("main").inner_text().strip()
