"""What a data package says about itself, in Chinese and English."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from model.text import Text
from model.words import LEVELS, REASONS, SECTIONS, SEVERITIES, STATES, VERDICTS
from web.tables.catalogue import TABLES
from web.tables.columns import text
from web.tables.table import Column

KEYWORDS = ("政府信息公开", "年度报告", "open government information", "China", "transparency")
LICENCE = {
    "name": "other-pd",
    "title": "行政性质的公文不适用著作权法（第五条）；数字为事实 Official documents are outside "
    "copyright (Copyright Law, Art. 5); figures are facts",
}
SOURCE = {
    "title": "各机关网站依法公布的政府信息公开工作年度报告；每行都载有网址、存档时间与 WARC 记录 "
    "Annual reports as published by the agencies; every row names its URL, time and WARC record"
}
_TITLE = Text(
    "政府信息公开工作年度报告：义务、结论、报告与指标",
    "Annual reports on open government information: duties, verdicts, reports, figures",
)
_README = """# {title_zh}

{title_en}

数据截至 / As known at: {moment}　最近一次审核 / Last audit: {audited}
程序 / Program: nianbao {program}　读取方法 / Reading method: {reading}
范围 / Query: {query}

## 用前须知 / Before you use it

* “未见”（not_found）指我们在证据所列的时间没有见到，不是说没有公布。
* “无法判断”（unobservable）说的是我们的查看，不是该机关；统计比率时请同时写明无法判断的占比。
* 空白不等于零：`state` 为 blank、dash、absent 的单元格没有数值。
* `state` 为 inferred 的数值由表内各数推得，不是该机关的陈述。
* `certainty` 为 unconfirmed 的发现须先与原件核对，不宜引用。“不相符”只是说数字不相符。
* 正文与引文中的手机号码、私人邮箱、居民身份证号及标签后的人名已用星号遮去。请勿据以查找个人。
* `not_found` means: not found by us at the times of the evidence, not that nothing was published.
  `unobservable` is about our view, never about the agency: give its share beside every rate.
* Blank is not zero: cells whose `state` is blank, dash or absent have no value; inferred ones
  follow from the sums of the form and are not the agency's statement.
* Compare findings whose `certainty` is unconfirmed with the original before use. That figures do
  not agree is all that a finding says.
* Mobile numbers, private mail boxes, identity numbers and names that follow a label are masked
  with stars in running text. This is no means to look for people.

## 文件 / Files

| 文件 File | 行 Rows | 内容 Content |
|---|---:|---|
{files}
| dictionary.csv | | 各列取值的含义 What the words in the columns mean |
| datapackage.json | | 各列的类型与说明、摘要 Types, meanings, hashes (Frictionless Data Package) |

CSV 为 UTF-8，时间为 UTC（ISO 8601），多值以 `; ` 分隔；会被电子表格当作公式的文字前加 `'`。
CSV is UTF-8, times are UTC (ISO 8601), several values are separated by `; `; text that a
spreadsheet would run as a formula follows a `'`. Every value leads back: `report` →
`reports.csv` → `capture` → `captures.csv` → WARC file and offset.

## 许可与引用 / Licence and citation

{licence}

见 / See CITATION.cff.
"""
_CITATION = """cff-version: 1.2.0
message: 引用本数据请注明数据截至的时间 / State the moment of the data when you cite it
type: dataset
title: "{title_zh} / {title_en}"
version: "{moment}"
date-released: "{day}"
authors:
  - name: Nianbao
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What one package is."""

    moment: str
    """RFC 3339."""
    audited: str | None
    program: str
    reading: str
    """Version of the code that read the documents."""
    query: Mapping[str, Any]
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    column: str
    word: str
    meaning: Text


def titles() -> dict[str, str]:
    return {"title": f"{_TITLE.zh} {_TITLE.en}", "description": "README.md"}


def readme(about: About) -> str:
    files = "\n".join(
        f"| data/{name}.csv | {rows} | {TABLES[name].about.zh} / {TABLES[name].about.en} |"
        for name, rows in about.rows.items()
    )
    query = "；".join(f"{key}={value}" for key, value in about.query.items())
    return _README.format(
        title_zh=_TITLE.zh,
        title_en=_TITLE.en,
        moment=about.moment,
        audited=about.audited or "—",
        program=about.program,
        reading=about.reading,
        query=query or "全部 everything",
        files=files,
        licence=LICENCE["title"],
    )


def citation(about: About) -> str:
    return _CITATION.format(
        title_zh=_TITLE.zh, title_en=_TITLE.en, moment=about.moment, day=about.moment[:10]
    )


def terms() -> Iterator[Term]:
    """The words of the closed sets with their meaning."""
    sets: tuple[tuple[str, Mapping[Any, Text]], ...] = (
        ("verdict", VERDICTS),
        ("reason", REASONS),
        ("level", LEVELS),
        ("severity", SEVERITIES),
        ("state", STATES),
        ("section", SECTIONS),
    )
    for column, words in sets:
        for word, meaning in words.items():
            yield Term(column=column, word=_plain(word), meaning=meaning)


def _plain(word: StrEnum) -> str:
    return word.value


DICTIONARY: tuple[Column[Term], ...] = (
    text("column", Text("列", "Column"), Text("列名", "Name"), lambda term: term.column),
    text("word", Text("词", "Word"), Text("取值", "Value"), lambda term: term.word),
    text("zh", Text("中文", "Chinese"), Text("含义", "Meaning"), lambda term: term.meaning.zh),
    text("en", Text("英文", "English"), Text("含义", "Meaning"), lambda term: term.meaning.en),
)
