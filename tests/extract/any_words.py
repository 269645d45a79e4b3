"""Sections of any words, and what every reader must make of them."""

from collections.abc import Sequence

from extract.normalise import compact
from extract.reading import read_document
from extract.report import extract_report
from model.form import SectionId
from tests.extract.documents import HEADINGS

Sections = Sequence[Sequence[str]]
"""The paragraphs of each of the six sections."""


def lines_of(bodies: Sections) -> list[str]:
    return [
        line for heading, texts in zip(HEADINGS, bodies, strict=True) for line in (heading, *texts)
    ]


def keeps_all_text(data: bytes, name: str, bodies: Sections) -> None:
    report = extract_report(read_document(data, name), name=name)

    assert [section.id for section in report.sections] == list(SectionId)
    for section, texts in zip(report.sections, bodies, strict=True):
        assert compact(section.text) == compact("".join(texts))
