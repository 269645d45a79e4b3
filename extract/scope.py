"""Whose doings a report counts: one office's own, or those of a government with all its bodies.

A place may publish both under nearly the same title: X人民政府 is the consolidated report, due at
the end of March, X人民政府办公室 its office's own, due at the end of January. Some governments sign
their own office's report and say so in brackets only: X州人民政府（州政府办公室）.
"""

import re
from collections.abc import Sequence

from extract.normalise import compact
from model.report import Scope, Section

_BRACKETS = re.compile(r"\(([^()]{1,30})\)")
_OWN_BRACKETS = re.compile(r"^(?:.{0,12}(?:办公室|办公厅|政府办)|.{0,8}(?:本级|本机关|机关本级))$")
_ALL_BRACKETS = re.compile(r"汇总|^全[省市区县州旗]$|^含.{0,12}(?:部门|乡镇|街道|单位)")
_OFFICE = re.compile(r"(?:人民政府|政府|行政公署)(?:办公室|办公厅|办)$")
# Townships have no bodies below them whose reports could be in theirs.
_GOVERNMENT = re.compile(r"(?:省|自治区|市|区|县|旗|州|盟|地区)(?:人民政府|行政公署)$|关区$")

_BODIES = (
    r"(?:各级行政机关|各部门|各委办局|各单位|各乡镇|各乡|各镇|各街道|各街镇|各县|各区|各市|所属部门"
    r"|组成部门|工作部门|下属单位|所属单位)"
)
_DATA = r"(?:数据|统计|情况|报告)"
_OWN_TEXT = re.compile(
    rf"{_DATA}[^。;]{{0,12}}(?:仅|只)(?:限于?|为|含|包括|统计)本(?:机关|级|部门|单位)"
    rf"|(?:本报告|{_DATA})[^。;]{{0,20}}不(?:含|包括|包含)[^。;]{{0,15}}{_BODIES}"
    r"|本报告(?:为|系)[^。;]{0,20}(?:本机关|本级|办公室)(?:的)?(?:年度)?报告"
)
_ALL_TEXT = re.compile(
    rf"{_BODIES}[^。;]{{0,40}}(?:年度报告|{_DATA})[^。;]{{0,12}}(?:汇总|综合|汇编)"
    rf"|(?:汇总|综合|汇集)[^。;]{{0,25}}{_BODIES}"
    rf"|(?:数据|统计)(?:范围)?[^。;]{{0,12}}(?:涵盖|覆盖|(?<!不)包括|(?<!不)含|(?<!不)包含)"
    rf"[^。;]{{0,25}}{_BODIES}"
    r"|本报告[^。;]{0,20}(?:为|系|是)[^。;]{0,15}(?:汇总|综合)(?:年度)?报告"
)


def scope_of(
    title: str | None, agency: str | None, sections: Sequence[Section], preface: str
) -> Scope | None:
    """Told by the brackets of the title, else by the text's own words, else by the name.

    `agency` is the full name. None where nothing tells, or the text says both.
    """
    return _by_brackets(title or "") or _by_text(sections, preface) or _by_name(agency or "")


def _by_brackets(title: str) -> Scope | None:
    for words in _BRACKETS.findall(compact(title)):
        if _ALL_BRACKETS.search(words):
            return Scope.CONSOLIDATED
        if _OWN_BRACKETS.match(words):
            return Scope.OWN
    return None


def _by_text(sections: Sequence[Section], preface: str) -> Scope | None:
    text = compact(" ".join([preface, *(section.text for section in sections)]))
    own, everything = _OWN_TEXT.search(text), _ALL_TEXT.search(text)
    if bool(own) == bool(everything):
        return None
    return Scope.OWN if own else Scope.CONSOLIDATED


def _by_name(agency: str) -> Scope | None:
    if _OFFICE.search(agency):
        return Scope.OWN
    return Scope.CONSOLIDATED if _GOVERNMENT.search(agency) else None
