"""One sentence for each verdict, with the advice where something can be done."""

from audit.absence import AbsenceProof
from audit.case import Case
from audit.days import in_words
from audit.publication import Publication
from audit.rules.publication_late import grounds
from model.text import Text
from model.verdict import Reason, Verdict

MEANINGS: dict[Verdict, Text] = {
    Verdict.PUBLISHED: Text(
        "见到了报告，没有证据表明它在期限之后才公布。",
        "The report was found, and nothing shows that it was published after the due date.",
    ),
    Verdict.LATE: Text(
        "见到了报告，且证据表明它在期限之后才公布：期限之后我们查看时还没有，或栏目自己所示日期在期限之后。",
        "The report was found, and the evidence says after the due date: our look after that date "
        "did not find it yet, or the listing itself dates it after.",
    ),
    Verdict.NOT_FOUND: Text(
        "期限之后，已知的每个栏目都在至少两个不同日期完整读到底，同一路径上往年的报告重新见到，"
        "网站没有拒绝我们，栏目上有近期内容，而这份报告不在其中。往年报告无可比对的，注明证据较弱。",
        "After the due date every known listing was read to its end on at least two days, earlier "
        "reports were found again by the same path, the site did not turn us away, something "
        "recent stood there, and this report did not. Without earlier reports to compare with, "
        "the weaker evidence is marked.",
    ),
    Verdict.UNOBSERVABLE: Text(
        "以上都不成立：我们没能看清。缘由总在我们这一边或网站的可及性，不说明机关是否公布。",
        "None of these: we could not see. The reason lies in our view or in the reach of the site "
        "and says nothing about whether the agency published.",
    ),
    Verdict.NOT_DUE: Text(
        "期限未到，或该机关在那一年尚未设立、已经撤销、没有此项义务。",
        "The due date has not come, or the agency did not exist or owed nothing for that year.",
    ),
}
"""What each verdict says."""

ADVICE: dict[Reason, Text] = {
    Reason.NO_LISTING_KNOWN: Text(
        "名录中没有该机关已确认的年报栏目地址，无从查看；"
        "请在名录的 listings 补上，或用 nianbao registry propose 查找和确认",
        "the registry has no confirmed listing for this agency, so we had nowhere to look; "
        "add it to `listings`, or find and confirm it with nianbao registry propose",
    ),
    Reason.UNREACHABLE: Text(
        "期限之后栏目无法访问，不能判断；稍后再看，或换一个网络",
        "the listing could not be reached after the due date, so nothing can be said; "
        "look again later or from another network",
    ),
    Reason.BLOCKED: Text(
        "网站拒绝自动访问，不能判断；请人工在浏览器中查看，已得文件可用 nianbao add 存档",
        "the site turns automatic visitors away, so nothing can be said; look with a browser, "
        "and archive what you find with `nianbao add`",
    ),
    Reason.ROBOTS: Text(
        "robots.txt 不允许访问该栏目，我们没有查看；请人工查看，已得文件可用 nianbao add 存档",
        "robots.txt does not allow the listing, so we did not look; look with a browser, "
        "and archive what you find with `nianbao add`",
    ),
    Reason.NEEDS_SCRIPT: Text(
        "栏目要靠脚本才显示内容，读不出条目；请人工查看",
        "the listing shows its entries only through a script, so none could be read; "
        "look with a browser",
    ),
    Reason.LISTING_UNREADABLE: Text(
        "栏目有应答，但没能读到底；请核对名录中的栏目地址是否仍然有效",
        "the listing answered but could not be read to its end; "
        "check whether its address in the registry still holds",
    ),
    Reason.KNOWN_ITEM_LOST: Text(
        "在同一栏目没有再找到该机关更早年度的报告，栏目可能已迁移，不能据此判断；请核对栏目地址",
        "earlier reports of the agency were not found again on the listing, which may have moved, "
        "so its silence means nothing; check its address",
    ),
    Reason.SITE_STALE: Text(
        "栏目上没有近期内容，网站可能已停止更新或迁移，不能据此判断；请核对栏目地址",
        "nothing recent stands on the listing: the site may be abandoned or moved, "
        "so its silence means nothing; check its address",
    ),
    Reason.UNREADABLE_DOCUMENT: Text(
        "有可能就是这份报告的文件，但没能取得或读懂；请打开核对",
        "something that may be the report could not be fetched or read; open it to compare",
    ),
    Reason.SET_ASIDE: Text(
        "审核曾得出“未见”，经人核对，认为不成立；可在核对页查看是谁、何时、为何",
        "the audit gave “not found”, and a person found that it does not hold; the review says "
        "who, when and why",
    ),
    Reason.TOO_FEW_LOOKS: Text(
        "期限之后还没有在两个不同日期完整查看每个栏目；请改日再运行 nianbao harvest",
        "not every listing has been read on two different days after the due date yet; "
        "run `nianbao harvest` again on another day",
    ),
}


def unobservable(case: Case, reason: Reason) -> Text:
    if reason is not Reason.UNREADABLE_DOCUMENT:
        return ADVICE[reason]
    url = case.unread[0].url
    failure = case.unread_because
    because = failure.what if failure else Text("", "")
    return Text(
        "有条目可能就是这份报告，但没能取得或读懂，或读出的年度不同："
        f"{url}{because.zh and f'（{because.zh}）'}；请打开核对",
        "something that may be the report is listed or held, but could not be fetched, could not "
        f"be read, or reads as another year's: {url}{because.en and f' ({because.en})'}; "
        "open it to compare",
    )


def not_due(case: Case) -> Text:
    if case.deadline is None:
        return case.obligation.basis
    return Text(f"期限{case.deadline}未过", f"the last day, {case.deadline}, has not passed")


def not_found(proof: AbsenceProof) -> Text:
    until = in_words(proof.last_absent)
    days = sorted({in_words(look.at)[:10] for look in proof.looks})
    zh = f"期限之后于{'、'.join(days)}读完已知栏目，截至{until}未见此报告"
    en = (
        f"the known listings were read to their end on {', '.join(days)}, after the due date; "
        f"the report was not found by us as of {until}"
    )
    if proof.graded:
        return Text(
            f"{zh}；没有已知的往年报告可资比对，此结论较弱",
            f"{en}; no earlier report is known to compare with, so this is a weaker statement",
        )
    years = [str(year) for year in proof.found_again]
    return Text(
        f"{zh}；同时见到该机关往年报告（{'、'.join(years)}年度）",
        f"{en}; its earlier reports (on {', '.join(years)}) were seen there",
    )


def found(published: Publication) -> Text:
    if published.late:
        return grounds(published)
    seen = in_words(published.first_seen)
    due = published.case.obligation.due
    if published.in_time:
        return Text(f"{seen}已见到", f"it was there at {seen}")
    if published.declared is not None:
        return Text(
            f"{seen}首次见到，所示日期{published.declared}不晚于期限，期限之后此前未曾查看，按如期公布计",
            f"first seen at {seen}; it bears the date {published.declared}, not after the due "
            "date, and no earlier look after that date speaks against it: taken as in time",
        )
    return Text(
        f"{seen}首次取得；没有证据表明在{due}之后才公布，按如期公布计",
        f"first had at {seen}; nothing shows that it was published after {due}: taken as in time",
    )
