"""When do two documents say the same report? Compared is what is read of them, not their bytes.

Two digests are made of a reading. The *substance* is what the report says: its title, form,
sections and stated cells; it is the same for a page and the file attached to it. The *edition* adds
the day that the page bears. What changes at every visit of a page is in neither: view counters,
today's date, links to other pages, tokens. Attached files are documents of their own.
"""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256

from model.report import Measure, MeasureState, Report
from storage.codec import encode

_NUMBER = r"[\d,]*"
_MOMENT = (
    r"\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?(?:,?(?:星期|周)[一二三四五六日天])?"
    r"(?:\d{1,2}:\d\d(?::\d\d)?)?"
)
_VOLATILE = re.compile(
    rf"\[?(?:浏览|阅读|访问|点击|查看|下载|阅览)(?:次数|人数|量|数)\]?:{_NUMBER}(?:次|人次)?\]?"
    rf"|(?:浏览|阅读|访问|点击):{_NUMBER}(?:次|人次)?"
    rf"|(?:今天是|今日是|现在是|现在时间|当前时间|打印时间|访问时间|服务器时间):?{_MOMENT}"
    rf"|您是第{_NUMBER}位访(?:问者|客)"
    r"|字体:\[?大\]?\[?中\]?\[?小\]?|打印本页|关闭窗口|分享到:?"
)
"""In a line without white space and with ASCII punctuation."""
_LONGEST_CHROME = 80
"""Characters of a line that dresses the page; a sentence of the report may say 访问量:40万次."""
_TAIL = re.compile(r"^(?:上一篇|下一篇|上一条|下一条|上一页|下一页)")
_RELATED = re.compile(
    r"^(?:相关|推荐|热点|热门|最新)(?:链接|文章|阅读|信息|新闻|推荐|稿件|文件|资讯)"
)
_UNSAID = frozenset({MeasureState.INFERRED, MeasureState.ABSENT})


def substance_of(report: Report) -> str:
    """SHA-256 of what the report says, however it is dressed."""
    said = {
        "title": bare(report.title or ""),
        "form": report.form,
        "sections": [(section.id.value, bare(section.text)) for section in report.sections],
        "measures": sorted(_cells(report)),
    }
    return sha256(encode(said)).hexdigest()


def edition_of(report: Report, substance: str) -> str:
    """SHA-256 of the same and of the day that the document bears."""
    return sha256(encode((substance, report.declared))).hexdigest()


def bare(text: str) -> str:
    """A text without white space, widths of signs, and what a page shows anew at every visit."""
    return "".join(_said(text))


def _said(text: str) -> Iterator[str]:
    for line in text.splitlines():
        compact = "".join(unicodedata.normalize("NFKC", line).split())
        if _RELATED.match(compact):
            return  # a list of links to other pages, which follows the text
        if _TAIL.match(compact):
            continue
        dresses = len(compact) <= _LONGEST_CHROME and "。" not in compact
        yield _VOLATILE.sub("", compact) if dresses else compact


def _cells(report: Report) -> Iterator[tuple[str, str, str, str]]:
    for id_, measure in report.measures.items():
        if measure.state not in _UNSAID:
            yield id_, measure.state.value, _value(measure), bare(measure.note or "")


def _value(measure: Measure) -> str:
    # A cell that is no number is compared as it is printed.
    return bare(measure.raw or "") if measure.value is None else str(measure.value)
