"""What people read for the closed sets of the vocabulary."""

from model.agency import Kind, Level
from model.capture import LookEnd, Outcome, Purpose
from model.finding import Severity
from model.form import SectionId
from model.report import MeasureState
from model.text import Text
from model.verdict import Reason, Verdict

VERDICTS: dict[Verdict, Text] = {
    Verdict.PUBLISHED: Text("已公布", "published"),
    Verdict.LATE: Text("逾期公布", "late"),
    Verdict.NOT_FOUND: Text("未见", "not found by us"),
    Verdict.UNOBSERVABLE: Text("无法判断", "cannot be told"),
    Verdict.NOT_DUE: Text("未到期或无义务", "not due"),
}

REASONS: dict[Reason, Text] = {
    Reason.NO_LISTING_KNOWN: Text("不知栏目地址", "no listing known"),
    Reason.UNREACHABLE: Text("无法访问", "unreachable"),
    Reason.BLOCKED: Text("网站拒绝自动访问", "blocked"),
    Reason.ROBOTS: Text("robots.txt 不允许", "robots.txt"),
    Reason.NEEDS_SCRIPT: Text("须运行脚本", "needs a script"),
    Reason.LISTING_UNREADABLE: Text("栏目未能读到底", "listing unreadable"),
    Reason.KNOWN_ITEM_LOST: Text("往年报告也未再见", "known item lost"),
    Reason.SITE_STALE: Text("网站久未更新", "site stale"),
    Reason.TOO_FEW_LOOKS: Text("查看次数不足", "too few looks"),
    Reason.UNREADABLE_DOCUMENT: Text("文件未能读懂", "unreadable document"),
    Reason.SET_ASIDE: Text("“未见”经人核对不成立", "“not found” set aside by a person"),
}

LEVELS: dict[Level, Text] = {
    Level.CENTRAL: Text("中央", "central"),
    Level.PROVINCE: Text("省级", "province"),
    Level.PREFECTURE: Text("地市级", "prefecture"),
    Level.COUNTY: Text("县级", "county"),
    Level.TOWNSHIP: Text("乡级", "township"),
}

KINDS: dict[Kind, Text] = {
    Kind.GOVERNMENT: Text("人民政府", "government"),
    Kind.OFFICE: Text("办公厅（室）", "office"),
    Kind.DEPARTMENT: Text("部门", "department"),
    Kind.BRANCH: Text("派出机关、垂直管理单位", "branch"),
    Kind.INSTITUTION: Text("事业单位", "institution"),
}

SEVERITIES: dict[Severity, Text] = {
    Severity.ERROR: Text("确证", "established"),
    Severity.WARNING: Text("存疑", "doubtful"),
    Severity.ATTENTION: Text("留意", "worth a look"),
}

STATES: dict[MeasureState, Text] = {
    MeasureState.READ: Text("原件所印", "as printed"),
    MeasureState.BLANK: Text("原件此格空白（空白不等于零）", "blank in the original, not zero"),
    MeasureState.DASH: Text("原件以短横、斜线或“无”填写", "a dash in the original"),
    MeasureState.INFERRED: Text(
        "原件未能读出，由表内各数推得，不作为该机关的陈述",
        "not read; the sums of the form leave one possibility; not the agency's statement",
    ),
    MeasureState.ABSENT: Text("未能读出，或原件没有此格", "not read, or not printed"),
}

SECTIONS: dict[SectionId, Text] = {
    SectionId.OVERVIEW: Text("总体情况", "Overview"),
    SectionId.PROACTIVE: Text("主动公开", "Proactive disclosure"),
    SectionId.APPLICATIONS: Text("依申请公开", "Applications"),
    SectionId.REMEDIES: Text("行政复议、行政诉讼", "Remedies"),
    SectionId.PROBLEMS: Text("问题与改进", "Problems"),
    SectionId.OTHER_MATTERS: Text("其他事项", "Other matters"),
}
"""Short names; the form's own headings are in `extract.forms`."""

RULES: dict[str, Text] = {
    "applications.balance": Text("申请收支不平", "applications in and out"),
    "applications.result_sum": Text("办理结果合计不符", "results do not add up"),
    "applications.row_sum": Text("各类申请人合计不符", "applicants do not add up"),
    "measures.not_a_count": Text("不是件数", "not a count"),
    "remedies.outcome_sum": Text("复议诉讼合计不符", "remedies do not add up"),
    "publication.back_dated": Text("日期早于出现", "dated before it appeared"),
    "publication.late": Text("逾期公布", "published late"),
    "publication.not_found": Text("未见报告", "not found by us"),
    "publication.silently_edited": Text("公布后有改动", "changed after publication"),
    "publication.withdrawn": Text("公布后撤下", "taken down after publication"),
    "publication.wrong_column": Text("见于其他机关的栏目", "in another agency's column"),
}
"""Short names of the rules, by id; each rule's ground is in its module."""

LOOK_ENDS: dict[LookEnd, Text] = {
    LookEnd.READ_TO_END: Text("读到末页", "read to its end"),
    LookEnd.UNREACHABLE: Text("无法访问", "unreachable"),
    LookEnd.BLOCKED: Text("网站拒绝自动访问", "turned away"),
    LookEnd.ROBOTS: Text("robots.txt 不允许，未访问", "not allowed by robots.txt, not visited"),
    LookEnd.NEEDS_SCRIPT: Text("须运行脚本，未能读出条目", "needs a script, no entries read"),
    LookEnd.UNREADABLE: Text("未能读到底", "could not be read to its end"),
    LookEnd.UNRECOGNISED: Text(
        "版式未能识别，没有读出条目", "laid out in a way we do not know, no entries read"
    ),
}
"""How far the reading of a listing got."""

OUTCOMES: dict[Outcome, Text] = {
    Outcome.CAPTURED: Text("已存档", "archived"),
    Outcome.UNCHANGED: Text("与上次相同", "unchanged"),
    Outcome.NOT_FOUND: Text("网站答复不存在", "the site says that it is not there"),
    Outcome.SOFT_404: Text("网站以普通页面答复不存在", "not there, said in a page like others"),
    Outcome.MOVED: Text("转到了别处", "moved"),
    Outcome.BLOCKED: Text("网站拒绝自动访问", "turned away"),
    Outcome.UNREACHABLE: Text("无法访问", "unreachable"),
    Outcome.ROBOTS: Text("robots.txt 不允许，未访问", "not allowed by robots.txt, not visited"),
    Outcome.NEEDS_SCRIPT: Text("须运行脚本", "needs a script"),
    Outcome.WRONG_TYPE: Text("不是所要的文件", "not the kind of file that was wanted"),
    Outcome.TRUNCATED: Text("只收到一部分", "broke off"),
    Outcome.TOO_LARGE: Text("过大，未收完", "too large"),
    Outcome.REJECTED: Text("不在名录所列网站，未访问", "not a site of the registry, not visited"),
}
"""How a visit ended."""

PURPOSES: dict[Purpose, Text] = {
    Purpose.ROBOTS: Text("读 robots.txt", "robots.txt"),
    Purpose.LISTING: Text("查看栏目", "the listing"),
    Purpose.REPORT: Text("取报告", "a report"),
    Purpose.ATTACHMENT: Text("取附件", "an attachment"),
    Purpose.PART: Text("栏目脚本所取", "part of a listing"),
    Purpose.DISCOVERY: Text("寻找栏目", "looking for a listing"),
    Purpose.ADDED: Text("由人加入", "added by a person"),
}
"""Why an address was visited."""
