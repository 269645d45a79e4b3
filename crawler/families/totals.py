"""How many entries and pages a listing says it has, and whether it says that it has none."""

import re

_ENTRIES = re.compile(r"(?:共|总计|合计)\s*(?:有)?\s*(\d{1,6})\s*(?:条|篇|个?记录|项)")
_PAGES = re.compile(
    r"(?:共|总计)\s*(\d{1,4})\s*页|第?\s*\d{1,4}\s*/\s*(\d{1,4})\s*页|页[次码]?\s*[::]?\s*\d{1,4}\s*/\s*(\d{1,4})"
)
_SCRIPT_ENTRIES = re.compile(
    r"\b(?:totalRecords?|totalCount|recordCount|m_nRecordCount)[\"']?\s*[:=]\s*[\"']?(\d{1,6})\b"
)
_SCRIPT_PAGES = re.compile(
    r"\b(?:totalPages?|pageCount|m_nPageCount)[\"']?\s*[:=]\s*[\"']?(\d{1,4})\b"
)
_EMPTY = re.compile(
    r"(?:暂无|暂时没有|没有|无)(?:相关|符合条件的?)?(?:数据|内容|信息|记录|文章|文件)"
    r"|共\s*0\s*(?:条|篇|个?记录|项)"
)


def total_in(text: str) -> int | None:
    found = _ENTRIES.search(text)
    return int(found[1]) if found else None


def total_pages_in(text: str) -> int | None:
    found = _PAGES.search(text)
    return int(next(group for group in found.groups() if group)) if found else None


def total_in_script(source: str) -> int | None:
    """The greatest: a page may have several boxes, and only one of them is the listing."""
    return max((int(number) for number in _SCRIPT_ENTRIES.findall(source)), default=None)


def total_pages_in_script(source: str) -> int | None:
    return max((int(number) for number in _SCRIPT_PAGES.findall(source)), default=None)


def says_empty(text: str) -> bool:
    return _EMPTY.search(text) is not None
