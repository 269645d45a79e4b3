"""An audit as one self-contained page that can be read, kept and printed."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from model.finding import Certainty, Finding
from model.ids import AgencyId
from model.text import Language, Text
from model.verdict import AuditResult, Evidence, VerdictRecord
from nianbao.exports.audit_columns import moment, reason_word, summary_lines, verdict_word
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.coverage_tables import COVERAGE_COLUMNS, late_words, matrix

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.55 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
  color: #1c2329; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .25rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
  border-bottom: 1px solid #d5dbe0; }
thead th { background: #eef2f4; border-bottom: 2px solid #9aa7b0; }
table.figures { width: auto; }
table.figures td { text-align: right; font-variant-numeric: tabular-nums; }
.day { white-space: nowrap; }
.verdict { font-weight: 600; white-space: nowrap; }
.late .verdict, .not_found .verdict { color: #8a1c1c; }
.unobservable .verdict { color: #6a4b00; }
.published .verdict { color: #1d5c34; }
.beside { color: #55616b; font-size: .87em; }
ul.evidence { margin: .3rem 0 0; padding-left: 1.1rem; font-size: .82em; color: #55616b;
  overflow-wrap: anywhere; }
a { color: #1a4f7a; }
@media print {
  body { margin: 0; max-width: none; font-size: 9.5pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""

_TITLE = Text("政府信息公开年度报告：公布情况", "Annual reports on open government: an audit")
_CAVEAT = Text(
    "“未见”只说明我们在所列时间、所列栏目没有见到；“无法判断”说的是我们的查看，与该机关无涉。"
    "“数字不相符”指报告所印数字之间不相等。每条结论附有所依据的存档快照。",
    "“Not found by us” speaks of the listings and times given. “Cannot be told” is about our view, "
    "not about the agency. Figures that do not agree are quoted as printed. Every verdict names "
    "the captures it rests on.",
)
_HEADS = {
    "coverage": Text("覆盖情况", "Coverage"),
    "late": Text("逾期天数（至少）", "Days late (at least)"),
    "matrix": Text("机关与年度", "Agency by year"),
    "verdicts": Text("结论", "Verdicts"),
    "findings": Text("发现", "Findings"),
    "agency": Text("机关", "Agency"),
    "year": Text("年度", "Year"),
    "due": Text("期限", "Due"),
    "verdict": Text("结论", "Verdict"),
    "explanation": Text("说明与证据", "Explanation and evidence"),
    "rule": Text("规则", "Rule"),
    "report": Text("报告", "Report"),
    "message": Text("内容", "Message"),
    "none": Text("没有发现。", "No findings."),
    "unconfirmed": Text(
        "（读数尚不确定，须先人工核对）", " (uncertain reading: compare before use)"
    ),
    "record": Text("存档", "archived as"),
}


def audit_html(export: AuditExport, language: Language) -> str:
    """UTF-8 text without anything to be fetched."""
    result = export.result
    names = {record.agency: record.agency_name for record in result.verdicts}
    word = _words(language)
    return "".join(
        (
            f'<!doctype html>\n<html lang="{"zh-Hans" if language is Language.CHINESE else "en"}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(_TITLE.in_language(language))}</title>",
            f"<style>{_STYLE}</style></head><body><main>",
            f"<h1>{escape(_TITLE.in_language(language))}</h1>",
            f'<p class="beside">{escape(_CAVEAT.in_language(language))}</p>',
            _figures(result, language),
            f"<h2>{word['coverage']}</h2>",
            _coverage(export, language),
            f"<h2>{word['verdicts']}</h2>",
            _table(
                [word[key] for key in ("agency", "year", "due", "verdict", "explanation")],
                (_verdict(record, language) for record in result.verdicts),
            ),
            f"<h2>{word['findings']}</h2>",
            _findings(result.findings, names, language),
            "</main></body></html>\n",
        )
    )


def _words(language: Language) -> dict[str, str]:
    return {key: escape(text.in_language(language)) for key, text in _HEADS.items()}


def _figures(result: AuditResult, language: Language) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(str(value))}</td></tr>'
        for name, value in summary_lines(result, language)
    )
    return f'<table class="figures"><tbody>{rows}</tbody></table>'


def _coverage(export: AuditExport, language: Language) -> str:
    covered = export.coverage
    word = _words(language)
    heads = [escape(column.heading.in_language(language)) for column in COVERAGE_COLUMNS]
    rows = (
        "<tr>"
        + "".join(
            f"<td>{escape(str(column.value(line, language)))}</td>" for column in COVERAGE_COLUMNS
        )
        + "</tr>"
        for line in export.lines
    )
    late = "".join(
        f'<tr><th scope="row">{escape(late_words(each).in_language(language))}</th>'
        f"<td>{each.count}</td></tr>"
        for each in covered.late
    )
    years, *agencies = matrix(covered, language)
    return (
        _table(heads, rows)
        + f"<h3>{word['late']}</h3>"
        + f'<table class="figures"><tbody>{late}</tbody></table>'
        + (_matrix(years, agencies, word) if len(covered.years) > 1 else "")
    )


def _matrix(heads: Sequence[str], rows: Iterable[Sequence[str]], word: Mapping[str, str]) -> str:
    """Names and words only: the id of an agency stands beside its verdicts below."""
    body = (
        "<tr>" + "".join(f"<td>{escape(cell) or '–'}</td>" for cell in cells[1:]) + "</tr>"
        for cells in rows
    )
    return f"<h3>{word['matrix']}</h3>" + _table(map(escape, heads[1:]), body)


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _verdict(record: VerdictRecord, language: Language) -> str:
    reason = reason_word(record, language)
    beside = f'<br><span class="beside">{escape(reason)}</span>' if reason else ""
    archived = _HEADS["record"].in_language(language)
    pieces = "".join(_evidence(piece, archived) for piece in record.evidence)
    evidence = f'<ul class="evidence">{pieces}</ul>' if pieces else ""
    return (
        f'<tr class="{record.verdict.value}">'
        f'<td>{escape(record.agency_name)}<br><span class="beside">{escape(record.agency)}</span>'
        f"</td><td>{record.reporting_year}</td>"
        f'<td class="day">{record.due or "–"}</td>'
        f'<td><span class="verdict">{escape(verdict_word(record, language))}</span>{beside}</td>'
        f"<td>{escape(record.explanation.in_language(language))}"
        f'<br><span class="beside">{escape(record.basis.in_language(language))}</span>'
        f"{evidence}</td></tr>"
    )


def _evidence(piece: Evidence, archived: str) -> str:
    return (
        f"<li>{moment(piece.at)} {_link(piece.url)} · {escape(archived)} "
        f"{escape(piece.record.warc)}:{piece.record.offset} · {escape(piece.capture)} · "
        f"SHA-256 {escape(piece.digest)}</li>"
    )


def _link(url: str) -> str:
    """Only web addresses become links: an address from a page may be anything."""
    if not url.startswith(("http://", "https://")):
        return escape(url)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>'


def _findings(
    findings: Iterable[Finding], names: Mapping[AgencyId, str], language: Language
) -> str:
    word = _words(language)
    rows = [_finding(finding, names, language) for finding in findings]
    if not rows:
        return f"<p>{word['none']}</p>"
    return _table([word[key] for key in ("agency", "year", "report", "rule", "message")], rows)


def _finding(finding: Finding, names: Mapping[AgencyId, str], language: Language) -> str:
    agency = names.get(finding.agency, finding.agency) if finding.agency else "–"
    doubt = "" if finding.certainty is Certainty.CONFIRMED else _words(language)["unconfirmed"]
    return (
        f'<tr class="{finding.severity.value}"><td>{escape(agency)}</td>'
        f"<td>{finding.reporting_year or '–'}</td><td>{escape(finding.report or '–')}</td>"
        f"<td>{escape(finding.rule)}</td>"
        f"<td>{escape(finding.message.in_language(language))}{doubt}</td></tr>"
    )
