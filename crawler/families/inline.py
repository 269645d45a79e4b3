"""Reports that stand on a page itself. What shows one may be an article and no listing at all."""

import re

from crawler.families.page import Entry, Page
from crawler.families.visible import visible_text, words
from model.capture import LinkKind
from registry.titles import read_title

_HEADS = tuple(
    re.compile(head)
    for head in (
        r"总体情况",
        r"主动公开(?:政府信息)?(?:的)?情况",
        r"收到和处理政府信息公开申请|依申请公开(?:政府信息)?(?:的)?情况|申请(?:办理|处理)情况",
        r"行政复议.{0,4}(?:行政)?诉讼",
        r"(?:存在的?)?主要问题",
        r"其他需要(?:报告|说明)的事项",
    )
)
_ENOUGH = 4
"""Of the six sections of the statutory form: an excerpt names fewer."""
_TITLES = "//h1 | //h2 | //h3 | //h4 | //title | //*[contains(@class, 'title')]"


def report_on(page: Page) -> Entry | None:
    """The report that a page shows in full, at the page's own address; None when it shows none."""
    text = visible_text(page.html)
    if sum(head.search(text) is not None for head in _HEADS) < _ENOUGH:
        return None
    titles = [words(each.root.itertext()) for each in page.html.xpath(_TITLES)]
    readings = [(title, read_title(title)) for title in titles]
    named = [(t, r) for t, r in readings if r.kind is LinkKind.REPORT and r.reporting_year]
    if not named:
        return Entry(url=page.url, title=titles[0] if titles else "", declared=None)
    title, reading = named[0]
    return Entry(url=page.url, title=title, declared=None, reporting_year=reading.reporting_year)
