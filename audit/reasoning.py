"""The chain of reasoning behind one verdict, step by step, for people who must check it.

It says nothing that the verdict does not rest on, and ends with what was not looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from audit.absence import LOOKS_NEEDED, sound_looks, unconfirmed_listings
from audit.case import Case, Observations
from audit.days import in_words, local_day
from audit.deciding import Judgement, judge
from audit.grouping import Grouped
from audit.settling import NOTHING_DECIDED, Decided, dismissal, last_words, settled
from audit.soundness import ALIVE_DAYS, flaw, shows_absence
from model.agency import Obligation, Registry
from model.capture import Look
from model.errors import NotFoundError
from model.finding import Decision
from model.ids import CaptureId
from model.text import Text
from model.verdict import Reason, Verdict
from model.words import LOOK_ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was established."""

    head: Text
    lines: tuple[Text, ...]
    captures: tuple[CaptureId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was asked; `held` is None where it was not looked at at all."""

    question: Text
    held: bool | None
    remark: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    judgement: Judgement
    steps: tuple[Step, ...]
    checks: tuple[Check, ...]


NOT_LOOKED_AT: tuple[Text, ...] = (
    Text(
        "名录所列栏目以外的网页、其他网站的转载",
        "pages other than the listings of the registry, copies on other sites",
    ),
    Text("微信、微博、客户端等新媒体", "WeChat, Weibo, apps and other media"),
    Text("政府公报、公告栏等纸质形式", "printed gazettes and notice boards"),
    Text("我们所用网络以外的访问路径", "the view from networks other than ours"),
)
"""What no verdict of ours rests on."""

_FLAWS: dict[Reason, Text] = {
    Reason.BLOCKED: Text("同次采集中曾被拒绝访问", "turned away in the same crawl"),
    Reason.LISTING_UNREADABLE: Text("页面快照不完整", "not all of its pages were archived"),
    Reason.KNOWN_ITEM_LOST: Text(
        "没有再见到该机关往年报告", "earlier reports of the agency were not seen again"
    ),
    Reason.SITE_STALE: Text(
        f"栏目上没有 {ALIVE_DAYS} 天以内的日期", f"no date within {ALIVE_DAYS} days stands on it"
    ),
}


def reasoning_on(
    obligation: Obligation,
    registry: Registry,
    seen: Observations,
    *,
    as_of: datetime,
    grace_days: int = 0,
    decisions: Iterable[Decision] = (),
) -> Reasoning:
    """The verdict that `audit` gives, with its reasons. `seen` and `decisions` as for `audit`.

    Raises NotFoundError when the obligation's agency is not in the registry.
    """
    agency = registry.get(obligation.agency)
    if agency is None:
        raise NotFoundError(
            obligation.agency,
            Text("名录中没有这个机关", "is not in the registry"),
            Text("nianbao registry list 可看名录", "`nianbao registry list` shows the registry"),
        )
    view = Grouped(registry, seen, as_of).view(agency)
    case = Case(view=view, obligation=obligation, grace_days=grace_days)
    return reason(case, last_words(decisions))


def reason(case: Case, decided: Decided = NOTHING_DECIDED) -> Reasoning:
    stated = judge(case)
    judgement = settled(stated, decided)
    said = dismissal(stated, decided)
    return Reasoning(
        judgement=judgement,
        steps=tuple(_steps(case, judgement, said)),
        checks=tuple(_checks(case, judgement)),
    )


def _steps(case: Case, judgement: Judgement, said: Decision | None) -> Iterator[Step]:
    yield _owed(case)
    yield _where(case)
    yield _looks(case)
    if case.reports:
        yield _seen(case, judgement)
    else:
        yield _candidates(case)
    if said is not None:
        yield _looked_at(said)
    yield Step(
        head=Text("结论", "Verdict"),
        lines=(judgement.record.explanation,),
        captures=tuple(piece.capture for piece in judgement.record.evidence),
    )


def _looked_at(said: Decision) -> Step:
    at = in_words(said.at)
    lines = [
        Text(
            f"{said.by}于{at}（北京时间）核对，认为审核所得的这一项不成立",
            f"{said.by} looked at what the audit stated, on {at} (Beijing time), and found that it "
            "does not hold",
        )
    ]
    if said.note:
        lines.append(Text(said.note, said.note))
    return Step(head=Text("人工核对", "A person looked"), lines=tuple(lines))


def _owed(case: Case) -> Step:
    due = case.obligation.due
    lines = [case.obligation.basis]
    if due is not None:
        lines.append(
            Text(f"{case.year}年度报告的期限：{due}", f"the report on {case.year} was due on {due}")
        )
    if case.grace_days:
        lines.append(
            Text(f"另给宽限 {case.grace_days} 天", f"with {case.grace_days} more days of grace")
        )
    return Step(head=Text("应尽的义务", "What was owed"), lines=tuple(lines))


def _where(case: Case) -> Step:
    listings = case.view.agency.listings
    return Step(
        head=Text("应在何处查看", "Where to look"),
        lines=tuple(Text(url, url) for url in listings)
        or (Text("名录中没有栏目地址", "the registry has no listing"),),
    )


def _looks(case: Case) -> Step:
    relevant = [look for look in case.view.looks if local_day(look.at).year > case.year]
    return Step(
        head=Text("何时查看、看到什么", "When we looked, and what we saw"),
        lines=tuple(_look(case, look) for look in relevant)
        or (Text("没有查看过", "nobody looked"),),
        captures=_pages(relevant),
    )


def _look(case: Case, look: Look) -> Text:
    at = in_words(look.at)
    years = sorted(case.earlier(look) | case.later(look))
    seen_zh = f"，见到{'、'.join(map(str, years))}年度报告" if years else ""
    seen_en = f"; reports on {', '.join(map(str, years))} seen" if years else ""
    end = LOOK_ENDS[look.end]
    told = _told(case, look)
    return Text(
        f"{at}  {look.listing}：{end.zh}，报告类条目 {sum(1 for _ in case.view.links(look))} 条"
        f"{seen_zh}；{told.zh}",
        f"{at}  {look.listing}: {end.en}, {sum(1 for _ in case.view.links(look))} report links"
        f"{seen_en}; {told.en}",
    )


def _told(case: Case, look: Look) -> Text:
    wrong = flaw(case, look)
    if wrong is not None:
        because = _FLAWS.get(wrong, LOOK_ENDS[look.end])
        return Text(f"不足以说明不存在（{because.zh}）", f"cannot show an absence ({because.en})")
    if shows_absence(case, look):
        return Text(f"当时没有{case.year}年度报告", f"the report on {case.year} was not there then")
    return Text(
        f"有可能是{case.year}年度报告的条目", f"an entry that may be the report on {case.year}"
    )


def _seen(case: Case, judgement: Judgement) -> Step:
    lines = [
        Text(
            f"{in_words(version.capture.at)}取得：{version.title}  {version.capture.url}",
            f"had at {in_words(version.capture.at)}: {version.title}  {version.capture.url}",
        )
        for version in case.reports
    ]
    record = judgement.record
    if record.first_seen is not None:
        first = in_words(record.first_seen)
        lines.append(Text(f"首次见到：{first}", f"first seen: {first}"))
    if record.last_absent is not None:
        absent = in_words(record.last_absent)
        lines.append(Text(f"此前最后一次未见：{absent}", f"last seen absent before: {absent}"))
    if record.declared is not None:
        lines.append(
            Text(f"页面所示日期：{record.declared}", f"date shown beside it: {record.declared}")
        )
    return Step(
        head=Text("见到的报告", "The report that was seen"),
        lines=tuple(lines),
        captures=tuple(dict.fromkeys(version.capture.id for version in case.reports)),
    )


def _candidates(case: Case) -> Step:
    urls = tuple(dict.fromkeys(item.url for item in case.unread))
    return Step(
        head=Text("有无可能就是这份报告的条目", "Anything that may be the report"),
        lines=tuple(Text(url, url) for url in urls) or (Text("没有", "nothing"),),
    )


def _checks(case: Case, judgement: Judgement) -> Iterator[Check]:
    if not case.reports and judgement.record.verdict is not Verdict.NOT_DUE:
        yield from _absence_checks(case)
    for question in NOT_LOOKED_AT:
        yield Check(question=question, held=None)


def _absence_checks(case: Case) -> Iterator[Check]:
    """The conditions of `not_found`, each by itself."""
    listings = case.view.agency.listings
    doubtful = unconfirmed_listings(case)
    yield Check(
        question=Text("名录列有已确认的栏目地址", "a listing is known and confirmed"),
        held=bool(listings) and not doubtful,
        remark=Text("、".join(doubtful), ", ".join(doubtful)) if doubtful else None,
    )
    for listing in listings:
        days = sorted({local_day(look.at) for look in sound_looks(case, listing)})
        yield Check(
            question=Text(
                f"期限之后至少在 {LOOKS_NEEDED} 个不同日期完整读完栏目，"
                f"其间网站有近期内容、未拒绝访问：{listing}",
                f"read to its end on at least {LOOKS_NEEDED} different days after the due date, "
                f"with something recent on the site and nobody turned away: {listing}",
            ),
            held=len(days) >= LOOKS_NEEDED,
            remark=Text("、".join(map(str, days)), ", ".join(map(str, days))) if days else None,
        )
    known = sorted(case.known_items)
    years = Text("、".join(map(str, known)), ", ".join(map(str, known)))
    yield Check(
        question=Text(
            "同一路径再次见到该机关往年报告",
            "an earlier report of the agency was found again on the same way",
        ),
        held=bool(known) and _found_again(case) if known else None,
        remark=years if known else Text("没有已知的往年报告", "no earlier report is known"),
    )
    yield Check(
        question=Text(
            "没有任何可能就是这份报告而未能读懂的条目或文件",
            "nothing that may be the report was left unread",
        ),
        held=not case.unread,
    )


def _found_again(case: Case) -> bool:
    looks = [look for url in case.view.agency.listings for look in sound_looks(case, url)]
    return any(case.earlier(look) for look in looks)


def _pages(looks: Iterable[Look]) -> tuple[CaptureId, ...]:
    return tuple(dict.fromkeys(page for look in looks for page in look.pages))
