"""Which pages and files of somebody's archive may be annual reports. Pure, but for what it gathers.

A crawl of a site holds its menus, news and style sheets as well. Reading them all would end in a
failure each, so a page must look like a report by its title, by the words of a link to it, or by
its headings; and a file by the words of a link, or by hanging on such a page. A file to which
nothing in the archive links gets the benefit of the doubt.
"""

from dataclasses import dataclass, field
from urllib.parse import urldefrag

from parsel import Selector

from crawler.attachments import attachments_of
from crawler.families.entries import target_of, title_of
from crawler.media import is_file_url, is_html, to_html, to_source
from model.capture import LinkKind
from registry.titles import TitleReading, read_title

_FILES = (b"%PDF", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"{\\rtf")
_HEADINGS = ("总体情况", "主动公开", "收到和处理", "行政复议", "主要问题")
"""Words of the headings that the form of 2019 and 2021 prescribes."""
_ENOUGH = 4
_TITLES = (
    "//meta[@name='ArticleTitle' or @name='articletitle']/@content",
    "//h1//text()",
    "//title/text()",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    title: str | None
    """Its own, when it is that of a report."""
    headings: int
    attached: dict[str, str]
    """Files that it links, with the words of the link."""


@dataclass(slots=True)
class Reportlike:
    """Gathers what an archive says about its pages; then tells which to read, and by what title."""

    _pages: dict[str, _Page] = field(default_factory=dict)
    _files: set[str] = field(default_factory=set)
    _called: dict[str, TitleReading] = field(default_factory=dict)
    """What links call a URL; of several words those that are a report's."""
    _words: dict[str, str] = field(default_factory=dict)

    def note(self, url: str, entity: bytes, media_type: str | None) -> bool:
        """Takes note of a whole answer; whether it can be a report at all."""
        if is_html(entity, media_type):
            html = to_html(to_source(entity, media_type))
            self._pages[url] = _read_page(html, url)
            self._note_links(html, url)
            return True
        if entity.startswith(_FILES) or is_file_url(url):
            self._files.add(url)
            return True
        return False

    def title(self, url: str) -> str | None:
        """The title of what is to be read; empty where none is known; None: not to be read."""
        page = self._pages.get(url)
        if page is None:
            return self._title_of_file(url) if url in self._files else None
        if page.headings == 0 and self._files & page.attached.keys():
            return None  # a cover: the report is the file
        return self._announced(url, page)

    def _announced(self, url: str, page: _Page) -> str | None:
        """By what title a page gives itself out for a report; None when it does not."""
        if page.title is not None:
            return page.title
        if self._is_called_report(url):
            return self._words[url]
        return "" if page.headings >= _ENOUGH else None

    def _title_of_file(self, url: str) -> str | None:
        if self._is_called_report(url):
            return self._words[url]
        called = self._called.get(url)
        if called is None:
            return ""
        if called.kind is LinkKind.LOOKALIKE:
            return None
        for place, page in self._pages.items():
            if url in page.attached and self._announced(place, page) is not None:
                return page.attached[url]
        return None

    def _is_called_report(self, url: str) -> bool:
        called = self._called.get(url)
        return called is not None and _is_report(called)

    def _note_links(self, html: Selector, url: str) -> None:
        for anchor in html.css("a"):
            target = target_of(anchor, url)
            if target is None or target == url:
                continue
            words = title_of(anchor)
            reading = read_title(words)
            known = self._called.get(target)
            if known is None or (_is_report(reading) and not _is_report(known)):
                self._called[target] = reading
                self._words[target] = words


def key_of(url: str) -> str:
    return urldefrag(url).url


def _read_page(html: Selector, url: str) -> _Page:
    titles = ("".join(html.xpath(path).getall()).strip() for path in _TITLES)
    title = next((one for one in titles if one and _is_report(read_title(one))), None)
    text = "".join(html.xpath("//body//text()").getall())
    return _Page(
        title=title,
        headings=sum(heading in text for heading in _HEADINGS),
        attached={one.url: one.title for one in attachments_of(html, url)},
    )


def _is_report(reading: TitleReading) -> bool:
    """A column is called 政府信息公开年报 too: it takes a year."""
    return reading.kind is LinkKind.REPORT and reading.reporting_year is not None
