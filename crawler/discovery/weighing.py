"""How much speaks for a page being an agency's column of annual reports. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.discovery.leads import Lead, Weight
from crawler.discovery.proposals import Grade, Reason, SeenTitle
from crawler.discovery.words import is_column_path
from model.agency import Agency
from model.capture import LinkKind, ListedLink, LookEnd
from model.text import Text
from registry.titles import read_title

_LIKELY, _POSSIBLE = 60, 30
_RULED_OUT = -100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was seen on a page that may be the column."""

    url: str
    lead: Lead
    links: tuple[ListedLink, ...]
    """Each with `other_agency` when its title names another than the agency in question."""
    column_type: bool
    """`<meta name="ColumnType" content="信息公开年报">`"""
    calls_itself: bool
    """Its title, a heading or its place in the site says that it is such a column."""
    names_agency: bool
    """The agency's name stands in its title, in its place in the site or on the way to it."""
    is_sister: bool
    """Its title or heading is that of a sister column: 法治政府建设年度报告, …"""
    shared_host: bool
    """Other agencies of the registry have their pages on the same host."""
    end: LookEnd | None


def titles_of(links: tuple[ListedLink, ...]) -> tuple[SeenTitle, ...]:
    """The reports among them, each once."""
    found = []
    for link in links:
        if link.kind is not LinkKind.REPORT or link.same_as is not None:
            continue
        named = read_title(link.title).agency
        found.append(
            SeenTitle(
                title=link.title,
                url=link.url,
                reporting_year=link.reporting_year,
                names=named,
                own=named is not None and link.other_agency is None,
            )
        )
    return tuple(found)


def weigh(sighting: Sighting) -> tuple[int, Grade, tuple[Reason, ...]]:
    """The score, what it comes to, and the reasons in the order they count."""
    titles = titles_of(sighting.links)
    reasons = (*_by_titles(sighting, titles), *_by_words(sighting))
    score = max(0, min(100, sum(reason.points for reason in reasons)))
    if score < _POSSIBLE:
        return score, Grade.PASSED_OVER, reasons
    likely = score >= _LIKELY and bool(titles)
    return score, Grade.LIKELY if likely else Grade.POSSIBLE, reasons


def _by_titles(sighting: Sighting, titles: tuple[SeenTitle, ...]) -> Iterator[Reason]:
    own = [title for title in titles if title.own]
    unnamed = [title for title in titles if title.names is None]
    others = Counter(title.names for title in titles if title.names and not title.own)
    names = "、".join(str(name) for name, _ in others.most_common(3))
    if own:
        years = len({title.reporting_year for title in own})
        yield Reason(
            code="own_reports",
            points=60 if years > 1 else 50,
            text=Text(
                f"所列年报标题中 {len(own)} 篇写明该机关", f"report titles that name it: {len(own)}"
            ),
        )
    elif unnamed:
        yield _unnamed(sighting, len(unnamed))
    elif others:
        yield Reason(
            code="other_agency",
            points=_RULED_OUT,
            text=Text(
                f"所列年报只是其他机关的：{names}", f"the reports on it are others': {names}"
            ),
        )
    else:
        yield _without_titles(sighting)
    if others and (own or unnamed):
        yield Reason(
            code="shared",
            points=-15,
            text=Text(f"同列其他机关的年报：{names}", f"it also gives reports of others: {names}"),
        )


def _unnamed(sighting: Sighting, count: int) -> Reason:
    zh, en = f"{count} 篇年报标题未写明机关", f"report titles that name nobody: {count}"
    if sighting.names_agency:
        text = Text(f"{zh}，但页面写明该机关", f"{en}, but the page names it")
        return Reason(code="named_page", points=50, text=text)
    if not sighting.shared_host:
        text = Text(
            f"{zh}；名录中只有该机关在这个主机上",
            f"{en}; no other agency of the registry is on this host",
        )
        return Reason(code="own_host", points=45, text=text)
    text = Text(
        f"{zh}，而这个主机上有多个机关：请核对是谁的栏目",
        f"{en}, and several agencies are on this host: check whose column it is",
    )
    return Reason(code="unnamed_reports", points=10, text=text)


def _without_titles(sighting: Sighting) -> Reason:
    refused = Counter(link.refused for link in sighting.links if link.refused)
    if refused or sighting.is_sister:
        kinds = ", ".join(str(kind) for kind in refused) or "title"
        text = Text(f"所列只是形似的文件（{kinds}）", f"what it lists only looks alike ({kinds})")
        # A column may be the right one and hold no report yet: that is what an audit is about.
        is_column = sighting.column_type or sighting.calls_itself
        points = -20 if is_column and not sighting.is_sister else _RULED_OUT
        return Reason(code="lookalikes", points=points, text=text)
    if sighting.end is LookEnd.NEEDS_SCRIPT:
        text = Text(
            "列表由脚本填充，未能看到年报标题", "a script fills its list: no title was seen"
        )
        return Reason(code="needs_script", points=0, text=text)
    text = Text("未见年报标题", "no title of a report was seen")
    return Reason(code="no_reports", points=-20, text=text)


def _by_words(sighting: Sighting) -> Iterator[Reason]:
    words = sighting.lead.words
    given = sighting.lead.weight is Weight.GIVEN
    signs = (
        (
            sighting.column_type,
            "column_type",
            20,
            Text("页面标签 ColumnType=信息公开年报", "its tag says ColumnType=信息公开年报"),
        ),
        (
            sighting.lead.weight is Weight.COLUMN_WORDS,
            "menu_words",
            15,
            Text(f"菜单文字“{words}”", f"the menu calls it “{words}”"),
        ),
        (given, "given", 10, Text("名录中待核的地址", "the registry has it, unconfirmed")),
        (
            sighting.calls_itself,
            "calls_itself",
            10,
            Text("页面自称年报栏目", "it calls itself such a column"),
        ),
        (
            is_column_path(sighting.url),
            "path",
            5,
            Text("网址路径是年报栏目常用的", "its path is one that such columns have"),
        ),
    )
    for shown, code, points, text in signs:
        if shown:
            yield Reason(code=code, points=points, text=text)


def names_it(agency: Agency, words: str) -> bool:
    """Whether running words (a page's title, its place in the site) contain a name of it."""
    return any(name in words for name in (agency.name, *agency.aliases))
