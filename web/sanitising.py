"""Markup of other people's pages made harmless, for the one place where we show some of it."""

import nh3
from markupsafe import Markup

from extract.original import MARKED

_TAGS = {
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "colgroup", "col"),
    *("p", "br", "div", "span", "b", "strong", "i", "em", "u", "sup", "sub"),
}
_SPANS = {"colspan", "rowspan"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style", "iframe", "object", "template", "svg", "math"},
    attributes={"td": _SPANS, "th": _SPANS, "col": {"span"}},
    allowed_classes={"td": {MARKED}, "th": {MARKED}},
    strip_comments=True,
    link_rel=None,
)


def table_markup(html: str) -> Markup:
    """A table with its text, its spans and the marked cell; nothing else of it is left."""
    return Markup(_CLEANER.clean(html))  # noqa: S704 - that is what it was cleaned for
