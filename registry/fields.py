"""One cell at a time: its text as a value, or what is wrong with it and what to write instead."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import TypeVar

from model.agency import DatedName
from model.text import Text
from registry.hosts import split_host, split_url
from registry.uscc import is_uscc
from registry.vocabulary import SEPARATOR

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_REGION = re.compile(r"[0-9]{6}")
_DAY = re.compile(r"(\d{4})\s*[-/年.]\s*(\d{1,2})\s*[-/月.]\s*(\d{1,2})\s*日?")
_DUE = re.compile(r"(\d{1,2})\s*[-月]\s*(\d{1,2})\s*日?")
_EXCEL_DUE = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})")
_DATED_NAME = re.compile(r"(?P<name>[^\[\]]+)\[(?P<since>[^.\]]*)\.\.(?P<until>[^.\]]*)\]")
_SITE_ID = re.compile(r"(?:bm[0-9]{2}|[0-9]{4})[0-9]{6}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Choice = TypeVar("Choice", bound=StrEnum)


class WrongCellError(ValueError):
    """A cell that cannot be taken as it stands."""

    def __init__(self, what: Text, remedy: Text) -> None:
        super().__init__(what.en)
        self.what = what
        self.remedy = remedy


def as_id(cell: str) -> str:
    if not _ID.fullmatch(cell):
        raise WrongCellError(
            Text(f"“{cell}”不能作编号", f"“{cell}” cannot be an id"),
            Text(
                "用英文字母、数字、点、横线和下划线，以字母或数字开头",
                "use ASCII letters, digits, dots, hyphens and underscores, a letter or digit first",
            ),
        )
    return cell


def as_choice(cell: str, choices: type[Choice]) -> Choice:
    try:
        return choices(cell.lower())
    except ValueError:
        known = ", ".join(choice.value for choice in choices)
        raise WrongCellError(
            Text(f"没有“{cell}”这个取值", f"there is no value “{cell}”"),
            Text(f"写其中之一：{known}", f"write one of: {known}"),
        ) from None


def as_region(cell: str) -> str:
    code = unicodedata.normalize("NFKC", cell).removesuffix(".0")
    if not _REGION.fullmatch(code):
        raise WrongCellError(
            Text(f"“{cell}”不是区划代码", f"“{cell}” is not a division code"),
            Text(
                "写 GB/T 2260 的六位数字，如 410300；中央写 000000",
                "write the six digits of GB/T 2260, such as 410300; 000000 for the country",
            ),
        )
    return code


def as_uscc(cell: str) -> str:
    code = unicodedata.normalize("NFKC", cell).upper()
    if not is_uscc(code):
        raise WrongCellError(
            Text(
                f"“{cell}”不是有效的统一社会信用代码（18 位，含 GB 32100 校验码）",
                f"“{cell}” is not a valid unified social credit code "
                "(18 characters with the check digit of GB 32100)",
            ),
            Text(
                "照登记证抄写；不知道就留空。若表格软件改成了 1.1E+17，先把该列设为文本",
                "copy it from the certificate, or leave it empty; if a spreadsheet made it "
                "1.1E+17, set the column to text first",
            ),
        )
    return code


def as_due(cell: str) -> tuple[int, int]:
    """(month, day). Spreadsheets turn 01-31 into 1月31日 or 31-Jan: both are taken."""
    text = unicodedata.normalize("NFKC", cell)
    if excel := _EXCEL_DUE.fullmatch(text):
        month = _MONTHS.index(excel[2]) + 1 if excel[2] in _MONTHS else 0
        day = int(excel[1])
    elif plain := _DUE.fullmatch(text):
        month, day = int(plain[1]), int(plain[2])
    else:
        month, day = 0, 0
    # 2023 had no 29 February: a due date must exist in every year.
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2023, month)[1]):
        raise WrongCellError(
            Text(f"“{cell}”不是每年都有的日期", f"“{cell}” is not a day of every year"),
            Text("写作 月-日，如 01-31", "write month-day, such as 01-31"),
        )
    return month, day


def as_date(cell: str) -> date:
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", cell))
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass  # 2023-02-30: told below like any other cell that is no date
    raise WrongCellError(
        Text(f"“{cell}”不是日期", f"“{cell}” is not a date"),
        Text("写作 年-月-日，如 2019-03-01", "write year-month-day, such as 2019-03-01"),
    )


def as_listing(cell: str) -> str:
    if split_url(cell) is None:
        raise WrongCellError(
            Text(f"“{cell}”不是网址", f"“{cell}” is not a web address"),
            Text(
                "写栏目页的完整地址，以 http:// 或 https:// 开头",
                "write the whole address of the column page, from http:// or https:// on",
            ),
        )
    return cell


def as_host(cell: str) -> str:
    if split_host(cell) is None:
        raise WrongCellError(
            Text(f"“{cell}”不是主机名", f"“{cell}” is not a host"),
            Text(
                "只写主机或 主机:端口，如 www.example.gov.cn，不写 http:// 和路径",
                "write the host or host:port alone, such as www.example.gov.cn, "
                "without http:// and path",
            ),
        )
    return cell.lower()


def as_dated_name(cell: str) -> DatedName:
    """`偃师市人民政府[2009-01-01..2021-03-31]`; either day may be missing."""
    found = _DATED_NAME.fullmatch(cell)
    if found is None:
        raise WrongCellError(
            Text(f"“{cell}”没有起止日期", f"“{cell}” says from when to when in no way known"),
            Text(
                "写作 名称[起..止]，如 偃师市人民政府[..2021-03-31]",
                "write NAME[from..to], such as 偃师市人民政府[..2021-03-31]",
            ),
        )
    return DatedName(
        name=" ".join(found["name"].split()),
        since=as_date(found["since"]) if found["since"] else None,
        until=as_date(found["until"]) if found["until"] else None,
    )


def as_site_id(cell: str) -> str:
    code = unicodedata.normalize("NFKC", cell).lower()
    if not _SITE_ID.fullmatch(code):
        raise WrongCellError(
            Text(f"“{cell}”不是网站标识码", f"“{cell}” is not a site's identifier"),
            Text(
                "写页脚或 SiteIDCode 中的十位：六位区划代码加四位，或 bm 加八位数字",
                "write the ten characters of the footer or of SiteIDCode: a division code and "
                "four digits, or bm and eight digits",
            ),
        )
    return code


def as_items(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """The items of a list, in order, without repetitions; `；` is taken for `;`."""
    if isinstance(value, tuple):
        for item in value:
            if SEPARATOR in item:
                raise WrongCellError(
                    Text(f"“{item}”里有分号", f"“{item}” contains a semicolon"),
                    Text(
                        "分号用来分隔各项；网址里的分号写作 %3B",
                        "the semicolon separates items; write %3B for one in an address",
                    ),
                )
        parts: tuple[str, ...] = value
    else:
        parts = tuple(value.replace("；", SEPARATOR).split(SEPARATOR))
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
