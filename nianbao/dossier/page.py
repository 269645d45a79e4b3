"""The dossier's page: the chain of reasoning step by step, Chinese and English, self-contained."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape

from audit.reasoning import Check, Reasoning, Step
from model.capture import Capture
from model.ids import CaptureId
from model.text import Language, Text
from nianbao.dossier.verifier import PACKAGE
from nianbao.exports.audit_columns import moment, reason_word, verdict_word
from nianbao.sealing.proofs import CopiedStamp

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.65 "Noto Serif SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  color: #1c2329; margin: 2.5rem auto; max-width: 52rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.35; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
header { border-bottom: 2px solid #1c2329; padding-bottom: 1rem; }
.verdict { font-size: 1.15rem; font-weight: 700; }
ol.steps { padding-left: 1.4rem; }
ol.steps > li { margin: 1.2rem 0; }
ol.steps > li > strong { display: block; }
.line { margin: .15rem 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem;
  border-bottom: 1px solid #d5dbe0; overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #9aa7b0; }
.mark, .number { white-space: nowrap; }
.mark { font-weight: 600; }
code { font-size: .82rem; }
section[lang=en] { margin-top: 4rem; border-top: 2px solid #1c2329; padding-top: 1rem; }
.beside { color: #55616b; font-size: .9rem; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; }
  li, tr { break-inside: avoid; } section[lang=en] { break-before: page; } }
"""

_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)

_WORDS = {
    "title": Text(
        "关于{name}{year}年度政府信息公开工作年度报告的卷宗",
        "Dossier: the {year} annual report on open government information of {name}",
    ),
    "as_of": Text("截至{at}（北京时间）所知", "As known at {at} (Beijing time)"),
    "steps": Text("推理过程", "The reasoning, step by step"),
    "checks": Text("查验清单", "What was checked, and what was not"),
    "captures": Text("所依据的存档", "The captures this rests on"),
    "how": Text("如何自行核验", "How to verify this yourself"),
    "question": Text("查验事项", "Question"),
    "answer": Text("结果", "Answer"),
    "moment": Text("时间（北京时间）", "Time (Beijing)"),
    "url": Text("网址与摘要（SHA-256）", "Address and digest (SHA-256)"),
    "caveat": Text(
        "本卷宗只陈述我们在所列时间、所列页面看到或没有看到什么，不对机关的行为作法律判断。"
        "如有错误，请告知，我们将更正。",
        "This says what we saw or did not see on these pages at these times. It judges no conduct. "
        "Where it is wrong, tell us, and we shall correct it.",
    ),
}
_HOW = (
    Text(
        "运行 python verify.py，逐一核对本文件夹内每个文件和每条存档记录的摘要。",
        "Run `python verify.py`: it compares every file of this folder and every archived record "
        "with its digest.",
    ),
    Text(
        "用 ReplayWeb.page 或 pywb 打开 evidence.wacz，重现当时的页面。",
        "Open evidence.wacz in ReplayWeb.page or pywb to see the pages as they were.",
    ),
    Text(
        "manifest.sha256 是清单的摘要；把它交由他人保存或加盖时间戳，即可证明此后未经改动。",
        "manifest.sha256 is the digest of the list: deposited with somebody else, or "
        "time-stamped, it proves that nothing was changed since.",
    ),
)
_SEALS = Text(
    "seals.json 证明所依据的存档记录在其当日的封存之内；verify.py 一并核对。"
    "请将其中的根值与封存后交存于他处的根值相比较。",
    "seals.json proves that the captures lie behind the seals of their days; verify.py "
    "checks that too. Compare the roots in it with those that were deposited elsewhere.",
)
_LANGUAGES = (Language.CHINESE, Language.ENGLISH)
_HELD = {
    True: Text("✓ 是", "✓ yes"),
    False: Text("✗ 否", "✗ no"),
    None: Text("— 未查看", "— not looked at"),
}


def dossier_html(
    reasoning: Reasoning,
    captures: Mapping[CaptureId, Capture],
    *,
    as_of: str,
    sealed: bool = False,
    stamps: Sequence[CopiedStamp] = (),
) -> str:
    """`captures` are those that the steps name; `as_of` is a moment in words.

    `sealed` says whether there are proofs beside it, `stamps` are those on their seals.
    """
    record = reasoning.judgement.record
    title = _WORDS["title"].zh.format(name=record.agency_name, year=record.reporting_year)
    return "".join(
        (
            '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            _POLICY,
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>",
            *(
                _told(reasoning, captures, as_of, _proven(sealed, stamps, language), language)
                for language in _LANGUAGES
            ),
            "</main></body></html>\n",
        )
    )


