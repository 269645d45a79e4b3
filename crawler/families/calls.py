"""Calls of `createPageHTML`, by which static sites number their pages.

TRS WCM writes `createPageHTML(3, 0, "index", "html")`: three pages, this is the first, from 0.
UCAP writes `createPageHTML('page_div', 3, 1, 'list', 'shtml', 41)`: the first is 1, and behind
it stands how many entries there are.
"""

import re
from dataclasses import dataclass

from crawler.families.page import Page

_DEFINITION = re.compile(r"function\s{1,9}createPageHTML")
_CALLED = re.compile(r"createPageHTML\s{0,9}\(")
_CALL = re.compile(_CALLED.pattern + r"([^){}]{0,300})\)")
_NUMBER = re.compile(r"(?<![\w\"'])\d+(?![\w\"'])")
_STRING = re.compile(r"[\"']([^\"']*)[\"']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    numbers: tuple[int, ...]
    """In the order of the call, whatever stands between them; at least two."""
    stem: str
    ending: str

    def file(self, number: int) -> str:
        return f"{self.stem}_{number}.{self.ending}"


def is_called(page: Page) -> bool:
    """Whether there is a call, though nobody but a script may be able to read it."""
    return _CALLED.search(_DEFINITION.sub("", page.source)) is not None


def call_in(page: Page) -> Call | None:
    """The first call with numbers in it; None when they are variables."""
    for found in _CALL.finditer(_DEFINITION.sub("", page.source)):
        strings = [text for text in _STRING.findall(found[1]) if text]
        numbers = [int(number) for number in _NUMBER.findall(_STRING.sub("''", found[1]))]
        if len(numbers) >= 2:
            stem, ending = strings[-2:] if len(strings) >= 2 else ("index", "html")
            return Call(numbers=tuple(numbers), stem=stem, ending=ending.lstrip("."))
    return None
