"""`nianbao registry …`: who owes what."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from model.agency import Agency
from model.ids import AgencyId
from model.text import Text
from model.words import KINDS, LEVELS
from nianbao.cli import registry_generate, registry_propose, registry_resolve
from nianbao.cli.missing import no_agencies, no_agency
from nianbao.cli.options import LevelOption, RegionOption, YearOption
from nianbao.cli.registry_generate import write_registry
from nianbao.cli.run import Run, command
from nianbao.stages.audit import in_region
from nianbao.stages.calendars import calendar_of, install_calendar
from nianbao.stages.registering import store_registry
from registry import LocalDeadline, load_registry, obligation

FilesArgument = Annotated[
    list[Path], typer.Argument(help="名录文件 Registry files: .csv .toml", show_default=False)
]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="registry",
        help="名录：哪些机关应当公布年报 Who owes a report.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    command(group, "import")(import_)
    command(group, "list")(list_)
    command(group, "check")(check)
    command(group, "show")(show)
    command(group, "export")(export)
    command(group, "calendar")(calendar)
    registry_generate.register(group)
    registry_propose.register(group)
    registry_resolve.register(group)
    app.add_typer(group)


def import_(run: Run, files: FilesArgument) -> None:
    """导入名录，取代原有名录。 Import the registry in place of the one before."""
    registry = load_registry(files)
    with run.home.open_database() as database:
        counts = store_registry(run.home, database, registry)
    run.output.document(
        {
            "added": counts.added,
            "changed": counts.changed,
            "unchanged": counts.unchanged,
            "removed": counts.removed,
        }
    )
    run.output.say(
        Text(
            f"名录现有 {len(registry.agencies)} 个机关：新增 {counts.added}，"
            f"变更 {counts.changed}，未变 {counts.unchanged}，移除 {counts.removed}",
            f"The registry holds {len(registry.agencies)} agencies: {counts.added} added, "
            f"{counts.changed} changed, {counts.unchanged} unchanged, {counts.removed} removed",
        )
    )
    run.output.say(Text("接着可以：nianbao harvest", "Next: nianbao harvest"))


def check(run: Run, files: FilesArgument) -> None:
    """检查名录文件，一次列出全部问题。 Check registry files; all problems at once."""
    registry = load_registry(files)
    run.output.document({"agencies": len(registry.agencies), "problems": []})
    run.output.say(
        Text(
            f"{len(registry.agencies)} 个机关，没有问题",
            f"{len(registry.agencies)} agencies, no problems",
        )
    )


def list_(
    run: Run,
    region: RegionOption = None,
    level: LevelOption = None,
) -> None:
    """列出机关。 List the agencies."""
    with run.home.open_database(must_exist=True) as database:
        registry = database.registry()
    agencies = [
        agency
        for agency in registry.agencies
        if (level is None or agency.level is level)
        and (region is None or in_region(agency, region))
    ]
    if not agencies:
        raise no_agencies(run.home)
    if run.output.jsonl:
        run.output.rows(agency_json(agency) for agency in agencies)
        return
    run.output.document({"agencies": [agency_json(agency) for agency in agencies]})
    table = Table(box=box.SIMPLE)
    for name in (
        Text("编号", "id"),
        Text("名称", "name"),
        Text("级别", "level"),
        Text("类型", "kind"),
        Text("区划", "region"),
        Text("栏目页", "listings"),
    ):
        table.add_column(run.output.words(name), overflow="fold")
    for agency in agencies:
        table.add_row(
            agency.id,
            agency.name,
            run.output.words(LEVELS[agency.level]),
            run.output.words(KINDS[agency.kind]),
            agency.region,
            "\n".join(agency.listings) or "–",
        )
    run.output.show(table)


def show(
    run: Run,
    agency: Annotated[str, typer.Argument(help="机关编号 Agency id.")],
    year: YearOption = None,
) -> None:
    """一个机关及其应尽义务。 One agency and what it owes."""
    with run.home.open_database(must_exist=True) as database:
        found = database.registry().get(AgencyId(agency))
    if found is None:
        raise no_agency(agency)
    owed = obligation(found, year) if year else None
    value = agency_json(found)
    if owed is not None:
        value["obligation"] = {
            "reporting_year": owed.reporting_year,
            "due": owed.due.isoformat() if owed.due else None,
            "basis": run.output.words(owed.basis),
        }
    run.output.document(value)
    for key, shown in value.items():
        if shown and not isinstance(shown, dict):
            run.output.prose(f"{key:>11}  {_shown(shown)}")
    if owed is not None:
        due = owed.due.isoformat() if owed.due else "–"
        run.output.say(
            Text(
                f"{owed.reporting_year} 年度报告应于 {due} 前公布。{owed.basis.zh}",
                f"The report for {owed.reporting_year} is due on {due}. {owed.basis.en}",
            )
        )


def _shown(value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    return "; ".join(
        f"{item['name']} [{item['since'] or ''}..{item['until'] or ''}]"
        if isinstance(item, dict)
        else str(item)
        for item in value
    )


def export(
    run: Run,
    out: Annotated[Path, typer.Option("--out", help="写到哪里 Where to write: .csv or .toml")],
) -> None:
    """导出名录，与导入的格式相同。 Export the registry as CSV or TOML, as it can be imported."""
    with run.home.open_database(must_exist=True) as database:
        registry = database.registry()
    write_registry(run, registry.agencies, out)


def calendar(
    run: Run,
    file: Annotated[
        Path | None,
        typer.Argument(help="本地历法文件 A file of local deadlines: .csv", show_default=False),
    ] = None,
) -> None:
    """查看或导入各地规定的期限。 Show or import deadlines that places have ordered."""
    if file is not None:
        install_calendar(run.home, file)
        with run.home.open_database() as database:
            registry = database.registry()
            if registry.agencies:
                store_registry(run.home, database, registry)
    deadlines = calendar_of(run.home)
    run.output.document({"deadlines": [deadline_json(each) for each in deadlines]})
    table = Table(box=box.SIMPLE)
    for name in (
        Text("区划", "region"),
        Text("级别", "level"),
        Text("类型", "kind"),
        Text("报告年度", "years"),
        Text("期限", "due"),
        Text("依据", "basis"),
    ):
        table.add_column(run.output.words(name), overflow="fold")
    for each in deadlines:
        value = deadline_json(each)
        table.add_row(
            each.region,
            run.output.words(LEVELS[each.level]) if each.level else "–",
            run.output.words(KINDS[each.kind]) if each.kind else "–",
            f"{each.first_year}–{value['last_year'] or ''}",
            value["due"],
            f"{each.basis}\n{each.source}",
        )
    run.output.show(table)


def deadline_json(deadline: LocalDeadline) -> dict[str, Any]:
    month, day = deadline.due
    return {
        "region": deadline.region,
        "level": deadline.level.value if deadline.level else None,
        "kind": deadline.kind.value if deadline.kind else None,
        "first_year": deadline.first_year,
        "last_year": deadline.last_year if deadline.last_year < 2999 else None,
        "due": f"{month:02}-{day:02}",
        "basis": deadline.basis,
        "source": deadline.source,
    }


def agency_json(agency: Agency) -> dict[str, Any]:
    return {
        "id": agency.id,
        "name": agency.name,
        "aliases": list(agency.aliases),
        "level": agency.level.value,
        "kind": agency.kind.value,
        "region": agency.region,
        "parent": agency.parent,
        "uscc": agency.uscc,
        "duty": agency.duty.value,
        "due": f"{agency.due[0]:02}-{agency.due[1]:02}" if agency.due else None,
        "since": agency.since.isoformat() if agency.since else None,
        "until": agency.until.isoformat() if agency.until else None,
        "successor": agency.successor,
        "listings": list(agency.listings),
        "hosts": list(agency.hosts),
        "note": agency.note,
        "names": [
            {
                "name": name.name,
                "since": name.since.isoformat() if name.since else None,
                "until": name.until.isoformat() if name.until else None,
            }
            for name in agency.names
        ],
        "site_ids": list(agency.site_ids),
        "unconfirmed": list(agency.unconfirmed),
    }
