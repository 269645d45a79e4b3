"""What a title says: is it an annual report's, whose, about which year.

The grammar of real titles: `[YYYY年] AGENCY [YYYY年度] 政府信息公开 [YYYY] [工作] [年度] 报告`,
with 年报 for 报告, 政务 for 政府 in old ones, and the year also at the end in brackets. Everything
works on the title without white space, because titles wrap anywhere (`工作年` / `度报告`).
"""

import re
import unicodedata
from dataclasses import dataclass

from model.capture import LinkKind

_YEAR = r"(?:20\d\d)(?!\d)"
_SPAN = r"年?度?"
_NAME = r"[^,。;:!?、\d<>»/《》\"“”]{0,40}?"
_REPORT = re.compile(
    rf"^(?:关于)?(?:(?P<first>{_YEAR}){_SPAN})?"
    rf"(?P<agency>{_NAME})(?:关于)?"
    rf"(?:(?P<before>{_YEAR}){_SPAN})?的?"
    rf"(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?"
    rf"(?:(?P<middle>{_YEAR}){_SPAN})?的?"
    rf"(?:工作)?(?:情况)?的?(?:年度|年)?(?:工作)?(?:情况)?的?(?:报告|年报|年度报)书?"
    rf"(?:[(\[]?(?P<last>{_YEAR}){_SPAN}[)\]]?)?"
    rf"(?:[(\[][^()\[\]]{{1,15}}[)\]])*$"
)
# In a column of annual reports the entries are often called by their year alone.
_BARE = re.compile(rf"^(?P<first>{_YEAR})(?:年年?度?|年?度)(?:报告|年报|报)$")
# Listings cut long titles; what is left must still end inside the fixed words.
_CUT = re.compile(
    rf"^(?:(?P<first>{_YEAR}){_SPAN})?(?P<agency>{_NAME})"
    rf"(?:(?P<before>{_YEAR}){_SPAN})?政府信息公开(?:工作)?年度?报?(?:\.\.+|…)$"
)

# Words before the fixed part that no agency has in its name, with the reason to refuse the title.
_BEFORE: tuple[tuple[str, str | None], ...] = (
    (r"学年", "academic_year"),
    (r"解读|图解|一图|图说|图看|长图|漫画|动漫", "interpretation"),
    (r"网站", "website_report"),
    (r"法治政府", "rule_of_law"),
    (r"发布|公布|出炉|晒出", "news"),
    (r"关于(?:做好|编制|报送|印发|开展|规范|组织|加强|抓好)", "instruction"),
    (r"现将|根据|按照|依据|编制|撰写|形成|结合", None),
)
# Titles of the same family that are something else. The first that fits names the reason.
_LOOKALIKES: tuple[tuple[str, str], ...] = (
    (r"学年", "academic_year"),
    (r"网站.*(?:报表|年报|年度报告)", "website_report"),
    (r"法治政府|依法行政", "rule_of_law"),
    (r"解读|图解|一图|图说|图看|长图|漫画|动漫", "interpretation"),
    (r"通知|的函$|关于(?:做好|编制|报送|印发)|格式|模板|提纲|培训", "instruction"),
    (r"(?:制度|办法|规定|指南|目录|条例|规范|流程)(?:\(.*)?$", "rules"),
    (r"季度|半年|月份?(?:政府|政务)?信息公开|统计表|统计数据|情况统计", "statistics"),
    (r"总结|要点|计划|方案|安排|任务|台账|自查", "summary"),
    (r"决算|预算", "budget"),
    (r"行政执法", "enforcement_statistics"),
    (r"股份|有限公司|集团", "company"),
    (r"发布|公布|出炉|召开|会议|推进会|通报|评估|考核|督查", "news"),
)
_FAMILY = re.compile(r"信息公开|政务公开|年度报告|年报|年度报表|年度工作报告|统计年报")

# Whatever is longer is a paragraph, not a title.
_LONGEST = 300
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_PIECES = re.compile(r"[_|]+|\s+[-–—]+\s+|--+|——+|(?<=\D)-(?=\D)")
_LEADING = re.compile(
    r"^(?:附件?\d*[:.、]|\[?20\d\d-\d{1,2}-\d{1,2}\]?|\d{1,2}[.、]|[·•●★☆>»◆■]+|\[[^\]\d]{1,8}\]|年报[:])+"
)
_TRAILING = re.compile(
    r"(?:\.(?:pdf|docx?|wps|html?|shtml|zip|rar|txt|md)|[(\[]?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[)\]]?)+$",
    re.IGNORECASE,
)
_CHINESE_YEAR = re.compile(r"[二2][〇○零Oo0][〇○零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九Oo", "000123456789" + "00")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleReading:
    """What the words of a title alone can say."""

    kind: LinkKind
    agency: str | None = None
    """As printed, without white space; None when the title names nobody."""
    reporting_year: int | None = None
    refused: str | None = None
    """Why a look-alike is not a report: `interpretation`, `rule_of_law`, `website_report`,
    `academic_year`, `instruction`, `rules`, `statistics`, `summary`, `budget`,
    `enforcement_statistics`, `company`, `news`."""


