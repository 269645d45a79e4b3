"""What an agency owes for a reporting year, by when, and under which rule.

Ground. 政府信息公开条例, State Council Decree 711, in force since 2019-05-15: under Article 49
departments of governments at or above county level publish by 31 January of the following year,
governments by 31 March. The reports on 2019 were the first under it. Under Articles 31 and 32 of
the 2008 text (Decree 492, in force since 2008-05-01) every administrative body owed its report by
31 March; the reports on 2008 were the first. Townships, streets and dispatched branches are not
named in Article 49: they owe theirs by local order, in practice by 31 January. Public institutions
publish under rules of their sectors (Article 55); theirs are welcome and never called missing.
"""

from dataclasses import dataclass
from datetime import date

from model.agency import Agency, Duty, Kind, Level, Obligation, OrderedDay
from model.text import Text
from registry.calendars import ordered_days, shipped_calendar

FIRST_YEAR = 2008
FIRST_YEAR_OF_2019_TEXT = 2019


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    month: int
    day: int
    basis: Text


_OLD_TEXT = _Rule(
    month=3,
    day=31,
    basis=Text(
        "《政府信息公开条例》（2008年施行）第三十一条：各级行政机关于3月31日前公布",
        "Regulation on Open Government Information (in force 2008), Art. 31: "
        "every administrative body by 31 March",
    ),
)
_DEPARTMENT = _Rule(
    month=1,
    day=31,
    basis=Text(
        "《政府信息公开条例》（2019年修订）第四十九条：县级以上人民政府部门于1月31日前公布",
        "Regulation on Open Government Information (2019), Art. 49: "
        "departments at or above county level by 31 January",
    ),
)
_GOVERNMENT = _Rule(
    month=3,
    day=31,
    basis=Text(
        "《政府信息公开条例》（2019年修订）第四十九条：县级以上地方人民政府于3月31日前公布",
        "Regulation on Open Government Information (2019), Art. 49: "
        "local governments at or above county level by 31 March",
    ),
)
_LOCAL_ORDER = _Rule(
    month=1,
    day=31,
    basis=Text(
        "第四十九条未列明此类机关；按地方部署，通常于1月31日前公布",
        "not named in Art. 49; owed by local order, in practice by 31 January",
    ),
)


def obligation(agency: Agency, year: int) -> Obligation:
    """What the agency owes about the reporting year `year`.

    A day of the agency's own row (`due`) goes before one of the home's local calendar (`ordered`),
    that before the shipped calendar's, and that before the statute's.

    At the edges of an agency's life: it owes the report about the year in which it was set up, as
    it was there during a part of it. An agency abolished before the due date owes nothing any
    more, also about a year in which it still worked: that report is for its successor to make,
    and nobody is left to be late with it. `until` is its last day.
    """
    reason = _owes_nothing(agency, year)
    if reason is not None:
        return Obligation(agency=agency.id, reporting_year=year, due=None, basis=reason)
    due, basis = _deadline(agency, year)
    if agency.until is not None and agency.until < due:
        basis = _abolished(agency, agency.until)
        return Obligation(agency=agency.id, reporting_year=year, due=None, basis=basis)
    return Obligation(agency=agency.id, reporting_year=year, due=due, basis=basis)


def _owes_nothing(agency: Agency, year: int) -> Text | None:
    if agency.kind is Kind.INSTITUTION:
        return Text(
            "公共企事业单位依第五十五条适用行业规定，不负公布年度报告的义务",
            "public institutions follow rules of their sectors (Art. 55) and owe no annual report",
        )
    if agency.duty is Duty.NONE:
        return Text(
            "名录载明该机关不负公布年度报告的义务",
            "the registry says that this body owes no annual report",
        )
    if year < FIRST_YEAR:
        return Text(
            "《政府信息公开条例》自2008年5月1日起施行，首份报告为2008年度",
            "the Regulation came into force on 2008-05-01; the first reports are about 2008",
        )
    if agency.since is not None and year < agency.since.year:
        return Text(
            f"该机关设立于{agency.since}，报告年度在其之前",
            f"the agency was set up on {agency.since}, after the reporting year",
        )
    return None


def _deadline(agency: Agency, year: int) -> tuple[date, Text]:
    rule = _rule(agency) if year >= FIRST_YEAR_OF_2019_TEXT else _OLD_TEXT
    # A row's day is one of today and says nothing about the years under the old text.
    if agency.due is None or rule is _OLD_TEXT:
        local = _ordered_day(agency, year)
        if local is not None:
            return date(year + 1, *local.due), _ordered(rule.basis, local)
        return date(year + 1, rule.month, rule.day), rule.basis
    month, day = agency.due
    return date(year + 1, month, day), Text(
        f"{rule.basis.zh}；名录载明期限为{month}月{day}日",
        f"{rule.basis.en}; the registry gives {month:02}-{day:02} as its due date",
    )


def _ordered_day(agency: Agency, year: int) -> OrderedDay | None:
    orders = (*agency.ordered, *ordered_days(shipped_calendar(), agency))
    return next((each for each in orders if each.first_year <= year <= each.last_year), None)


def _ordered(basis: Text, local: OrderedDay) -> Text:
    month, day = local.due
    return Text(
        f"{basis.zh}；当地期限为{month}月{day}日：{local.basis}（{local.source}）",
        f"{basis.en}; the local deadline is {month:02}-{day:02}: {local.basis} ({local.source})",
    )


def _rule(agency: Agency) -> _Rule:
    by_order = agency.duty is Duty.LOCAL_ORDER or agency.kind is Kind.BRANCH
    if by_order or agency.level is Level.TOWNSHIP:
        return _LOCAL_ORDER
    return _GOVERNMENT if agency.kind is Kind.GOVERNMENT else _DEPARTMENT


def _abolished(agency: Agency, until: date) -> Text:
    if agency.successor is None:
        return Text(
            f"该机关止于{until}，在期限之前", f"the agency ended on {until}, before the due date"
        )
    return Text(
        f"该机关止于{until}，在期限之前；职能由“{agency.successor}”承继",
        f"the agency ended on {until}, before the due date; “{agency.successor}” took over",
    )
