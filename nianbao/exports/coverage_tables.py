"""The coverage of an audit as rows: by year, level and region, and agency by year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.coverage import Coverage, LateClass, Tally
from model.ids import RegionCode
from model.text import Language, Text
from model.verdict import Verdict
from model.words import LEVELS, VERDICTS
from nianbao.exports.audit_columns import Column, verdict_word

_ALL = Text("全部", "all")
_BY = {
    "all": _ALL,
    "level": Text("按级别", "by level"),
    "region": Text("按地区", "by region"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """One group of obligations of one reporting year."""

    by: str
    """`all`, `level` or `region`."""
    code: str
    """`all`, the level's word, or the division's code."""
    name: Text
    year: int
    tally: Tally


def coverage_lines(
    covered: Coverage, names: Mapping[RegionCode, str] | None = None
) -> tuple[CoverageLine, ...]:
    """All together first, then levels from the top down, then regions by code.

    `names` are the regions' names; a region without one is called by its code.
    """
    return tuple(_lines(covered, names or {}))


def _lines(covered: Coverage, names: Mapping[RegionCode, str]) -> Iterator[CoverageLine]:
    for year, tally in covered.by_year.items():
        yield CoverageLine(by="all", code="all", name=_ALL, year=year, tally=tally)
    for (level, year), tally in covered.by_level.items():
        yield CoverageLine(by="level", code=level.value, name=LEVELS[level], year=year, tally=tally)
    for (code, year), tally in covered.by_region.items():
        name = names.get(code, code)
        yield CoverageLine(by="region", code=code, name=Text(name, name), year=year, tally=tally)


def range_words(share: tuple[float, float] | None) -> str:
    """`46%`, or `46–85%` when what we could not see leaves room; an en dash without a rate."""
    if share is None:
        return "–"
    least, most = (f"{value * 100:.0f}" for value in share)
    return f"{least}%" if least == most else f"{least}–{most}%"


def _count(verdict: Verdict, meaning: Text) -> Column[CoverageLine]:
    return Column(
        key=verdict.value,
        heading=VERDICTS[verdict],
        meaning=meaning,
        width=12,
        value=lambda line, _: line.tally.counts[verdict],
    )


COVERAGE_COLUMNS: tuple[Column[CoverageLine], ...] = (
    Column(
        key="by",
        heading=Text("分组", "Grouped"),
        meaning=Text("全部、按级别或按地区", "All together, by level or by region"),
        width=10,
        value=lambda line, language: _BY[line.by].in_language(language),
        code=lambda line: line.by,
    ),
    Column(
        key="group",
        heading=Text("组", "Group"),
        meaning=Text(
            "级别或地区；地区含其下所有机关", "Level or region; a region with all that lies in it"
        ),
        width=22,
        value=lambda line, language: line.name.in_language(language),
        code=lambda line: line.code,
    ),
    Column(
        key="reporting_year",
        heading=Text("报告年度", "Reporting year"),
        meaning=Text("报告所述的年度，次年公布", "The year the report is about"),
        width=10,
        value=lambda line, _: line.year,
    ),
    Column(
        key="obligations_due",
        heading=Text("已到期", "Obligations due"),
        meaning=Text("分母：已到期的义务数", "The denominator: obligations that are due"),
        width=9,
        value=lambda line, _: line.tally.due,
    ),
    _count(Verdict.PUBLISHED, Text("如期公布", "In time")),
    _count(Verdict.LATE, Text("有证据表明逾期", "The evidence says after the due date")),
    _count(Verdict.NOT_FOUND, Text("未见，附证据", "Not found by us, with proof")),
    _count(Verdict.UNOBSERVABLE, Text("我们无法判断", "We cannot tell")),
    _count(Verdict.NOT_DUE, Text("未到期或无义务，不计入分母", "Not in the denominator")),
    Column(
        key="in_time_share",
        heading=Text("如期公布率", "Published in time"),
        meaning=Text(
            "下限：无法判断的一份也没有公布；上限：全部如期公布",
            "At least: none of those that cannot be told was published; at most: all were",
        ),
        width=14,
        value=lambda line, _: range_words(line.tally.share(Verdict.PUBLISHED)),
    ),
    Column(
        key="unresolved_share",
        heading=Text("无法判断占比", "Cannot be told"),
        meaning=Text("占已到期者", "Of those that are due"),
        width=12,
        value=lambda line, _: f"{line.tally.unresolved_share:.1%}" if line.tally.due else "–",
    ),
)


def matrix(covered: Coverage, language: Language) -> Iterator[tuple[str, ...]]:
    """Rows of text: a head (id, name, years), then a row for each agency; blank: owed nothing."""
    heads = (Text("机关编号", "Agency id"), Text("机关名称", "Agency"))
    yield (*(head.in_language(language) for head in heads), *map(str, covered.years))
    for row in covered.rows:
        cells = (row.verdicts.get(year) for year in covered.years)
        yield (
            row.agency,
            row.name,
            *(verdict_word(record, language) if record else "" for record in cells),
        )


def late_words(each: LateClass) -> Text:
    if each.at_most is None:
        return Text(f"{each.at_least} 天以上", f"{each.at_least} days and more")
    return Text(f"{each.at_least}–{each.at_most} 天", f"{each.at_least} to {each.at_most} days")


def coverage_json(covered: Coverage, names: Mapping[RegionCode, str]) -> dict[str, Any]:
    """The `coverage` of `nianbao audit --json`."""
    return {
        "groups": [_line_json(line) for line in coverage_lines(covered, names)],
        "days_late": [
            {"at_least": each.at_least, "at_most": each.at_most, "count": each.count}
            for each in covered.late
        ],
    }


def _line_json(line: CoverageLine) -> dict[str, Any]:
    share = line.tally.share(Verdict.PUBLISHED)
    return {
        "by": line.by,
        "group": line.code,
        "name": line.name.zh if line.by == "region" else line.code,
        "reporting_year": line.year,
        "due": line.tally.due,
        **{verdict.value: count for verdict, count in line.tally.counts.items()},
        "in_time_share": [round(bound, 4) for bound in share] if share else None,
        "unresolved_share": round(line.tally.unresolved_share, 4) if share else None,
    }
