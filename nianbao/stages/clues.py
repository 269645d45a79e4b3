"""What a page says of itself beside its text: the site's identifier and the 索引号."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from model.capture import Visit
from registry.uscc import is_uscc

_HEAD = 1 << 17
"""Bytes. The tags stand in the head, the 索引号 in a box above the text."""
_SITE_ID = re.compile(
    rb"name\s*=\s*[\"']SiteIDCode[\"']\s+content\s*=\s*[\"']\s*((?:bm\d{2}|\d{4})\d{6})",
    re.IGNORECASE,
)
_INDEX = re.compile(
    b"(?:" + "索引号".encode() + b"|" + "索引号".encode("gb18030") + b")"
    rb"[\x00-\xff]{0,200}?(?<![0-9A-Z])(1[12]\d{6}[0-9A-Z]{10})(?![0-9A-Z])"
)
_USCC = re.compile(r"(?<![0-9A-Z])(1[12]\d{6}[0-9A-Z]{10})(?![0-9A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageClues:
    uscc: str | None = None
    """With which the 索引号 begins; None for a placeholder."""
    site_id: str | None = None


def page_clues(data: bytes) -> PageClues:
    """Of any payload; only pages have such clues. Codes are ASCII in every encoding of the web."""
    head = data[:_HEAD]
    if b"<html" not in head[:4096].lower() and b"<meta" not in head[:4096].lower():
        return PageClues()
    found = _SITE_ID.search(head)
    index = _INDEX.search(head)
    return PageClues(
        uscc=_only_code(index[1].decode("ascii")) if index else None,
        site_id=found[1].decode("ascii").lower() if found else None,
    )


def uscc_of_urls(visits: Sequence[Visit]) -> str | None:
    """`area=11370883004325769B` and its like."""
    return _only_code(" ".join(visit.url for visit in visits))


def _only_code(text: str) -> str | None:
    codes = {code for code in _USCC.findall(text.upper()) if is_uscc(code)}
    return codes.pop() if len(codes) == 1 else None
