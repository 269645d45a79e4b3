"""Ground: 国办公开办函〔2021〕30号 asks for accurate reports, and what was published stands;
a correction is made openly. A report that says something else at the same address than it said
before, without a word about it, was edited silently.

Both states must have been captured at one address: a page and the file attached to it are read
differently and are no edit. Counters, dates of the day and links of a page make no version. Cells
whose reading is uncertain count for nothing, and a new text that speaks of its correction is
silent here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from audit.case import Case, Sighting
from audit.days import in_words
from model.finding import Certainty, Finding, Severity
from model.ids import MeasureId, RuleId
from model.report import Report, ReportVersion
from model.text import Text

RULE = RuleId("publication.silently_edited")
GROUND = Text(
    "已公布的内容如有更正，应公开说明。同一网址前后两次存档的内容不同，而页面没有更正的说明。"
    "计数器、当日日期等易变部分不算，读数不确定的格不算。",
    "What was published stands, and is corrected openly. Two captures of one address "
    "differ, and nothing there speaks of a correction. Counters, dates of the day and the "
    "like do not count, nor do cells whose reading is uncertain.",
)
"""For readers: what the rule stands on, and when it is silent."""

_SPOKEN_OF = re.compile(r"更正|勘误|订正|修正说明|修改说明|重新发布")
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    before: ReportVersion
    after: ReportVersion
    seen_before: Sighting
    seen_after: Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    cells: tuple[MeasureId, ...]
    """Numbers that both versions state, and that differ."""
    sections: int
    """Parts of the text that differ."""
    days: bool
    """Whether the page bears another date."""

    def __bool__(self) -> bool:
        return bool(self.cells or self.sections or self.days)


def findings(case: Case) -> tuple[Finding, ...]:
    """One for each edit that was made without a word, in the order of time."""
    return tuple(
        _finding(case, edit, change)
        for edit in _edits(case)
        for change in [_change(edit.before.report, edit.after.report)]
        if change and not _spoken_of(edit)
    )


def _edits(case: Case) -> Iterator[_Edit]:
    """Where an address gave another version than the time before; each pair of versions once."""
    known: set[tuple[int, int]] = set()
    by_digest = {version.capture.payload_digest: version for version in case.reports}
    for sightings in case.view.sightings.values():
        ours = [one for one in sightings if one.digest in by_digest]
        for earlier, later in pairwise(ours):
            before, after = by_digest[earlier.digest], by_digest[later.digest]
            pair = (before.version, after.version)
            if before.version != after.version and pair not in known:
                known.add(pair)
                yield _Edit(before=before, after=after, seen_before=earlier, seen_after=later)


def _change(before: Report, after: Report) -> _Change:
    cells = tuple(
        key
        for key, left in before.measures.items()
        for right in [after.measures.get(key)]
        if right is not None and left.stated and right.stated and left.value != right.value
    )
    texts = [
        {section.id: _bare(section.text) for section in report.sections}
        for report in (before, after)
    ]
    return _Change(
        cells=cells if before.form == after.form else (),
        sections=sum(texts[0].get(key) != texts[1].get(key) for key in {*texts[0], *texts[1]}),
        days=before.declared != after.declared,
    )


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _spoken_of(edit: _Edit) -> bool:
    before, after = (
        "".join((report.title or "", *(section.text for section in report.sections)))
        for report in (edit.before.report, edit.after.report)
    )
    return len(_SPOKEN_OF.findall(after)) > len(_SPOKEN_OF.findall(before))


def _finding(case: Case, edit: _Edit, change: _Change) -> Finding:
    before, after = in_words(edit.seen_before.at), in_words(edit.seen_after.at)
    what = _what(edit, change)
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        certainty=Certainty.CONFIRMED,
        message=Text(
            f"同一网址{before}与{after}取得的内容不同：{what.zh}；页面上未见更正说明"
            f"（{edit.seen_after.url}）",
            f"the same address gave something else at {after} than at {before}: {what.en}; "
            f"nothing there speaks of a correction ({edit.seen_after.url})",
        ),
        left=before,
        right=after,
        cells=change.cells,
        captures=(edit.seen_before.capture, edit.seen_after.capture),
        agency=case.agency_id,
        reporting_year=case.year,
        report=edit.after.id,
    )


def _what(edit: _Edit, change: _Change) -> Text:
    zh: list[str] = []
    en: list[str] = []
    if change.cells:
        shown = "、".join(
            f"{edit.before.report.measures[key].value}→{edit.after.report.measures[key].value}"
            for key in change.cells[:_SHOWN]
        )
        more = "…" if len(change.cells) > _SHOWN else ""
        zh.append(f"{len(change.cells)} 个数字（{shown}{more}）")
        figures = "1 figure" if len(change.cells) == 1 else f"{len(change.cells)} figures"
        en.append(f"{figures} ({shown.replace('、', ', ')}{more})")
    if change.sections:
        zh.append(f"{change.sections} 个部分的文字")
        parts = "1 section" if change.sections == 1 else f"{change.sections} sections"
        en.append(f"the text of {parts}")
    if change.days:
        zh.append(f"所示日期（{edit.before.report.declared}→{edit.after.report.declared}）")
        en.append(f"the date shown ({edit.before.report.declared} → {edit.after.report.declared})")
    return Text("、".join(zh), ", ".join(en))
