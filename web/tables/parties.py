"""Who owes what: agencies and obligations."""

from model.text import Text
from storage.database import Browse, Filters, Page
from web.tables.columns import basis, division, due, kind, level, listed, of_type, text, who, year
from web.tables.making import agency_row, obligation_row
from web.tables.rows import AgencyRow, ObligationRow
from web.tables.table import Table, Type

OF_AGENCIES = frozenset({"region", "level", "kind", "agency"})


def _agencies(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[AgencyRow]:
    page = browse.agencies(filters, after=after, limit=limit)
    return Page(items=tuple(map(agency_row, page.items)), after=page.after)


def _obligations(
    browse: Browse, filters: Filters, after: str | None, limit: int
) -> Page[ObligationRow]:
    page = browse.obligations(filters, after=after, limit=limit)
    known = browse.agencies_of(owed.agency for owed in page.items)
    return Page(items=tuple(obligation_row(owed, known) for owed in page.items), after=page.after)


AGENCIES: Table[AgencyRow] = Table(
    name="agencies",
    title=Text("机关", "Agencies"),
    about=Text(
        "名录中负有公开年度报告义务的机关，按编号排列",
        "The bodies of the registry that owe annual reports, by id",
    ),
    key=("id",),
    filters=OF_AGENCIES,
    read=_agencies,
    columns=(
        text(
            "id",
            Text("机关编号", "Agency id"),
            Text("名录中的编号，更名后不变", "Its id in the registry; outlives its names"),
            lambda row: row.id,
            width=18,
        ),
        text(
            "name",
            Text("机关名称", "Agency"),
            Text("名录中的名称", "The registry's name"),
            lambda row: row.name,
            width=30,
        ),
        text(
            "aliases",
            Text("别名", "Aliases"),
            Text("简称与曾用名，以分号分隔", "Short and former names, separated by ;"),
            lambda row: listed(row.aliases),
            width=30,
        ),
        level(lambda row: row.level),
        kind(lambda row: row.kind),
        *division(lambda row: row.region, lambda row: row.region_name),
        text(
            "parent",
            Text("上级机关", "Parent"),
            Text("上级机关的编号", "Id of the agency above it"),
            lambda row: row.parent,
        ),
        text(
            "uscc",
            Text("统一社会信用代码", "Social credit code"),
            Text("18 位", "18 characters"),
            lambda row: row.uscc,
            width=20,
        ),
        text(
            "duty",
            Text("义务", "Duty"),
            Text(
                "statutory 法定、local_order 地方规定、none 无",
                "statutory, local_order or none",
            ),
            lambda row: row.duty,
        ),
        of_type(
            Type.DAY,
            "since",
            Text("设立", "Since"),
            Text("设立之日，所知者", "First day, as far as known"),
            lambda row: row.since,
        ),
        of_type(
            Type.DAY,
            "until",
            Text("撤销", "Until"),
            Text("存续的最后一日，所知者", "Last day, as far as known"),
            lambda row: row.until,
        ),
        text(
            "successor",
            Text("承接机关", "Successor"),
            Text("承接其职责的机关的编号", "Id of the agency that took over from it"),
            lambda row: row.successor,
        ),
        text(
            "listings",
            Text("栏目地址", "Listings"),
            Text("所知的年度报告栏目，以分号分隔", "Pages that list its reports, separated by ;"),
            lambda row: listed(row.listings),
            width=50,
        ),
    ),
)

OBLIGATIONS: Table[ObligationRow] = Table(
    name="obligations",
    title=Text("义务", "Obligations"),
    about=Text(
        "哪个机关应在何日前公布哪一年度的报告，依据为何；年度新者在前",
        "Which agency owes the report about which year by which day, and why; latest year first",
    ),
    key=("agency", "reporting_year"),
    filters=OF_AGENCIES | {"years"},
    read=_obligations,
    columns=(
        *who(),
        year(lambda row: row.reporting_year),
        due(lambda row: row.due),
        *basis(lambda row: row.basis),
    ),
)
