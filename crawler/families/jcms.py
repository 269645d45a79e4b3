"""大汉 jcms (Hanweb): `/col/col1229063423/index.html`, filled from `dataproxy.jsp`.

The page holds the first rows as XML in a script, and names what to post for the others:
`col`, `appid`, `webid`, `path`, `columnid`, `sourceContentType`, `unitid`, `webname`,
`permissiontype`. The answer is XML again, `<record><![CDATA[<li>…</li>]]></record>`. Up to three
pages may be asked for at once; older sites keep the script at `/module/jslib/jquery/jpage/` or
`/module/jpage/`.
"""

import re
from urllib.parse import parse_qs, unquote, urlencode, urljoin, urlsplit

from crawler.families.base import is_addressed_as
from crawler.families.entries import entries_of
from crawler.families.fragments import entries_in_rows
from crawler.families.page import Entry, Page, Paging, Query
from crawler.families.plain import plain_paging

_PROXY = re.compile(
    r"((?:https?://[\w.:-]+)?(?:/[\w.-]{1,40}){0,3}/module/[\w/.-]{0,60}dataproxy\.jsp)"
)
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[", re.IGNORECASE)
_TOTAL = re.compile(r"totalrecords?[\"']?\s*[>:=]\s*[\"']?(\d+)", re.IGNORECASE)
_PER_PAGE = re.compile(r"per_?page[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_COLUMN = re.compile(r"/col/col(\d+)/")
_BOX = re.compile(r"\(\s*[\"']#(\w+)[\"']\s*\)\s*\.jpage\s*\(")
"""The element that the site's script fills is called by the number of the unit."""
_FIELDS = (
    "col",
    "appid",
    "webid",
    "path",
    "columnid",
    "sourceContentType",
    "unitid",
    "webname",
    "permissiontype",
)
_NEEDED = ("columnid", "unitid")
_PAGES_AT_ONCE = 3
_USUAL_PAGE = 15


class Jcms:
    name = "hanweb-jcms"

    def recognises(self, page: Page) -> bool:
        return _PROXY.search(page.source) is not None or is_addressed_as(page, self.name)

    def entries(self, page: Page) -> tuple[Entry, ...]:
        rows = _records(page.source)
        return entries_in_rows(rows, page) if rows else _static(page)

    def paging(self, page: Page) -> Paging:
        proxy = _PROXY.search(page.source)
        if page.asked is not None and page.asked.form is not None:
            return _behind_answer(page, page.asked)
        if proxy is None:
            return plain_paging(page)
        return _first(page, urljoin(page.url, proxy[1]))


def _records(source: str) -> list[str]:
    """The rows in the XML. Only whole ones: without its end a record has been cut."""
    pieces = (piece.partition("]]>") for piece in _RECORD.split(source)[1:])
    return [row for row, end, _ in pieces if end]


def _static(page: Page) -> tuple[Entry, ...]:
    """Some templates print the list without a script; the answer to a form never does."""
    is_answer = page.asked is not None and page.asked.form is not None
    return () if is_answer or _PROXY.search(page.source) else entries_of(page)


def _first(page: Page, proxy: str) -> Paging:
    rows = len(_records(page.source))
    total = _number(_TOTAL, page.source)
    if total is not None and rows >= total:
        return Paging(total=total, empty=total == 0)
    form = _form(page)
    missing = [name for name in _NEEDED if name not in dict(form)]
    if missing:
        return Paging(total=total, broken=f"dataproxy.jsp without {', '.join(missing)}")
    per_page = _number(_PER_PAGE, page.source) or _USUAL_PAGE
    # The groups begin where the site's own script begins them.
    start = rows // per_page * per_page + 1
    return Paging(next=_ask(proxy, start, per_page, form), total=total)


def _behind_answer(page: Page, asked: Query) -> Paging:
    rows = len(_records(page.source))
    total = _number(_TOTAL, page.source)
    numbers = parse_qs(urlsplit(asked.url).query)
    start, end, per_page = (
        int(numbers[name][0]) for name in ("startrecord", "endrecord", "perpage")
    )
    if total is None:
        return Paging(broken="an answer without totalrecord")
    if end >= total:
        return Paging(total=total, empty=total == 0)
    if rows == 0:
        return Paging(total=total, broken=f"no records from {start} on, of {total}")
    proxy = asked.url.partition("?")[0]
    return Paging(next=_ask(proxy, end + 1, per_page, asked.form or ()), total=total)


def _ask(proxy: str, start: int, per_page: int, form: tuple[tuple[str, str], ...]) -> Query:
    end = start + per_page * _PAGES_AT_ONCE - 1
    place = urlencode({"startrecord": start, "endrecord": end, "perpage": per_page})
    return Query(url=f"{proxy}?{place}", form=form)


def _form(page: Page) -> tuple[tuple[str, str], ...]:
    """What to post, wherever the page has it: a script, a hidden field, a query in a link."""
    column = _COLUMN.search(page.url)
    box = _BOX.search(page.source)
    known = {"col": "1"}
    known |= {"columnid": column[1]} if column else {}
    known |= {"unitid": box[1]} if box else {}
    fields = {name: _value(page, name) or known.get(name) for name in _FIELDS}
    return tuple((name, value) for name, value in fields.items() if value is not None)


def _value(page: Page, name: str) -> str | None:
    in_script = rf"(?<!\w){name}[\"']?\s*:\s*(?:[\"'](?P<quoted>[^\"'<>]*)[\"']|(?P<bare>\w+))"
    if (written := re.search(in_script, page.source)) is not None:
        return written["bare"] or written["quoted"]
    hidden = page.html.css(f'input[name="{name}"]::attr(value)').get()
    if hidden is not None:
        return hidden
    in_link = re.search(rf"[?&;]{name}=([^\s\"'&;<>]*)", page.source)
    return unquote(unquote(in_link[1])) if in_link is not None else None


def _number(pattern: re.Pattern[str], source: str) -> int | None:
    found = pattern.search(source)
    return int(found[1]) if found else None
