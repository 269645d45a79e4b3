"""The family of a URL, told from its form alone. docs/families.md gives the reason for each rule.

A rule stands here only when its form is one that no other system is known to make: what is not
sure stays unknown.
"""

import re
from dataclasses import dataclass

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    family: str
    pattern: re.Pattern[str]
    """Searched in the URL behind its host."""


def _rule(family: str, pattern: str) -> Rule:
    return Rule(family=family, pattern=re.compile(pattern, re.IGNORECASE))


RULES: tuple[Rule, ...] = (
    _rule("hanweb-annual", r"/xxgkAnnualReport\.jsp(?:\?|$)"),
    _rule("gkmlpt", r"^/(?:[\w-]+/)*gkmlpt/"),
    _rule("hanweb-jpaas", r"/art/\d{4}/art_[0-9a-f]{32}\.html"),
    _rule("hanweb-jcms", r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html|/col/col\d+/"),
    _rule("ucap", r"/(?:19|20)\d{4}/[0-9a-f]{32}\.shtml"),
    _rule("trs", r"/(?:19|20)\d{4}/t(?:19|20)\d{6}_\d+(?:_wap)?\.s?html?"),
    _rule("vsb", r"/info/\d+/\d+\.html?$|/system/_content/download\.jsp"),
    _rule("nfcms", r"/content/m?post_\d+\.html"),
    _rule("anhui", r"/public/column/\d+(?:$|[?/])"),
    _rule("yunnan", r"[?&]nbYear=\d{4}(?:$|&)"),
    _rule("gongkai", r"/gongkai/(?:\w+/)*(?:channel_[\w.]+/)(?:doc_[0-9a-f]{24}\.html)?"),
    # Families whose lists the generic reader reads: the name is all that is known of them.
    _rule("hebei", rf"/columns/{_UUID}/"),
    _rule("hlj", r"/(?:19|20)\d{4}/c\d+_\d+\.shtml"),
    _rule("xicheng", r"/pnidpv\d+pntypepv\w+pnnfpv\d{4}\.html"),
    _rule("eportal", r"(?:/\d{6,7}){3,}/index\.html"),
    _rule("tjbh", r"/contents/\d+/\d+\.html"),
    _rule("newsdetail", r"/News/Detail/20\d{12,15}(?:\.html)?$"),
)
"""Asked in this order: the first that fits names the family."""

_BEHIND_HOST = re.compile(r"^https?://[^/?#]+(.*)$", re.IGNORECASE)


def family_of_url(url: str) -> str | None:
    """The name of the family, or None when the URL alone does not tell."""
    found = _BEHIND_HOST.match(url)
    if found is None:
        return None
    return next((rule.family for rule in RULES if rule.pattern.search(found[1])), None)
