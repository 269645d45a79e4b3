"""Plain, decent agency pages: head with the standard META tags, site head, breadcrumb, foot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from demo.entries import Entry
from demo.places import Item, Site
from demo.tables import TableRow

_STYLE = """
body{margin:0;background:#f4f5f7;color:#222;font:16px/1.75 "Microsoft YaHei","PingFang SC",
"Noto Sans CJK SC",sans-serif}
a{color:#222;text-decoration:none}a:hover{color:COLOUR}
.top{background:COLOUR;color:#fff;padding:26px 0}.top a{color:#fff}
.wrap{max-width:1080px;margin:0 auto;padding:0 20px}
.top .name{font-size:28px;letter-spacing:2px}.top .sub{font-size:13px;opacity:.85}
.crumbs{font-size:14px;color:#666;padding:14px 0}
.box{background:#fff;border-top:3px solid COLOUR;padding:24px 32px;margin-bottom:28px}
.cols{display:flex;gap:24px;align-items:flex-start;flex-wrap:wrap}
.cols .box:first-child{flex:3 1 480px}.side{flex:1 1 220px}
h1{font-size:24px;text-align:center;margin:8px 0 12px}h2{font-size:18px;margin:0 0 10px}
.about{text-align:center;color:#777;font-size:14px;border-bottom:1px solid #ddd;padding-bottom:12px}
.article p{text-indent:2em;margin:10px 0}.article p.head{font-weight:bold}
.list,.news{list-style:none;margin:0;padding:0}
.list li,.news li{border-bottom:1px dashed #ddd;padding:8px 0;overflow:hidden}
.list span,.news span{float:right;color:#888;font-size:14px;margin-left:12px}
.paging{text-align:center;padding:16px 0}.paging a,.paging b{padding:3px 10px;margin:0 3px;
border:1px solid #ccc}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:14px 0;font-size:14px;line-height:1.5}
td{border:1px solid #777;padding:5px 6px;text-align:center}td p{margin:0;text-indent:0}
.foot{background:#3b4048;color:#d7d9dc;font-size:13px;text-align:center;padding:20px 0}
"""


def page(
    site: Site,
    *,
    title: str,
    crumbs: Sequence[tuple[str, str | None]],
    meta: Iterable[tuple[str, str]],
    body: str,
) -> str:
    """A whole page; `crumbs` are names with the paths they lead to."""
    tags = (
        ("SiteName", site.name),
        ("SiteDomain", site.domain),
        ("SiteIDCode", site.code),
        *meta,
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}_{escape(site.name)}</title>\n"
        + "".join(f'<meta name="{name}" content="{escape(text)}">\n' for name, text in tags)
        + '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE.replace('COLOUR', site.colour)}</style>\n</head>\n<body>\n"
        f'<div class="top"><div class="wrap"><a class="name" href="/">{escape(site.name)}</a>'
        f'<div class="sub">{escape(site.domain)}</div></div></div>\n'
        f'<div class="wrap">\n<div class="crumbs">{_crumbs(crumbs)}</div>\n{body}\n</div>\n'
        f"{_foot(site)}\n</body>\n</html>\n"
    )


def bare_page(site: Site, *, title: str, body: str) -> str:
    """A page for telephones."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}_{escape(site.name)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n</head>\n<body>\n'
        f"{body}\n{_foot(site)}\n</body>\n</html>\n"
    )


def article(title: str, *, about: str, paragraphs: Iterable[str]) -> str:
    """An article's box; `paragraphs` are ready HTML."""
    return (
        f'<div class="box">\n<h1>{escape(title)}</h1>\n'
        f'<div class="about">{escape(about)}</div>\n'
        f'<div class="article">\n{chr(10).join(paragraphs)}\n</div>\n</div>'
    )


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def picture(path: str) -> str:
    return f'<p><img src="{path}" alt=""></p>'


def attachment(path: str, name: str) -> str:
    return f'<p>附件：<a href="{escape(path)}">{escape(name)}</a></p>'


def head(text: str) -> str:
    """Most agencies set the headings of the six parts as bold paragraphs."""
    return f'<p class="head">{escape(text)}</p>'


def table(rows: Iterable[TableRow], *, from_word: bool) -> str:
    """`from_word`: every cell's text in a paragraph of its own, as pasted from a word processor."""
    drawn = []
    for row in rows:
        cells = []
        for cell in row:
            rows_ = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            text = escape(cell.text)
            cells.append(f"<td{rows_}{columns}>{f'<p>{text}</p>' if from_word else text}</td>")
        drawn.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table>\n{chr(10).join(drawn)}\n</table></div>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry of a list."""

    title: str
    href: str
    shown: str
    twin: str | None = None
    """Where the page for telephones is."""

    @classmethod
    def of(cls, entry: Entry, href: str, *, twins: bool = False) -> "Row":
        thing = entry.content
        if isinstance(thing, Item):
            href, twins = thing.elsewhere or href, False
        twin = href.replace(".html", "_wap.html") if twins else None
        return cls(title=entry.title, href=href, shown=str(entry.published), twin=twin)


def listing(name: str, entries: Iterable[Row], paging: str, side: str) -> str:
    """A column page."""
    return (
        f'<div class="cols"><div class="box"><h2>{escape(name)}</h2>\n<ul class="list">\n'
        f'{rows(entries)}\n</ul>\n<div class="paging">{paging}</div></div>\n{side}</div>'
    )


def rows(entries: Iterable[Row]) -> str:
    return "\n".join(_row(entry) for entry in entries)


def _row(row: Row) -> str:
    title = escape(row.title)
    twin = f'<a href="{row.twin}" title="{title}">手机版</a>' if row.twin else ""
    return (
        f'<li><span>{row.shown}</span><a href="{escape(row.href)}" title="{title}" '
        f'target="_blank">{title}</a>{twin}</li>'
    )


def news_box(entries: Iterable[tuple[Item, str]]) -> str:
    """最新动态: what shows that a site is alive."""
    lines = "\n".join(
        f'<li><span>{item.published}</span><a href="{escape(path)}">{escape(item.title)}</a></li>'
        for item, path in entries
    )
    return f'<div class="box side"><h2>最新动态</h2>\n<ul class="news">\n{lines}\n</ul></div>'


def _crumbs(crumbs: Sequence[tuple[str, str | None]]) -> str:
    parts = ['当前位置：<a href="/">首页</a>']
    for name, path in crumbs:
        parts.append(f'<a href="{escape(path)}">{escape(name)}</a>' if path else escape(name))
    return " &gt; ".join(parts)


def _foot(site: Site) -> str:
    return (
        f'<div class="foot"><div class="wrap">主办：{escape(site.name)}　网站标识码：{site.code}'
        "<br>本网站、机关和数据均为演示虚构，与任何真实机关无关</div></div>"
    )
