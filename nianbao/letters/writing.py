"""What the letters say. Restrained: facts, the clause, where to look, and room for our error."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from audit.days import in_words, local_day
from model.agency import Agency, Kind, Registry
from model.finding import Certainty, Finding
from model.ids import AgencyId, CaptureId
from model.text import Language, Text
from model.verdict import AuditResult, Evidence, VerdictRecord
from nianbao.letters.letter import Letter, LetterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    title: Text
    addressee: Text
    opening: Text
    request: Text


_CLOSING = Text("专此函达，请予支持。", "Thank you for your attention.")
_SUBJECT = {
    "publication.not_found": Text("未见公布", "not found"),
    "publication.late": Text("公布时间", "the time of publication of"),
    "publication.back_dated": Text("所示公布日期", "the date shown on"),
    "publication.withdrawn": Text("撤下情况", "the disappearance of"),
    "publication.silently_edited": Text("公布后内容变更", "changes after publication in"),
    "publication.wrong_column": Text("所在栏目", "the column of"),
}


def letters(result: AuditResult, registry: Registry, language: Language) -> Iterator[Letter]:
    """One letter for each agency, year and kind, in the order of the verdicts.

    What rests on an uncertain reading is in no letter: it must be compared by a person first.
    """
    by_report: dict[tuple[AgencyId, int], list[Finding]] = defaultdict(list)
    for finding in result.findings:
        if finding.certainty is Certainty.CONFIRMED and finding.agency and finding.reporting_year:
            by_report[finding.agency, finding.reporting_year].append(finding)
    today = local_day(result.as_of)
    for record in result.verdicts:
        agency = registry.get(record.agency)
        found = by_report.get((record.agency, record.reporting_year), [])
        if agency is None:
            continue
        notices = [finding for finding in found if finding.rule in _SUBJECT]
        # An edit names the cells that changed; they need not disagree with each other.
        figures = [finding for finding in found if finding.cells and finding.rule not in _SUBJECT]
        if notices:
            wording = _notice(record, agency, registry, notices[0])
            yield _letter(LetterKind.NOTICE, record, wording, notices, language, today)
        if figures:
            wording = _correction(record, agency)
            yield _letter(LetterKind.CORRECTION, record, wording, figures, language, today)


_IF_IT_IS_THERE = Text(
    "以上只说明我们在所列时间、所列页面没有见到该报告，不排除报告已在其他位置公布或因技术原因"
    "未能为我们所见。恳请核实；如已公布，请告知公布的时间和网址，我们将即时更正记录。",
    "This says only that we did not see the report on the pages and at the times given. It "
    "may stand elsewhere, or may have been hidden from us for technical reasons. Please "
    "look into it; if it was published, tell us when and where, and we shall correct our "
    "record at once.",
)
_IF_WE_MISUNDERSTOOD = Text(
    "以上依据所附页面快照，不排除我们的理解有误。恳请核实；如与实际情况不符，请予指正，"
    "我们将即时更正记录。",
    "This rests on the captures listed below; we may have misunderstood. Please look into "
    "it; if the facts are otherwise, tell us, and we shall correct our record at once.",
)


def _notice(record: VerdictRecord, agency: Agency, registry: Registry, first: Finding) -> _Wording:
    name, year = record.agency_name, record.reporting_year
    subject = _SUBJECT[first.rule]
    absent = first.rule == "publication.not_found"
    title = (
        Text(
            f"关于{name}{year}年度政府信息公开工作年度报告公布情况的反映",
            f"The {year} annual report on open government information of {name}",
        )
        if absent
        else Text(
            f"关于{name}{year}年度政府信息公开工作年度报告{subject.zh}的反映",
            f"On {subject.en} the {year} annual report on open government information of {name}",
        )
    )
    opening = Text(
        f"{name}{year}年度政府信息公开工作年度报告的公布期限为{_day(record.due)}"
        f"（依据：{record.basis.zh}）。我们查看了该机关公开的栏目页面，现将所见情况反映如下：",
        f"The annual report of {name} on {year} was due on {record.due} ({record.basis.en}). "
        "We looked at the agency's public pages and report what we saw:",
    )
    return _Wording(
        title=title,
        addressee=_supervisor(agency, registry),
        opening=opening,
        request=_IF_IT_IS_THERE if absent else _IF_WE_MISUNDERSTOOD,
    )


def _correction(record: VerdictRecord, agency: Agency) -> _Wording:
    name, year = record.agency_name, record.reporting_year
    return _Wording(
        title=Text(
            f"关于商请核对{year}年度政府信息公开工作年度报告数据的函",
            f"A request to compare figures in the {year} annual report on open government "
            "information",
        ),
        addressee=Text(agency.name, agency.name),
        opening=Text(
            f"我们在阅读贵单位公布的{year}年度政府信息公开工作年度报告时注意到，"
            "表中下列数据之间不相符：",
            f"Reading the report of {name} on {year}, we noticed that these figures in its tables "
            "do not agree with each other:",
        ),
        request=Text(
            "上述数据均照报告所印摘录；差异可能出自录入或排版，我们不作其他推断。恳请核对；"
            "如确需更正，请在原栏目公布更正后的报告并予说明。如系我们误读，请予指正。",
            "The figures are quoted as printed. The difference may be a slip of typing or "
            "typesetting, and we conclude nothing else from it. Please compare them; where a "
            "correction is due, please publish the corrected report with a note in the same place. "
            "If we have misread it, please tell us.",
        ),
    )


def _letter(
    kind: LetterKind,
    record: VerdictRecord,
    wording: _Wording,
    findings: list[Finding],
    language: Language,
    today: date,
) -> Letter:
    def words(zh: str, en: str) -> str:
        return Text(zh, en).in_language(language)

    return Letter(
        kind=kind,
        agency=record.agency,
        reporting_year=record.reporting_year,
        title=wording.title.in_language(language),
        addressee=wording.addressee.in_language(language) + words("：", ":"),
        opening=(wording.opening.in_language(language),),
        facts=tuple(_sentence(fact, language) for fact in _facts(record, findings)),
        request=(wording.request.in_language(language), _CLOSING.in_language(language)),
        enclosures_head=words(
            "附：所依据的页面快照（北京时间；SHA-256 为内容摘要，原件可供查验）",
            "Enclosed: the captures this rests on (Beijing time; the originals can be inspected)",
        ),
        enclosures=tuple(_enclosure(piece) for piece in _pieces(record, findings)),
        signature=(
            words("〔署名〕", "[name]"),
            words("〔联系方式〕", "[how to reach you]"),
            words(f"{today.year}年{today.month}月{today.day}日", today.isoformat()),
        ),
    )


def _facts(record: VerdictRecord, findings: Iterable[Finding]) -> Iterator[Text]:
    for finding in findings:
        yield finding.message
        if finding.rule == "publication.not_found":
            days = sorted({local_day(piece.at) for piece in record.evidence})
            zh, en = "、".join(map(_day, days)), " and ".join(map(str, days))
            yield Text(
                f"我们于{zh}先后读完了该机关的年度报告栏目，当时的页面见所附快照",
                f"we read the agency's column of annual reports to its end on {en}; "
                "the captures listed below show it as it was then",
            )


def _sentence(text: Text, language: Language) -> str:
    message = text.in_language(language)
    if language is Language.CHINESE:
        return message.rstrip("。；") + "。"
    return message[:1].upper() + message[1:].rstrip(".") + "."


def _pieces(record: VerdictRecord, findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    """What the findings name; for figures, the capture of the report itself comes first."""
    named: set[CaptureId] = {capture for finding in findings for capture in finding.captures}
    chosen = [piece for piece in record.evidence if piece.capture in named]
    return tuple(sorted(chosen, key=lambda piece: piece.at)) or record.evidence[:1]


def _enclosure(piece: Evidence) -> str:
    return f"{in_words(piece.at)}  {piece.url}  SHA-256 {piece.digest}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "–"


def _supervisor(agency: Agency, registry: Registry) -> Text:
    """Article 3: the offices of governments supervise; a government's is the one above it."""
    parent = registry.get(agency.parent) if agency.parent else None
    while parent is not None and parent.kind is not Kind.GOVERNMENT:
        parent = registry.get(parent.parent) if parent.parent else None
    if parent is None:
        return Text(
            "政府信息公开工作主管部门",
            "To the department in charge of open government information",
        )
    return Text(
        f"{parent.name}政府信息公开工作主管部门",
        f"To the department in charge of open government information of {parent.name}",
    )
