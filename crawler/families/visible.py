"""What of a page a reader sees."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from parsel import Selector


def words(pieces: Iterable[str]) -> str:
    return " ".join(" ".join(pieces).split())


_SHOWN = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"


@lru_cache(maxsize=8)  # a page is judged and read by its words several times
def visible_text(html: Selector) -> str:
    """The page's words; scripts and styles left out."""
    # Of the tree itself: a page has hundreds of texts, and parsel would make a Selector of each.
    return words(html.root.xpath(_SHOWN, smart_strings=False))


_TOLD_IN = ("p", "span", "td", "div")
"""Where an article has its words."""


def is_longer(html: Selector, characters: int) -> bool:
    """Whether `visible_text` has more characters; of most pages a few paragraphs tell it."""
    return _begins_longer(html.root, characters) or len(visible_text(html)) > characters


def _begins_longer(root: Any, characters: int) -> bool:
    """Whether what stands first in some elements is more already: all of it is on the page."""
    body = next(root.iter("body"), None)
    if body is None or next(root.iter("noscript"), None) is not None:
        return False
    length = -1
    for element in body.iter(*_TOLD_IN):
        shown = " ".join((element.text or "").split())
        length += len(shown) + 1 if shown else 0
        if length > characters:
            return True
    return False
