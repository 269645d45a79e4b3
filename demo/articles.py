"""An article with what belongs to it: the page, its files, its twin for telephones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from demo import html
from demo.content import DATA
from demo.docx import make_docx
from demo.entries import Entry, View
from demo.places import Item, Site, Style
from demo.platform import Platform
from demo.report_pages import report_paragraphs
from demo.reports import Holding, ReportData
from demo.web import Page, morning, page_of

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def article_pages(view: View, entry: Entry, platform: Platform) -> Iterator[tuple[str, Page]]:
    """The pages and files of one entry by their addresses; nothing for a link that leads away."""
    thing = entry.content
    if isinstance(thing, Item) and thing.elsewhere:
        return
    there = platform.address(view.site, entry)
    yield there, article_page(view, entry, platform)
    if isinstance(thing, ReportData):
        yield from zip(file_addresses(view.site, entry, platform), _files(view, entry), strict=True)
        if view.site.twins:
            yield there.replace(".html", "_wap.html"), _twin(view, entry, platform)


def article_page(view: View, entry: Entry, platform: Platform, *, above: str = "") -> Page:
    """`above` is a part of the page that holds lists: they date it as well."""
    site = view.site
    name = entry.column.name if entry.column else "新闻动态"
    listing = platform.listing(site, entry.column) if entry.column else None
    shown = f"{entry.published} 09:30"
    source = _source(view, entry)
    about = f"来源：{source}　发布时间：{shown}"
    if site.counter:
        about += f"　浏览次数：{_count(entry, view.day)}"
    text = html.page(
        site,
        title=entry.title,
        crumbs=((name, listing), ("正文", None)),
        meta=(
            ("ColumnName", name),
            ("ColumnType", "信息公开年报" if entry.column else "工作动态"),
            ("ArticleTitle", entry.title),
            ("PubDate", shown),
            ("ContentSource", source),
        ),
        body=above
        + html.article(entry.title, about=about, paragraphs=_paragraphs(view, entry, platform)),
    )
    changed = entry.changed(view.day)
    page = page_of(text, max(changed, view.changed(view.entries)) if above else changed)
    return replace(page, modified=None) if site.counter else page


def file_addresses(site: Site, entry: Entry, platform: Platform) -> list[str]:
    """Where the files of a report are: named as the platforms name them."""
    report = entry.content
    if not isinstance(report, ReportData):
        return []
    folder = platform.address(site, entry).rpartition("/")[0]
    day = f"{entry.published:%Y%m%d}"
    if report.form is Holding.DOCX and site.style is Style.VSB:
        script = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1391"
        return [f"{script}&wbfileid={9410000 + entry.number}"]
    if report.form is Holding.DOCX:
        return [f"{folder}/P0{day}573.docx"]
    if report.form is Holding.IMAGE:
        return [f"{folder}/W0{day}{500 + n}.png" for n in range(len(report.files))]
    return [f"{folder}/P0{day}573.pdf" for _ in report.files]


def _files(view: View, entry: Entry) -> list[Page]:
    report = entry.content
    if not isinstance(report, ReportData):
        return []
    modified = morning(entry.changed(view.day))
    if report.form is Holding.DOCX:
        name = view.content.name_of(report.agency)
        body = make_docx(name, report.on(view.day))
        return [
            Page(media_type=_DOCX, body=body, modified=modified, filename=f"{entry.title}.docx")
        ]
    kind = "image/png" if report.form is Holding.IMAGE else "application/pdf"
    return [
        Page(media_type=kind, body=(DATA / name).read_bytes(), modified=modified)
        for name in report.files
    ]


def _paragraphs(view: View, entry: Entry, platform: Platform) -> list[str]:
    thing = entry.content
    if isinstance(thing, Item):
        return [html.paragraph(text) for text in thing.text.split("\n") if text.strip()]
    if thing.form is Holding.PAGE:
        name = view.content.name_of(thing.agency)
        from_word = view.site.style is Style.TRS
        return list(report_paragraphs(name, thing.on(view.day), from_word=from_word))
    paths = file_addresses(view.site, entry, platform)
    if thing.form is Holding.IMAGE:
        return [html.picture(path) for path in paths]
    return [
        html.paragraph("报告全文请见附件。"),
        html.attachment(paths[0], f"{entry.title}.{thing.form.value}"),
    ]


def _source(view: View, entry: Entry) -> str:
    thing = entry.content
    if isinstance(thing, ReportData):
        return view.content.name_of(thing.agency)
    return view.content.name_of(entry.column.agencies[0]) if entry.column else view.site.name


def _twin(view: View, entry: Entry, platform: Platform) -> Page:
    """The same words without the site's dress."""
    body = html.article(
        entry.title, about=str(entry.published), paragraphs=_paragraphs(view, entry, platform)
    )
    text = html.bare_page(view.site, title=entry.title, body=body)
    return page_of(text, entry.changed(view.day))


def _count(entry: Entry, day: date) -> int:
    """How often it was read by a day: more every day."""
    return 17 + 3 * max(0, (day - entry.appears).days) + entry.number


def document_address(site: Site, entry: Entry, platform: Platform) -> str:
    """Where the report itself is: its page, or the first file behind it."""
    return next(iter(file_addresses(site, entry, platform)), platform.address(site, entry))
