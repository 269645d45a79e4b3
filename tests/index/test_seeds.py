"""The five real reports, cut into sections at their numbered headings."""

import re
from pathlib import Path

import pytest

from index import Engine, IndexDocument, open_engine
from model.ids import ReportId
from tests.index.builders import found, search
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

SECTIONS = ("overview", "proactive", "applications", "remedies", "problems", "other_matters")
PHRASES = (
    "依申请公开", "双公示", "警企恳谈会", "行政复议", "政务新媒体", "民政", "人民政府", "公安局",
    "营商环境", "12345", "2024年", "公", "不予公开",
)  # fmt: skip


def seed_documents() -> list[IndexDocument]:
    return [_document(path) for path in sorted((SHARED / "seeds").glob("*.txt"))]


def _document(path: Path) -> IndexDocument:
    text = path.read_text(encoding="utf-8")
    heads = [re.search(rf"^\W*{number}、", text, re.MULTILINE) for number in "一二三四五六"]
    starts = sorted({match.start() for match in heads if match})
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return IndexDocument(
        report=ReportId(path.stem[:3]),
        stamp="1",
        agency=None,
        agency_name="",
        reporting_year=None,
        region=None,
        region_name=None,
        level=None,
        title=text[: starts[0]].strip(),
        url=path.as_uri(),
        sections=tuple(zip(SECTIONS, parts, strict=False)),
    )


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(tmp_path_factory.mktemp("seeds") / "index")
    engine.replace(seed_documents())
    return engine


def squeezed(text: str) -> str:
    """Without blanks, but for blank lines."""
    gaps = re.sub(r"\s+", lambda gap: "\n" if gap[0].count("\n") > 1 else "", text)
    return gaps.casefold()


@pytest.mark.parametrize("phrase", PHRASES)
def test_totals_are_the_substring_truth(seeds: Engine, phrase: str) -> None:
    edge = r"(?<![\da-z.])" if phrase[0].isdigit() else ""
    end = r"(?![\da-z.])" if phrase[-1].isdigit() else ""
    expected = [
        one.report
        for one in seed_documents()
        if any(
            re.search(edge + phrase + end, squeezed(text))
            for text in (one.title, *(text for _, text in one.sections))
        )
    ]
    assert found(seeds, f'"{phrase}"') == expected


def test_snippets_mark_the_whole_phrase(seeds: Engine) -> None:
    result = search(seeds, "依申请公开")
    assert result.total == 5
    for hit in result.hits:
        assert 1 <= len(hit.snippets) <= 3
        for snippet in hit.snippets:
            marked = {squeezed(snippet.text[start:end]) for start, end in snippet.marks}
            assert marked == {"依申请公开"}


def test_the_rare_phrase_is_found_with_its_sentence(seeds: Engine) -> None:
    (hit,) = search(seeds, "警企恳谈会").hits
    (snippet,) = hit.snippets
    assert "“警企恳谈会”" in snippet.text
    assert snippet.text.endswith("。")
    assert [s for s in SECTIONS if search(seeds, f"section:{s} 警企恳谈会").total] == [
        snippet.section
    ]
    assert search(seeds, "-警企恳谈会").total == 4
