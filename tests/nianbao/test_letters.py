"""Letters that a person could sign: facts, clause, places, and room for our own error."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import time_machine

import audit.rules
from model.agency import Kind, Registry
from model.finding import Certainty
from model.ids import AgencyId, RuleId
from model.text import Language, Text
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.letters import write_letters
from nianbao.letters.letter import LetterKind
from nianbao.letters.word import letter_docx
from nianbao.letters.writing import letters
from tests.audit.builders import agency, at
from tests.nianbao.test_audit_tables import broken_sum, result

CHINESE, ENGLISH = Language.CHINESE, Language.ENGLISH
CITY = agency("city", name="清禾市人民政府", kind=Kind.GOVERNMENT)
MEMBERS = tuple(
    agency(name, name=f"清禾市{name}局", parent=AgencyId("city"))
    for name in ("on-time", "late", "absent", "blocked", "none")
)
REGISTRY = Registry(agencies=(CITY, *MEMBERS))


def test_a_notice_goes_to_the_supervisor_and_says_what_we_saw_and_where() -> None:
    by_agency = {letter.agency: letter for letter in letters(result(), REGISTRY, CHINESE)}

    notice = by_agency[AgencyId("absent")]
    assert notice.kind is LetterKind.NOTICE
    assert notice.addressee == "清禾市人民政府政府信息公开工作主管部门："
    assert "期限为2024年1月31日" in notice.opening[0]
    assert "未见2023年度报告" in notice.facts[0]
    assert "2024年2月2日、2024年2月5日先后读完" in notice.facts[1]
    assert "不排除报告已在其他位置公布" in notice.request[0]
    assert len(notice.enclosures) == 2
    assert all("SHA-256" in line for line in notice.enclosures)
    assert notice.signature[-1] == "2024年3月1日"


def test_nobody_is_written_to_about_what_we_could_not_see_or_what_is_in_order() -> None:
    assert {letter.agency for letter in letters(result(), REGISTRY, CHINESE)} == {"late", "absent"}


def test_an_uncertain_reading_leaves_the_house_in_no_letter() -> None:
    confirmed = replace(broken_sum(), certainty=Certainty.CONFIRMED)
    made = replace(result(), findings=(broken_sum(),))
    certain = replace(result(), findings=(confirmed,))

    assert list(letters(made, REGISTRY, CHINESE)) == []
    (letter,) = letters(certain, REGISTRY, CHINESE)
    assert letter.kind is LetterKind.CORRECTION
    assert letter.addressee == "清禾市on-time局："
    assert letter.facts == ("行政复议：10＋1＝11，而总计为0。",)
    assert "如系我们误读" in letter.request[0]


def test_an_edit_is_no_broken_sum_though_it_names_cells() -> None:
    """Its agency must not be told that its figures disagree."""
    edit = replace(
        broken_sum(),
        rule=RuleId("publication.silently_edited"),
        certainty=Certainty.CONFIRMED,
        message=Text("同一网址前后内容不同", "the same address gave something else"),
    )

    (letter,) = letters(replace(result(), findings=(edit,)), REGISTRY, CHINESE)

    assert letter.kind is LetterKind.NOTICE
    assert letter.title.endswith("公布后内容变更的反映")
    assert "不相符" not in "".join(letter.opening)


def test_every_rule_on_publication_has_its_letter() -> None:
    rules = [
        path.stem.replace("_", ".", 1)
        for path in Path(audit.rules.__path__[0]).glob("publication_*.py")
    ]
    for rule in rules:
        finding = replace(broken_sum(), rule=RuleId(rule), certainty=Certainty.CONFIRMED)
        (letter,) = letters(replace(result(), findings=(finding,)), REGISTRY, ENGLISH)
        assert letter.kind is LetterKind.NOTICE


def test_several_broken_sums_of_one_report_are_one_letter() -> None:
    confirmed = replace(broken_sum(), certainty=Certainty.CONFIRMED)
    made = replace(result(), findings=(confirmed, confirmed))

    (letter,) = letters(made, REGISTRY, ENGLISH)
    assert len(letter.facts) == 2
    assert letter.facts[0] == "Reconsideration: 10 + 1 = 11, but total is 0."


@pytest.mark.parametrize("language", list(Language))
def test_no_letter_accuses(language: Language) -> None:
    written = list(letters(result(), REGISTRY, language))
    assert written
    for letter in written:
        text = " ".join((letter.title, *letter.opening, *letter.facts, *letter.request))
        for word in ("未公布", "违法", "造假", "failed to publish", "falsified", "illegal"):
            assert word not in text


def test_the_word_file_holds_the_letter(tmp_path: Path) -> None:
    export = AuditExport(result=result(), registry=REGISTRY)

    written = write_letters(tmp_path / "letters", export, CHINESE)

    assert [path.name for path in written] == [
        "late-2023-notice.docx",
        "absent-2023-notice.docx",
    ]
    lines = [paragraph.text for paragraph in docx.Document(str(written[1])).paragraphs]
    (letter,) = [one for one in letters(result(), REGISTRY, CHINESE) if one.agency == "absent"]
    assert lines[0] == letter.title
    numbered = [f"{number}. {fact}" for number, fact in enumerate(letter.facts, start=1)]
    assert {*letter.opening, *numbered, *letter.request} <= set(lines)


def test_equal_letters_are_equal_files() -> None:
    (first, *_) = letters(result(), REGISTRY, ENGLISH)

    with time_machine.travel(at("2026-01-01"), tick=False):
        made = letter_docx(first, made=at("2024-03-01"))

    assert made == letter_docx(first, made=at("2024-03-01"))
    assert docx.Document(io.BytesIO(made)).core_properties.title == first.title
