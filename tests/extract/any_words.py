"""Sections of any words and labels in any spelling, and what every reader must make of them."""

import random
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from extract.normalise import compact
from extract.reading import read_document
from extract.report import extract_report
from model.form import SectionId
from tests.extract.documents import HEADINGS

Sections = Sequence[Sequence[str]]
"""The paragraphs of each of the six sections."""

# Letters of other labels would make a paragraph look like one; these are words of any report.
_LETTERS = "年月县市乡镇村路水土林农粮桥山河石花草木金火春夏秋冬东西南北上下左右前后0123456789"
_WIDE = str.maketrans("0123456789()（）.、“”", "０１２３４５６７８９（）()．､＂＂")
GAPS = ("", "", "", " ", "\u3000", "\u200b", "\xa0")
WRAPS = ("\n", "\t")


def any_sections(*, marks: str, longest: int, most: int) -> st.SearchStrategy[Sections]:
    """Six sections of up to `most` paragraphs of up to `longest` characters, `marks` among them."""
    paragraphs = st.text(_LETTERS + marks, min_size=1, max_size=longest)
    section = st.lists(paragraphs.map(lambda text: f"县{text}。"), min_size=1, max_size=most)
    return st.lists(section, min_size=6, max_size=6)


def spelling(seed: int, gaps: Sequence[str] = GAPS) -> Callable[[str], str]:
    """A way to write any label: each character in its own width, gaps anywhere."""
    rng = random.Random(seed)

    def spell(text: str) -> str:
        return "".join(
            (one.translate(_WIDE) if rng.random() < 0.5 else one) + rng.choice(gaps) for one in text
        )

    return spell


def lines_of(bodies: Sections) -> list[str]:
    return [
        line for heading, texts in zip(HEADINGS, bodies, strict=True) for line in (heading, *texts)
    ]


def keeps_all_text(data: bytes, name: str, bodies: Sections) -> None:
    report = extract_report(read_document(data, name), name=name)

    assert [section.id for section in report.sections] == list(SectionId)
    for section, texts in zip(report.sections, bodies, strict=True):
        assert compact(section.text) == compact("".join(texts))
