"""Templates to pages. Everything is escaped, nothing undefined is silent."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from model import words
from model.text import Language, Text
from web.cells import cell_links, figure_cells, verdict_cells
from web.language import TAGS, address, split
from web.navigation import ITEMS
from web.reviewing.people import reviewer_of
from web.site import Site

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_CHINA = ZoneInfo("Asia/Shanghai")


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page in the language of its address."""
    page = _environment().get_template(template)
    return HTMLResponse(page.render(**_about(request), **values), status_code=status)


def language_of(request: Request) -> Language:
    """As `web.language` told; from the address itself where that was not asked."""
    return getattr(request.state, "language", None) or split(request.scope["path"])[0]


def _about(request: Request) -> dict[str, Any]:
    """What every template is given."""
    language = language_of(request)
    site: Site = request.app.state.site
    query: dict[str, object] = {
        key: request.query_params.getlist(key) for key in request.query_params
    }

    def url(path: str, **given: object) -> str:
        return address(language, path, given)

    def t(zh: str, en: str) -> str:
        return zh if language is Language.CHINESE else en

    return {
        "t": t,
        "url": url,
        "language": language,
        "tag": TAGS[language],
        "site": site,
        "path": request.url.path,
        "here": {TAGS[one]: address(one, request.scope["path"], dict(query)) for one in Language},
        "host": f"{request.url.scheme}://{request.url.netloc}",
        "navigation": ITEMS,
        "now": site.clock(),
        "reviewer": reviewer_of(request),
        "word": words,
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Callable[..., object]] = {
        "words": in_words,
        "words_with_code": in_words_with_code,
        "zh": chinese,
        "number": number,
        "share": share,
        "day": day,
        "moment": moment,
        "iso": iso,
        "segment": lambda value: quote(str(value), safe=""),
        "bytes": size,
    }
    environment.filters.update(filters)
    environment.globals["asset"] = asset
    environment.globals["cell_links"] = cell_links
    environment.globals["figure_cells"] = figure_cells
    environment.globals["verdict_cells"] = verdict_cells
    return environment


@cache
def asset(name: str) -> str:
    """The address of a file of ours, which changes with its content: it may be kept for ever."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@pass_context
def in_words(context: Context, text: Text) -> str:
    return text.in_language(context["language"])


@pass_context
def in_words_with_code(context: Context, text: Text) -> Markup:
    """The same; what stands between backticks is set as code."""
    parts = text.in_language(context["language"]).split("`")
    code, plain = Markup("<code>{}</code>"), Markup("{}")
    return Markup("").join(
        (code if place % 2 else plain).format(part) for place, part in enumerate(parts)
    )


@pass_context
def chinese(context: Context, text: str) -> str | Markup:
    """Words that are Chinese on every page: a reader's voice and fonts need to be told so."""
    if context["language"] is Language.CHINESE:
        return text
    # Not by `Markup.format`, which takes its template apart each of some hundred times a page.
    return Markup(f'<span lang="zh-Hans">{escape(text)}</span>')  # noqa: S704


def number(value: int | Decimal) -> str:
    """With thousands separators; an amount keeps its printed scale."""
    return f"{value:,}"


def share(part: int, whole: int) -> str:
    """A percentage to one decimal; a dash where there is nothing to take a share of."""
    return f"{part / whole:.1%}" if whole else "—"


def day(value: date | datetime) -> str:
    """`2025-02-20`; of a moment, the day in China."""
    return (value.astimezone(_CHINA) if isinstance(value, datetime) else value).strftime("%Y-%m-%d")


def moment(value: datetime) -> str:
    """`2025-02-20 09:00`, in China."""
    return value.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M")


def iso(value: date | datetime) -> str:
    """For `<time datetime>`: moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat()


def size(count: int) -> str:
    """`412 B`, `38 kB`, `1.2 MB`."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"
