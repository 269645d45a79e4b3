"""The sites of the tests, each with what is to be found on it; all are searched in one go."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.crawler.discovery.search import menu, page, reports
from tests.crawler.site import Reply, Site, html

BUREAU = "清禾市教育局"
COLUMN = "政府信息公开年报"
COLUMN_TYPE = '<meta name="ColumnType" content="信息公开年报">'

Pages = dict[str, Reply]


@dataclass(frozen=True, kw_only=True)
class World:
    pages: Pages | Callable[[Site], Pages]
    neighbour: str | None = None
    """Another agency of the registry on the same host."""
    listing: str | None = None
    """Path of an address that the registry names already."""


def _plain() -> Pages:
    return {
        "/": html(page(BUREAU, menu(政务公开="/zwgk/", 新闻="/xw/", 便民="/bm/"))),
        "/zwgk/": html(page("政务公开", menu(**{COLUMN: "/zwgk/zfxxgknb/", "政策文件": "/zc/"}))),
        "/zwgk/zfxxgknb/": html(page(COLUMN, reports(BUREAU, 2023, 2022, 2021), head=COLUMN_TYPE)),
    }


def _sisters() -> Pages:
    """法治政府, the website's own report and the column of the government above."""
    sister = "法治政府建设年度报告"
    entry = '<li><a href="1.html">2023年法治政府建设年度报告</a> 2024-01-02</li>'
    links = {
        sister: "/fzzf/",
        "政府网站工作年度报表": "/wznb/",
        "年度报告": "/ndbg/",
        COLUMN: "/city/zfxxgknb/",
    }
    return {
        "/": html(page(BUREAU, menu(**links))),
        "/fzzf/": html(page(sister, entry)),
        "/ndbg/": html(page("年度报告", entry)),
        "/city/zfxxgknb/": html(page(COLUMN, reports("清禾市人民政府", 2023, 2022))),
    }


def _clone() -> Pages:
    other = reports("清禾市发展和改革委员会", 2023, 2022)
    return {
        "/": html(page(BUREAU, menu(**{COLUMN: "/fgw/ndbg/"}))),
        "/fgw/ndbg/": html(page(COLUMN, other, head=COLUMN_TYPE)),
    }


def _portal() -> Pages:
    whole = reports("清禾市人民政府", 2023) + reports(BUREAU, 2023, folder="x")
    return {
        "/": html(page("清禾市人民政府", menu(**{COLUMN: "/nb/"}))),
        "/nb/": html(page(COLUMN, menu(市教育局="/nb/jyj/", 市审计局="/nb/sjj/"), whole)),
        "/nb/jyj/": html(page(COLUMN, reports(BUREAU, 2023, 2022))),
        "/nb/sjj/": html(page(COLUMN, reports("清禾市审计局", 2023))),
    }


def _unnamed(title: str = COLUMN) -> Pages:
    return {
        "/": html(page("首页", menu(**{COLUMN: "/zfxxgknb/"}))),
        "/zfxxgknb/": html(page(title, reports("", 2023, 2022))),
    }


def _several() -> Pages:
    return {
        "/": html(page(BUREAU, menu(**{"信息公开年报": "/old/nb/", COLUMN: "/zfxxgknb/"}))),
        "/old/nb/": html(page("信息公开年报", reports(BUREAU, 2015))),
        "/zfxxgknb/": html(page(COLUMN, reports(BUREAU, 2023, 2022))),
    }


def _scripted() -> Pages:
    script = '<div id="app"></div><script>fetch("/api/list")</script>'
    return {
        "/": html(page(BUREAU, menu(**{COLUMN: "/zfxxgknb/"}))),
        "/zfxxgknb/": html(page(COLUMN, script, head=COLUMN_TYPE)),
    }


def _mapped(site: Site) -> Pages:
    places = ("/zwgk/zfxxgknb/", "/xw/", "/fzzf/ndbg/1.html")
    body = "".join(f"<url><loc>{site.url(place)}</loc></url>" for place in places)
    sitemap = f"<urlset>{body}</urlset>".encode()
    return {
        "/": html(page(BUREAU, "<script>drawMenu()</script>")),
        "/sitemap.xml": Reply(body=sitemap, media_type="application/xml"),
        "/zwgk/zfxxgknb/": html(page(COLUMN, reports(BUREAU, 2023))),
    }


