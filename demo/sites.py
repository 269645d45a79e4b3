"""What a site answers on a day. Pure: the same day gives the same bytes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import escape
from urllib.parse import parse_qsl, urlsplit

from demo import html
from demo.articles import article_pages
from demo.entries import View, view_of
from demo.places import Behaviour, Content, Phase, Site
from demo.platform import side
from demo.platforms import platform_of
from demo.platforms.scripted import scripted
from demo.walls import not_there, wall
from demo.web import OPENING, Ask, Page, morning, page_of, redirect


def answer(content: Content, site: Site, ask: Ask, day: date) -> Page:
    """What the site answers on a day."""
    phase = site.phase(day)
    if standing := wall(phase.behaviour):
        return standing
    if ask.path == "/robots.txt":
        return _robots(site)
    if phase.behaviour is Behaviour.MOVED and phase.target is not None:
        target = content.site(phase.target)
        return redirect(f"http://{target.domain}{ask.target}", status=301)
    return (
        _elsewhere(content, site, ask, phase)
        or find(site_pages(content, site, day), ask)
        or platform_of(site).respond(view_of(content, site, day), ask)
        or not_there(site)
    )


def _robots(site: Site) -> Page:
    if site.robots is None:
        return not_there(site)
    return Page(
        media_type="text/plain; charset=utf-8",
        body=site.robots.encode(),
        modified=morning(OPENING),
    )


def _elsewhere(content: Content, site: Site, ask: Ask, phase: Phase) -> Page | None:
    """A redirect or an end for those who come for a column; None for all others."""
    platform = platform_of(site)
    for column in site.columns:
        listing = platform.listing(site, column)
        if column.alias is not None and ask.path == column.alias:
            return redirect(listing)
        if ask.target != listing:
            continue
        if phase.behaviour is Behaviour.HOME:
            return redirect("/")
        if phase.behaviour is Behaviour.GONE:
            return not_there(site)
        if phase.behaviour is Behaviour.ELSEWHERE and phase.target is not None:
            return redirect(f"http://{content.site(phase.target).domain}{ask.target}")
    return None


def find(pages: dict[str, Page], ask: Ask) -> Page | None:
    """By the target; else whatever the order of its parameters; a file whatever they are."""
    if ask.method not in ("GET", "HEAD"):
        return None
    if ask.target in pages:
        return pages[ask.target]
    wanted = _parameters(ask.target)
    for address, page in pages.items():
        if address.startswith(f"{ask.path}?") and _parameters(address) == wanted:
            return page
    return pages.get(ask.path) if not _is_script(pages, ask.path) else None


def _is_script(pages: dict[str, Page], path: str) -> bool:
    """Whether parameters matter there."""
    return any(address.startswith(f"{path}?") for address in pages)


def _parameters(address: str) -> set[tuple[str, str]]:
    return set(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@lru_cache(maxsize=128)
def site_pages(content: Content, site: Site, day: date) -> dict[str, Page]:
    """Address → page; nothing that appears after `day` is in it, or linked from it."""
    view = view_of(content, site, day)
    return {address: _encoded(site, page) for address, page in _pages(view)}


def _pages(view: View) -> Iterator[tuple[str, Page]]:
    site = view.site
    platform = platform_of(site)
    for entry in view.entries:
        yield from article_pages(view, entry, platform)
    for column in site.columns:
        if site.phase(view.day).behaviour is Behaviour.SCRIPT:
            yield from scripted(view, column, platform)
        else:
            yield from platform.pages(view, column)
    home = page_of(_home(view), view.changed(view.news))
    yield "/", home
    yield "/index.html", home


def _home(view: View) -> str:
    site, platform = view.site, platform_of(view.site)
    columns = "\n".join(
        f'<li><a href="{escape(platform.listing(site, column))}">{column.name}</a></li>'
        for column in site.columns
    )
    box = f'<div class="box"><h2>政府信息公开</h2><ul class="list">\n{columns}\n</ul></div>'
    body = f'<div class="cols">{box}\n{side(view, platform)}</div>'
    return html.page(site, title="首页", crumbs=(), meta=(), body=body)


def _encoded(site: Site, page: Page) -> Page:
    """Old sites speak GBK, call it gb2312, and leave it out of their headers."""
    if site.charset == "utf-8" or not page.media_type.startswith("text/html"):
        return page
    text = page.body.decode().replace('<meta charset="utf-8">', '<meta charset="gb2312">')
    return replace(page, body=text.encode("gb18030"), media_type="text/html")
