"""What of a page a reader sees."""

from collections.abc import Iterable
from functools import lru_cache

from parsel import Selector


def words(pieces: Iterable[str]) -> str:
    return " ".join(" ".join(pieces).split())


_SHOWN = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"


@lru_cache(maxsize=8)  # a page is judged and read by its words several times
def visible_text(html: Selector) -> str:
    """The page's words; scripts and styles left out."""
    # Of the tree itself: a page has hundreds of texts, and parsel would make a Selector of each.
    return words(html.root.xpath(_SHOWN, smart_strings=False))