def _news() -> Pages:
    title = f"2023年{BUREAU}政府信息公开工作年度报告"
    news = f'<a href="/xxgkbg/202401/t20240120_1.html">{title}</a>'
    return {
        "/": html(page(BUREAU, menu(网站地图="/map.html"))),
        "/map.html": html(page("网站地图", news, menu(领导信箱="/xx/"))),
        "/xxgkbg/": html(page("公开", reports(BUREAU, 2023, 2022, folder="202401/"))),
    }


def _years() -> Pages:
    years = '<li><a href="2023n/">2023年</a></li><li><a href="2022n/">2022年</a></li>'
    return {
        "/": html(page(BUREAU, menu(**{COLUMN: "/zfxxgknb/"}))),
        "/zfxxgknb/": html(page(COLUMN, f"<ul>{years}</ul>")),
        "/zfxxgknb/2023n/": html(page(COLUMN, reports(BUREAU, 2023))),
        "/zfxxgknb/2022n/": html(page(COLUMN, reports(BUREAU, 2022))),
    }


def _given() -> Pages:
    return {
        "/": html(page(BUREAU, menu(新闻="/xw/"))),
        "/gk/nb/": html(page(BUREAU, reports(BUREAU, 2023, 2022))),
    }


def _empty() -> Pages:
    """The right column, where no report was ever published."""
    entry = f'<li><a href="1.html">{BUREAU}政府信息公开工作制度</a> 2024-01-02</li>'
    return {
        "/": html(page(BUREAU, menu(**{COLUMN: "/zfxxgknb/"}))),
        "/zfxxgknb/": html(page(COLUMN, entry, head=COLUMN_TYPE)),
    }


def _one_by_one() -> Pages:
    """Reports linked one by one, under names that no system is known by."""
    title = f"2023年{BUREAU}政府信息公开工作年度报告"
    return {
        "/": html(page(BUREAU, menu(**{title: "/nb/1001.htm", COLUMN: "/nb/list.html"}))),
        "/nb/1001.htm": html(page(title, "<p>全文</p>")),
        "/nb/list.html": html(page(COLUMN, reports(BUREAU, 2023, 2022))),
    }


def _endless() -> Pages:
    """Every page leads to another one that calls itself a column."""
    pages = {
        f"/{number}/": html(page(COLUMN, menu(**{f"{COLUMN}{number}": f"/{number + 1}/"})))
        for number in range(60)
    }
    return {**pages, "/": html(page(BUREAU, menu(**{COLUMN: "/0/"})))}


def _shut() -> Pages:
    return {"/robots.txt": Reply(body=b"User-agent: *\nDisallow: /\n", media_type="text/plain")}


WORLDS: dict[str, World] = {
    "plain": World(pages=_plain()),
    "sisters": World(pages=_sisters()),
    "clone": World(pages=_clone()),
    "portal": World(pages=_portal(), neighbour="清禾市审计局"),
    "unnamed": World(pages=_unnamed()),
    "unnamed-shared": World(pages=_unnamed(), neighbour="清禾市审计局"),
    "unnamed-titled": World(pages=_unnamed(f"{BUREAU}{COLUMN}"), neighbour="清禾市审计局"),
    "several": World(pages=_several()),
    "scripted": World(pages=_scripted()),
    "mapped": World(pages=_mapped),
    "news": World(pages=_news()),
    "years": World(pages=_years()),
    "given": World(pages=_given(), listing="/gk/nb/"),
    "empty": World(pages=_empty()),
    "one-by-one": World(pages=_one_by_one()),
    "gone": World(pages={"/": html(page(BUREAU, menu(**{COLUMN: "/zfxxgknb/"})))}),
    "endless": World(pages=_endless()),
    "shut": World(pages=_shut()),
    "walled": World(pages={"/": Reply(status=412)}),
    "elsewhere": World(
        pages={"/": html(page(BUREAU, menu(**{COLUMN: "http://127.0.0.2:9/zfxxgknb/"})))}
    ),
}
