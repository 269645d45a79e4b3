"""What leads to a column of annual reports: words of menus, words of paths. Pure.

The four parts of the uniform 政府信息公开专栏 (国办公开办函〔2019〕61号) are 指南, 制度,
法定主动公开内容 and 年报, which is why the words below are met nearly everywhere.
"""

import re
from urllib.parse import urlsplit

_COLUMN = re.compile(
    r"(?:政府|政务)?信息公开(?:工作)?的?(?:年度)?(?:工作)?(?:年报|年度报告|年度工作报告)"
    r"|公开年报|公开年度报告"
)
_COLUMN_ALONE = re.compile(r"^(?:年报|年度报告|年度工作报告|工作年报|信息年报|历年年报|年报专栏)$")
_GATEWAY = re.compile(
    r"^(?:法定)?(?:政府|政务)?信息公开(?:专栏|平台|目录|专区)?$|^政务公开(?:专栏|平台)?$"
    r"|^(?:信息|主动)公开$|^法定主动公开内容$|^公开专栏$|^政府信息$"
)
_SITE_MAP = re.compile(r"^(?:网站|站点)?地图$|^(?:网站|站点)导航$|^site\s*map$", re.IGNORECASE)
_OTHER_REPORTS = re.compile(
    r"法治政府|依法行政|网站.{0,6}报表|网站.{0,4}年报|网站.{0,6}年度报告|决算|预算|行政执法|统计"
    r"|企业|公司|学年|高校|质量|社会责任|解读|总结|要点|计划|双公示|信用"
)
_PATH = re.compile(
    r"(?:zfxxgk|xxgk|zwgk|gk|zfxx)(?:gz)?(?:nb|ndbg|nianbao|bg|gb|gknb|gkndbg)(?:zl)?"
    r"|gknb(?:xq)?|nd?bg|(?:^|[/_-])nb|ndxxgkbg|annualreport",
    re.IGNORECASE,
)
_PATH_OF_OTHERS = re.compile(r"fzzf|wznb|wzndbb|ndbb|czjs|bmjs", re.IGNORECASE)
_ARTICLE = re.compile(
    r"/t(?:19|20)\d{6}_\d+|/art_\d+_\d+|/art_[0-9a-f]{32}|/m?post_\d+|/[0-9a-f]{32}\.s?html"
    r"|/info/\d+/\d+|/content[_/-]\d+|/doc_[0-9a-f]{24}|\.(?:pdf|docx?|wps|zip|rar|xlsx?)$",
    re.IGNORECASE,
)
_FOLDER_PAGE = re.compile(r"^(?:(?:index|list|default|common_list)[a-z]*\.\w+)?$")
_TRS_ARTICLE = re.compile(
    r"^(?P<column>https?://[^?#]+/)(?:19|20)\d{4}/t(?:19|20)\d{6}_\d+(?:_wap)?\.s?html?$"
)


def says_column(words: str) -> bool:
    """政府信息公开年报 and its like."""
    return _COLUMN.search(words) is not None and not says_other_reports(words)


def says_some_report(words: str) -> bool:
    """年度报告 alone: it may be that of anything."""
    return _COLUMN_ALONE.match(words) is not None


def says_gateway(words: str) -> bool:
    return _GATEWAY.match(words) is not None


def says_site_map(words: str) -> bool:
    return _SITE_MAP.match(words) is not None


def says_other_reports(words: str) -> bool:
    """Of a sister of the column: 法治政府年度报告, 网站工作年度报表, 部门决算, …"""
    return _OTHER_REPORTS.search(words) is not None


def is_column_path(url: str) -> bool:
    """Whether a folder on the way is named as such columns are: zfxxgknb, gknb, xxgkndbg."""
    path = urlsplit(url).path.lower()
    return _PATH.search(path) is not None and _PATH_OF_OTHERS.search(path) is None


def is_folder(url: str) -> bool:
    """Whether it is the own page of a folder: `nb/`, `nb/index.html`, `nb/list.html`."""
    return _FOLDER_PAGE.match(urlsplit(url).path.lower().rpartition("/")[2]) is not None


def is_column_folder(url: str) -> bool:
    """Whether it is the own page of a folder that is named so, and not something inside it."""
    name = urlsplit(url).path.lower().rpartition("/")[0].rpartition("/")[2]
    return is_folder(url) and is_column_path(f"/{name}/")


def is_article(url: str) -> bool:
    """Whether a URL has the form of a single page or file in a column."""
    return _ARTICLE.search(url) is not None


def column_of_article(url: str) -> str | None:
    """The column in which TRS WCM files an article: the folder above that of its month."""
    found = _TRS_ARTICLE.match(url)
    return found["column"] if found else None
