"""What people read for the closed sets of the vocabulary."""

from model.agency import Kind, Level
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
    Severity.ERROR: Text("不相符", "does not agree"),
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