def _told(
    reasoning: Reasoning,
    captures: Mapping[CaptureId, Capture],
    as_of: str,
    proven: Sequence[str],
    language: Language,
) -> str:
    record = reasoning.judgement.record

    def word(key: str) -> str:
        text = _WORDS[key].in_language(language)
        return escape(text.format(name=record.agency_name, year=record.reporting_year, at=as_of))

    heading = reason_word(record, language)
    beside = f"（{heading}）" if heading and language is Language.CHINESE else ""
    beside = f" ({heading})" if heading and not beside else beside
    tag = "zh-Hans" if language is Language.CHINESE else "en"
    return (
        f'<section lang="{tag}"><header><h1>{word("title")}</h1>'
        f'<p class="verdict">{escape(verdict_word(record, language) + beside)}</p>'
        f"<p>{escape(record.explanation.in_language(language))}</p>"
        f'<p class="beside">{word("as_of")}</p><p class="beside">{word("caveat")}</p></header>'
        f'<h2>{word("steps")}</h2><ol class="steps">'
        + "".join(_step(step, language) for step in reasoning.steps)
        + f"</ol><h2>{word('checks')}</h2>"
        + _table(
            (word("question"), word("answer")),
            (_check(check, language) for check in reasoning.checks),
        )
        + f"<h2>{word('captures')}</h2>"
        + _table(
            ("", word("moment"), word("url")),
            (_capture(number, one) for number, one in enumerate(captures.values(), start=1)),
        )
        + f"<h2>{word('how')}</h2><ol>"
        + "".join(f"<li>{escape(line)}</li>" for line in (*_verify(captures, language), *proven))
        + "</ol></section>"
    )


def _verify(captures: Collection[CaptureId], language: Language) -> list[str]:
    lines = _HOW if captures else [line for line in _HOW if PACKAGE not in line.en]
    return [line.in_language(language) for line in lines]


def _proven(sealed: bool, stamps: Sequence[CopiedStamp], language: Language) -> list[str]:
    """What else there is to verify, beyond the files themselves."""
    lines = [_SEALS] if sealed else []
    if stamps:
        lines.append(_stamped(stamps))
    return [line.in_language(language) for line in lines]


def _stamped(stamps: Sequence[CopiedStamp]) -> Text:
    zh = "；".join(f"{one.day}：{moment(one.at) or '–'}" for one in stamps)
    en = "; ".join(f"{one.day}: {moment(one.at) or '–'}" for one in stamps)
    return Text(
        "seal-日期.tsr 是时间戳机构对当日封存所加的时间戳，证明其后未经改动。封存日期与时间戳"
        f"（北京时间）：{zh}。核验：openssl ts -verify -data seal-日期.json -in seal-日期.tsr "
        "-CAfile 该机构的根证书.pem",
        "seal-DAY.tsr is the stamp of a time-stamping authority on the seal of a day: it proves "
        f"that nothing was changed since. Day and stamp (Beijing time): {en}. To check one: "
        "openssl ts -verify -data seal-DAY.json -in seal-DAY.tsr -CAfile ITS-ROOTS.pem",
    )


def _step(step: Step, language: Language) -> str:
    lines = "".join(
        f'<div class="line">{escape(line.in_language(language))}</div>' for line in step.lines
    )
    return f"<li><strong>{escape(step.head.in_language(language))}</strong>{lines}</li>"


def _check(check: Check, language: Language) -> str:
    remark = f" {check.remark.in_language(language)}" if check.remark else ""
    return (
        f"<tr><td>{escape(check.question.in_language(language))}</td>"
        f'<td><span class="mark">{escape(_HELD[check.held].in_language(language))}</span>'
        f"{escape(remark)}</td></tr>"
    )


def _capture(number: int, capture: Capture) -> str:
    return (
        f'<tr><td class="number">{number}</td><td>{moment(capture.at)}</td>'
        f"<td>{escape(capture.url)}<br><code>{escape(capture.payload_digest)}</code><br>"
        f'<span class="beside">{escape(capture.record.warc)}:{capture.record.offset} · '
        f"{escape(capture.id)}</span></td></tr>"
    )


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
