"""Fifty questions that every engine can be asked, and how each is written in our query language.

About half of the single terms and phrases stand in the genre's lexicon (`index/lexicon.txt`), half
do not: those that do are cheaper for us.
"""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "term", "phrase", "and", "or", "not", "filtered", "prefix", "facets", "snippets", "mixed"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All of `every`, at least one of `either` where there are any, and none of `never`."""

    kind: Kind
    every: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    begun: str = ""
    """The beginning of a word in Latin letters."""
    years: tuple[int, int] | None = None
    region: str = ""
    """The digits with which a division's code begins."""
    level: str = ""

    @property
    def text(self) -> str:
        """In our query language."""
        parts = [f'"{phrase}"' for phrase in self.every]
        if self.either:
            parts.append("(" + " OR ".join(f'"{phrase}"' for phrase in self.either) + ")")
        parts += [f'NOT "{phrase}"' for phrase in self.never]
        if self.begun:
            parts.append(f"{self.begun}*")
        if self.years:
            parts.append("year:{}..{}".format(*self.years))
        if self.region:
            parts.append(f"region:{self.region.ljust(6, '0')}")
        if self.level:
            parts.append(f"level:{self.level}")
        return " ".join(parts)


def _of(kind: Kind, *phrases: str) -> list[Question]:
    return [Question(kind=kind, every=(phrase,)) for phrase in phrases]


QUESTIONS: tuple[Question, ...] = (
    *_of("term", "依申请公开", "行政复议", "政务新媒体", "双公示", "营商环境"),
    *_of("term", "民政", "水利", "知识库", "警企恳谈会", "再生水利用"),
    *_of("phrase", "规范性文件", "存在的主要问题", "人员不足", "公开发布"),
    *_of("phrase", "认真办理依申请公开", "办事窗口逐项核对", "一岗多责较为普遍", "没有这样的说法"),
    Question(kind="and", every=("依申请公开", "行政复议")),
    Question(kind="and", every=("双公示", "警企恳谈会")),
    Question(kind="and", every=("农村宅基地审批", "答复文书", "培训计划")),
    Question(kind="and", every=("人员不足", "平均办理时间")),
    Question(kind="or", either=("双公示", "双随机")),
    Question(kind="or", either=("惠企政策", "警企恳谈会", "民生实事")),
    Question(kind="or", either=("审计量较大", "不存在的词语")),
    Question(kind="not", every=("营商环境",), never=("政策解读",)),
    Question(kind="not", every=("民政",), never=("人民政府",)),
    Question(kind="not", every=("公开目录", "登记簿"), never=("法规部门",)),
    Question(kind="filtered", every=("依申请公开",), years=(2020, 2024)),
    Question(kind="filtered", every=("水利",), years=(2023, 2023)),
    Question(kind="filtered", every=("行政处罚",), region="41"),
    Question(kind="filtered", every=("人员不足",), region="4401"),
    Question(kind="filtered", every=("问答知识库",), level="county"),
    Question(kind="filtered", every=("双公示",), level="prefecture", years=(2015, 2025)),
    Question(kind="filtered", every=("再生水利用",), level="township", region="37"),
    Question(kind="filtered", years=(2022, 2022), region="32", level="county"),
    Question(kind="prefix", begun="ap"),
    Question(kind="prefix", begun="dat"),
    Question(kind="prefix", begun="op", every=("政策解读",)),
    Question(kind="prefix", begun="app", years=(2021, 2024)),
    *_of("facets", "政府信息公开", "行政许可", "乡村振兴", "网站栏目", "办公室梳理完善"),
    Question(kind="facets", every=("应急管理",), years=(2018, 2025)),
    *_of("snippets", "重点领域", "基层政务公开", "解读形式较为单一", "受理信息处理费减免"),
    Question(
        kind="mixed",
        every=("公开",),
        either=("行政诉讼", "社会保障"),
        never=("警企恳谈会",),
        years=(2012, 2024),
    ),
    Question(kind="mixed", either=("双公示", "登记簿"), level="county", region="51"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is compared between engines, and what it took."""

    total: int
    exact: bool = True
    years: dict[str, int] = field(default_factory=dict)
    """Reports a year, where the question asks for facets."""
