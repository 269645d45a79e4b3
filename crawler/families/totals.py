"""How many entries and pages a listing says it has."""

import re

_ENTRIES = re.compile(r"(?:共|总计|合计)\s*(?:有)?\s*(\d{1,6})\s*(?:条|篇|个?记录|项)")
_PAGES = re.compile(r"(?:共|总计)\s*(\d{1,4})\s*页|第?\s*\d{1,4}\s*/\s*(\d{1,4})\s*页")


def total_in(text: str) -> int | None:
    found = _ENTRIES.search(text)
    return int(found[1]) if found else None


def total_pages_in(text: str) -> int | None:
    found = _PAGES.search(text)
    return int(found[1] or found[2]) if found else None