def read_title(text: str) -> TitleReading:
    """Reads a link's text, a page's `<title>` or a heading, site names and wraps included."""
    if len(text) > _LONGEST:
        return TitleReading(kind=LinkKind.OTHER)
    seen = ""
    best: TitleReading | None = None
    for piece in _PIECES.split(unicodedata.normalize("NFKC", text)):
        title = _bare_words(piece)
        seen += title
        reading = _read_piece(title, seen)
        if reading is None:
            continue
        if reading.kind is LinkKind.LOOKALIKE:
            return best or reading
        if best is None or _told(reading) > _told(best):
            best = reading
    return best or TitleReading(kind=LinkKind.OTHER, reporting_year=_only_year(seen))


def _told(reading: TitleReading) -> int:
    return (reading.agency is not None) + (reading.reporting_year is not None)


def _bare_words(piece: str) -> str:
    title = _BLANKS.sub("", piece)
    title = _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE_DIGITS), title)
    return _TRAILING.sub("", _LEADING.sub("", title)).strip('《》“”"')


def _read_piece(title: str, seen: str) -> TitleReading | None:
    """Judges one piece; `seen` is all up to here: a leading `解读` colours what follows."""
    found = _REPORT.match(title) or _BARE.match(title) or _CUT.match(title)
    if found is None:
        return _lookalike(title)
    parts = found.groupdict()
    before = seen[: len(seen) - len(title)] + (parts.get("agency") or "")
    for pattern, reason in _BEFORE:
        if re.search(pattern, before):
            return _refused(title, reason) if reason else None
    if "解读" in title[found.end("agency") if "agency" in parts else 0 :]:
        return _refused(title, "interpretation")
    year = next((parts[key] for key in ("before", "first", "middle", "last") if parts.get(key)), "")
    return TitleReading(
        kind=LinkKind.REPORT,
        agency=_brackets(parts.get("agency") or "") or None,
        reporting_year=int(year) if year else None,
    )


def _lookalike(title: str) -> TitleReading | None:
    if not _FAMILY.search(title):
        return None
    for pattern, reason in _LOOKALIKES:
        if re.search(pattern, title):
            return _refused(title, reason)
    return None


def _refused(title: str, reason: str) -> TitleReading:
    year = None if reason == "academic_year" else _only_year(title)
    return TitleReading(kind=LinkKind.LOOKALIKE, reporting_year=year, refused=reason)


def _only_year(title: str) -> int | None:
    years = {int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?=年)", title)}
    return years.pop() if len(years) == 1 else None


def _brackets(agency: str) -> str:
    return agency.replace("(", "（").replace(")", "）")


# A bare region means its government; streets and leagues have organs of another name.
_REGION_ORGANS: tuple[tuple[str, str], ...] = (
    (r"(?:浦东|滨海)新区$", "人民政府"),
    # Zones have committees with many names, customs districts are no regions: left as printed.
    (r"(?:新|开发|高新|保税|园|示范|关|度假|风景|名胜|试验|实验)区$", ""),
    (r"(?:管理|合作|功能|工业|集聚|港)区$", ""),
    (r"街道$", "办事处"),
    (r"(?:地区|盟)$", "行政公署"),
    (r"(?:省|市|区|县|旗|州|乡|镇|苏木)$", "人民政府"),
)
_SHORT_GOVERNMENT = re.compile(
    r"(?<=[省市区县旗州乡镇木])政府(?!采购|投资|信息|服务|网|法制|研究|质量|债务|储备)"
)


def full_name(agency: str) -> str:
    """The printed name in its full form: `下各镇` is its government, `区政府办` the office of one.

    Knows only words, not places: it never adds a superior region.
    """
    name = _SHORT_GOVERNMENT.sub("人民政府", _BLANKS.sub("", agency))
    for pattern, organ in _REGION_ORGANS:
        if re.search(pattern, name):
            return name + organ
    return name
