"""The parts of a query in words."""

from index.numerals import spellings
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    HasSection,
    InRegion,
    InTitle,
    InYears,
    Not,
    OfAgency,
    OfForm,
    OfKind,
    OfLevel,
    OneOf,
    Phrase,
    WithFinding,
    Within,
    WithReason,
    WithVerdict,
)
from model.agency import Level
from model.figures import Figure, Measured, figures_of
from model.form import SectionId
from model.ids import MeasureId
from model.text import Text
from model.verdict import Reason, Verdict
from model.words import LEVELS, REASONS, SECTIONS, VERDICTS
from web.searching.asking import vocabulary


def words_of(condition: Condition) -> Text:
    """What a part asks for; of a group only how its parts are joined."""
    match condition:
        case AllOf():
            said = Text("同时符合", "all of")
        case AnyOf():
            said = Text("符合其一", "any of")
        case Not():
            said = Text("不符合", "not")
        case Within(section, _):
            name = SECTIONS[SectionId(section)]
            said = Text(f"在“{name.zh}”部分中", f"in the section “{name.en}”")
        case Measured() | WithVerdict() | WithReason() | WithFinding() | OfForm():
            said = _of_stored(condition)
        case Everything() | Phrase() | InTitle() | HasSection():
            said = _of_text(condition)
        case _:
            said = _of_facts(condition)
    return said


def _of_text(condition: Everything | Phrase | InTitle | HasSection) -> Text:
    match condition:
        case Phrase(text, prefix):
            said = _phrase(text, prefix=prefix)
        case InTitle(text):
            said = Text(f"标题含有“{text}”", f"the title contains “{text}”")
        case HasSection(section):
            name = SECTIONS[SectionId(section)]
            said = Text(f"有“{name.zh}”部分", f"has the section “{name.en}”")
        case Everything():
            said = Text("全部报告", "every report")
    return said


def _phrase(text: str, *, prefix: bool) -> Text:
    others = [one.text for one in spellings(text)[1:]]
    zh, en = f"含有“{text}”", f"contains “{text}”"
    if prefix:
        zh, en = f"含有以“{text}”开头的词", f"contains a word that begins with “{text}”"
    if others:
        zh, en = f"{zh}，或写作 {'、'.join(others)}", f"{en}, or written {', '.join(others)}"
    return Text(zh, en)


def _of_facts(condition: InYears | InRegion | OfLevel | OfKind | OfAgency | OneOf) -> Text:
    match condition:
        case InYears(first, last):
            span = str(first) if first == last else f"{first or '…'}–{last or '…'}"
            said = Text(f"报告年度 {span}", f"reporting year {span}")
        case InRegion(value):
            said = Text(f"地区 {value}（含下级）", f"region {value}, with all below it")
        case OfLevel(value):
            level = LEVELS[Level(value)]
            said = Text(f"级别：{level.zh}", f"level: {level.en}")
        case OfKind(value):
            said = Text(f"机关类别：{value}", f"kind of agency: {value}")
        case OfAgency(value):
            said = Text(f"机关：{value}", f"agency: {value}")
        case OneOf(reports):
            said = Text(f"{len(reports)} 份指明的报告", f"{len(reports)} named reports")
    return said


def _of_stored(condition: Measured | WithVerdict | WithReason | WithFinding | OfForm) -> Text:
    match condition:
        case Measured():
            said = _measured(condition)
        case WithVerdict(value):
            verdict = VERDICTS[Verdict(value)]
            said = Text(f"最近审核的结论：{verdict.zh}", f"verdict of the last audit: {verdict.en}")
        case WithReason(value):
            reason = REASONS[Reason(value)]
            said = Text(f"无法判断的原因：{reason.zh}", f"could not be told because: {reason.en}")
        case WithFinding(rule):
            said = Text(f"最近审核的发现：{rule}", f"finding of the last audit: {rule}")
        case OfForm(value):
            said = Text(f"表格格式：{value}", f"form: {value}")
    return said


def _measured(condition: Measured) -> Text:
    figures = (*figures_of(condition.left), *figures_of(condition.right))
    names = "; ".join(dict.fromkeys(map(_meaning, figures)))
    return Text(f"表中所填：{condition}（{names}）", f"stated in the tables: {condition} ({names})")


def _meaning(figure: Figure) -> str:
    label = vocabulary().measures.label
    if len(figure.ways) == 1 and len(figure.ways[0]) == 1:
        return f"{figure.name} = {label(figure.ways[0][0])}"
    return f"{figure.name} = {' | '.join(map(_sum, figure.ways))}"


def _sum(way: tuple[MeasureId, ...]) -> str:
    """Rows of one group are told from each other in one place only: `t3.denied.*.total`."""
    first, last = way[0].split("."), way[-1].split(".")
    parts = [one if one == other else "*" for one, other in zip(first, last, strict=False)]
    if len(way) > 2 and len(first) == len(last) and parts.count("*") == 1:
        return f"Σ {'.'.join(parts)}"
    return " + ".join(way)
