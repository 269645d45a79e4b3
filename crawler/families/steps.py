"""The way from one page of a listing to the next, as the page's own links show it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsel import Selector

from crawler.families.entries import target_of, title_of
from crawler.families.page import Page
from crawler.families.visible import words

_NEXT = re.compile(r"^(?:下一?页|后一?页|下页|next(?:\s*page)?)\s*[>»›]*$|^[>»›]$", re.IGNORECASE)
_NUMBER = re.compile(r"^第?(\d{1,3})页?$")
_MORE = re.compile(
    r"^(?:点击|下拉)?(?:加载|查看|显示)更多(?:内容|信息)?$|^load more$", re.IGNORECASE
)
_DISABLED = re.compile(r"disabl|no[-_]?(?:next|click)|\bgr[ae]y\b|(?:^|[-_ ])(?:last|end|off)\b")
_PAGER = re.compile(r"\blaypage\b|\.(?:pagination|jqPaginator|createPage|Paging)\s*\(\s*\{")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    url: str | None = None
    """Where the next page is; None when no link leads to one."""
    scripted: bool = False
    """Something leads further, but only with a script."""


def pages_to_choose(page: Page) -> int | None:
    """How many pages a box for jumping offers: `<option>1</option><option>2</option>`."""
    for select in page.html.css("select"):
        options = [words(option.root.itertext()) for option in select.css("option")]
        numbers = [_number(option) for option in options]
        if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
            return len(numbers)
    return None


def next_step(page: Page) -> Step:
    relation = page.html.css('link[rel="next"], a[rel="next"]')
    anchors = [(a, title_of(a)) for a in page.html.css("a")]
    by_word = [a for a, title in anchors if _NEXT.match(title)]
    by_number = [a for a, title in anchors if _number(title) == page.number + 1]
    leading = (*relation, *by_word, *by_number)
    for anchor in leading:
        url = target_of(anchor, page.url)
        # The last page often links 下一页 to itself.
        if url is not None and url.startswith("http") and url != page.url:
            return Step(url=url)
    dead = any(_needs_script(anchor, page) for anchor in (*leading, *_buttons(page)))
    return Step(scripted=dead or _shows_more(page) or _PAGER.search(page.source) is not None)


def _buttons(page: Page) -> Iterator[Selector]:
    """What reads 下一页 and is no link, but can be pressed."""
    for element in page.html.css("button, input[type=button], input[type=submit], [onclick]"):
        if element.root.tag != "a":
            shown = element.attrib.get("value") or words(element.root.itertext())
            if _NEXT.match(shown):
                yield element


def _needs_script(anchor: Selector, page: Page) -> bool:
    """A link without a page behind it; one that is marked as switched off leads nowhere at all."""
    target = target_of(anchor, page.url)
    if target == page.url:
        return False
    around = (anchor.attrib, anchor.xpath("..")[0].attrib)
    marks = " ".join(a.get(name, "") for a in around for name in ("class", "disabled", "style"))
    switched_off = any("disabled" in a or a.get("aria-disabled") == "true" for a in around)
    return not switched_off and _DISABLED.search(marks.lower()) is None


def _shows_more(page: Page) -> bool:
    for element in page.html.css("a, button, span, div"):
        shown = (element.root.text or "").strip()
        if shown and _MORE.match(shown):
            target = target_of(element, page.url) if element.root.tag == "a" else None
            if target is None or not target.startswith("http"):
                return True
    return False


def _number(title: str) -> int | None:
    found = _NUMBER.match(title)
    return int(found[1]) if found else None
