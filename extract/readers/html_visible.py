"""Whether an element of a page is shown, by its own attributes. Style sheets are not known."""

import re

from lxml.html import HtmlElement

_END = r"\s*(?:!\s*important\s*)?(?:;|$)"
_GONE = re.compile(rf"(?:^|;)\s*display\s*:\s*none{_END}", re.IGNORECASE)
# These keep their place on the page, and what stands in them may show itself again.
_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:visibility\s*:\s*(?:hidden|collapse)"
    rf"|font-size\s*:\s*0+(?:\.0+)?(?:px|pt|em|rem|%)?){_END}",
    re.IGNORECASE,
)


def is_hidden(element: HtmlElement) -> bool:
    """Whether it takes no place at all."""
    return "hidden" in element.attrib or _GONE.search(element.get("style", "")) is not None


def is_unseen(element: HtmlElement) -> bool:
    return len(element) == 0 and _UNSEEN.search(element.get("style", "")) is not None
