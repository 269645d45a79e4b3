"""The documents of the corpus: which form, figures and layout, and the words around the tables."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.forms import FormDefinition, load_forms
from tests.corpus.figures import Figures, figures
from tests.extract.form_sheets import Sheet, fill

FORMS = {str(form.id): form for form in load_forms()}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One document. The same case always gives the same words and figures."""

    producer: str
    form: str
    layout: str
    """What the producer makes of it: borders, page breaks, rotation."""
    kind: str
    """The kind of figures: see figures.KINDS."""
    merged: bool = False
    """（六）其他处理 is printed as one row."""

    @property
    def name(self) -> str:
        merged = "-merged" if self.merged else ""
        return f"{self.producer}-{self.form}-{self.layout}-{self.kind}{merged}"

    @property
    def definition(self) -> FormDefinition:
        return FORMS[self.form]

    @property
    def rng(self) -> random.Random:
        return random.Random(self.name)

    @cached_property
    def figures(self) -> Figures:
        return figures(self.definition, self.rng, self.kind, merged=self.merged)

    @property
    def sheets(self) -> list[Sheet]:
        return fill(self.definition, self.figures.texts, merged=self.merged)

    @property
    def year(self) -> int:
        return 2020 if self.form == "2019" else 2023

    @property
    def title(self) -> str:
        return f"云渡县统计局{self.year}年政府信息公开工作年度报告"

    @property
    def before(self) -> Sequence[str]:
        """What stands before the first table; its length moves the page breaks."""
        rng = self.rng
        return (
            "一、总体情况",
            f"本报告统计期限自{self.year}年1月1日起至{self.year}年12月31日止。",
            *(_sentence(rng) for _ in range(rng.randrange(1, 16))),
        )

    @property
    def after(self) -> Sequence[str]:
        rng = self.rng
        return (
            "五、存在的主要问题及改进情况",
            _sentence(rng),
            _sentence(rng),
            "六、其他需要报告的事项",
            "无其他需要报告的事项。",
        )


def _sentence(rng: random.Random) -> str:
    published = (
        f"全年通过云渡县门户网站主动公开信息{rng.randrange(5000)}条，比上年增加{rng.randrange(100)}条，"
        f"其中统计数据{rng.randrange(900)}条、统计分析{rng.randrange(90)}篇，及时回应了社会各界的关切。"
    )
    applied = (
        f"共收到申请{rng.randrange(60)}件，均按期答复；举办培训{rng.randrange(9)}次，"
        f"参加{rng.randrange(400)}人次。"
    )
    checked = "健全信息发布审查制度，做到先审查、后公开，一事一审、全面审查。"
    return rng.choice((published, applied, checked))


def _cases(producer: str, *layouts: str) -> list[Case]:
    """Each layout with several kinds of figures, forms taking turns."""
    kinds = ("sound", "broken", "gaps", "wide", "grouped", "notes", "zeros")
    forms = (("2021", False), ("2019", False), ("2021", True))
    return [
        Case(
            producer=producer,
            form=forms[(place + turn) % 3][0],
            merged=forms[(place + turn) % 3][1],
            layout=layout,
            kind=kinds[(3 * place + turn) % len(kinds)],
        )
        for place, layout in enumerate(layouts)
        for turn in range(3)
    ]


CASES = (
    *_cases(
        "reportlab",
        *("ruled", "open", "borderless", "split", "repeated", "turned", "landscape", "narrow"),
    ),
    *_cases("libreoffice", "ruled", "open", "borderless", "split", "html", "html-ruled", "narrow"),
    *_cases("chromium", "ruled", "open", "borderless", "split", "repeated", "shaded"),
)
