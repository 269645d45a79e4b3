"""One visit to a page: what axe-core finds, in both themes, and what sticks out at every width."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from model.text import Language
from web.language import TAGS, address
from web.rendering import STATIC

PICTURES = Path(__file__).parents[3] / "build" / "screenshots"
WIDTHS = (1440, 768, 360)
HEIGHT = 900

_WCAG: Mapping[str, object] = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
_OF_COLOURS = ("color-contrast", "link-in-text-block")
"""All that can change with the theme, as `only_colours_change` shows."""
_OF_PLACES = ("target-size", "scrollable-region-focusable")
"""All that can change with the width: looked at where it is tightest."""
_PICTURED = {Language.CHINESE: (1440,), Language.ENGLISH: (768,)}
"""Whole pages; how each begins on a small dark screen is pictured as well."""
_REPEATED = (
    ".wide tbody tr:nth-child(n+9):not(:has(.flagged, .uncertain, .here, .marked-cell))",
    "ol.cards > li:nth-child(n+4):not(:has(.reply, .decided))",
    ".findings > ol > li:nth-child(n+4):not(:has(.reply, .decided))",
    "article.rule-of:nth-of-type(n+4)",
    "section[aria-labelledby^=table-]:nth-of-type(n+4)",
)
"""Parts like others before them, which would take most of the time."""
_RUN = """([only, but, repeated]) => axe.run(
  {exclude: repeated.filter(one => document.querySelector(one)).map(one => [one])}, {
  runOnly: only, rules: Object.fromEntries(but.map(rule => [rule, {enabled: false}])),
  resultTypes: ['violations'], preload: false, iframes: false,
})"""
_STICKS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.wide'))
    .slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""
_AXE = Axe().axe_script


def only_colours_change() -> bool:
    """Dark is the light page with other values for its colours, and with nothing else."""
    dark = re.sub(r"/\*.*?\*/", "", (STATIC / "dark.css").read_text("utf-8"), flags=re.DOTALL)
    block = re.fullmatch(r"\s*:root \{([^{}]*)\}\s*", dark)
    if block is None:
        return False
    names = [line.partition(":")[0].strip() for line in block[1].split(";")]
    return all(name.startswith("--") or name in {"color-scheme", ""} for name in names)


def faults_of(page: Page, places: Mapping[str, str], language: Language) -> list[str]:
    """Every page is loaded once; pictures of it are left in `PICTURES`."""
    return [
        f"{name}: {fault}"
        for name in _visited(page, places, language)
        for fault in faults_here(page, f"{name}-{TAGS[language]}", _PICTURED[language])
    ]


def faults_here(page: Page, name: str, pictured: Sequence[int] = ()) -> Iterator[str]:
    """Of the page that is open, at the greatest width and in light colours."""
    yield from _wide(page)
    yield from _sticking_out(page, name, pictured)
    yield from _narrow(page, f"{name}-dark")


def sticking_out_of(page: Page, places: Mapping[str, str], language: Language) -> list[str]:
    """Of pages whose parts `faults_of` has met elsewhere."""
    return [
        f"{name}: {fault}"
        for name in _visited(page, places, language)
        for fault in _sticking_out(page, f"{name}-{TAGS[language]}", WIDTHS)
    ]


def _visited(page: Page, places: Mapping[str, str], language: Language) -> Iterator[str]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, place in places.items():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        page.goto(address(language, place), wait_until="load")
        yield name


def _wide(page: Page) -> Iterator[str]:
    page.evaluate(_AXE)
    yield from _violations(page, _WCAG, but=_OF_PLACES)


def _sticking_out(page: Page, name: str, pictured: Sequence[int]) -> Iterator[str]:
    """Leaves the page at the smallest width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from (f"{width} px: {one}" for one in page.evaluate(_STICKS_OUT))
        if width in pictured:
            _picture(page, f"{name}-{width}", whole=True)


def _narrow(page: Page, name: str) -> Iterator[str]:
    yield from _violations(page, _rules(_OF_PLACES))
    page.emulate_media(color_scheme="dark")
    _picture(page, name, whole=False)
    yield from _violations(page, _rules(_OF_COLOURS))


def _violations(page: Page, only: Mapping[str, object], but: Sequence[str] = ()) -> Iterator[str]:
    for violation in page.evaluate(_RUN, [only, list(but), _REPEATED])["violations"]:
        node = violation["nodes"][0]
        yield f"{violation['id']} {node['html']} {node['failureSummary']}"


def _rules(names: Sequence[str]) -> Mapping[str, object]:
    return {"type": "rule", "values": list(names)}


def _picture(page: Page, name: str, *, whole: bool) -> None:
    path = PICTURES / f"{name}.jpeg"
    page.screenshot(path=path, type="jpeg", quality=70, full_page=whole)
