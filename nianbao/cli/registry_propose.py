"""`nianbao registry propose`: from home pages to columns, for a person to accept."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from model.agency import Agency, Registry
from model.errors import NotFoundError
from model.ids import AgencyId
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.cli.missing import no_agency
from nianbao.cli.options import ClockOption, LevelOption, LimitOption, RegionOption
from nianbao.cli.run import Run, command
from nianbao.clock import clock_from
from nianbao.exports.beside import check_writable, write_whole
from nianbao.stages import proposing
from nianbao.stages.audit import in_region
from nianbao.views.proposal_json import discovery_json
from nianbao.views.proposal_view import print_proposals, proposals_csv
from storage.database import Database

AgenciesOption = Annotated[
    list[str] | None,
    typer.Option("--agency", help="机关编号，可重复 Agency id; may be given again."),
]
AcceptOption = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="AGENCY:N",
        help="接受已有的建议，写入名录 Adopt a proposal at hand into the registry.",
    ),
]


def register(group: typer.Typer) -> None:
    command(group, "propose")(propose)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOptions:
    agency: AgenciesOption = None
    region: RegionOption = None
    level: LevelOption = None
    limit: LimitOption = None
    accept: AcceptOption = None
    by: Annotated[
        str | None, typer.Option("--by", help="接受人 Who accepts.", show_default="login name")
    ] = None
    kept: Annotated[
        bool, typer.Option("--kept", help="只看已有的建议，不访问网站 Only show those at hand.")
    ] = False
    out: Annotated[
        Path | None, typer.Option("--out", help="另存为 CSV Write a CSV to work through.")
    ] = None
    clock: ClockOption = None

    @property
    def simulated(self) -> bool:
        return self.clock is not None


def propose(run: Run, options: ProposeOptions) -> None:
    """从机关首页寻找年报栏目，由人接受。 Find columns of reports and propose them."""
    now = clock_from(options.clock)
    if options.out is not None:
        check_writable(options.out)
    with run.home.open_database(must_exist=True) as database:
        if options.accept:
            _accept(run, database, options, now())
            return
        registry = database.registry()
        chosen = _chosen(run, registry, options)[: options.limit]
        interrupted = False
        if options.kept:
            known = proposing.kept_proposals(run.home)
            found = [known[each.id] for each in chosen if each.id in known]
        else:
            with run.home.open_archive(simulated_clock=options.simulated) as archive:
                discoveries, interrupted = proposing.search(
                    run.home, database, archive, chosen, clock=now, simulated=options.simulated
                )
            found = [discovery_json(each) for each in discoveries]
    _show(run, found, registry, options.out, now())
    if interrupted:
        raise KeyboardInterrupt
    _end(found)


def _accept(run: Run, database: Database, options: ProposeOptions, now: datetime) -> None:
    person = options.by or getpass.getuser()
    with run.home.open_archive(simulated_clock=options.simulated) as archive:
        accepted = proposing.accept(
            run.home, database, archive, options.accept or (), by=person, now=now
        )
    _say_accepted(run, accepted)


def _chosen(run: Run, registry: Registry, options: ProposeOptions) -> Sequence[Agency]:
    """Those named; without names, those that have a host and no confirmed listing."""
    wanted, region, level = options.agency, options.region, options.level
    if wanted:
        agencies = [registry.get(AgencyId(each)) for each in wanted]
        missing = [each for each, agency in zip(wanted, agencies, strict=True) if agency is None]
        if missing:
            raise no_agency(*missing)
        return [agency for agency in agencies if agency is not None]
    agencies_left = [
        each
        for each in proposing.without_listing(registry)
        if (region is None or in_region(each, region)) and level in (None, each.level)
    ]
    if not agencies_left:
        raise NotFoundError(
            str(run.home.folder),
            Text(
                "没有“有主机而无已确认栏目”的机关", "has no agency with a host and no known listing"
            ),
            Text(
                "在名录中填写 hosts，或用 --agency 指定机关",
                "give hosts in the registry, or name agencies with --agency",
            ),
        )
    return agencies_left


def _show(
    run: Run, found: Sequence[Mapping[str, Any]], registry: Registry, out: Path | None, at: datetime
) -> None:
    if out is not None:
        write_whole(out, proposals_csv(run.output, found, registry).encode())
    if run.output.jsonl:
        run.output.rows(found)
        return
    run.output.document(
        {"at": at.isoformat(), "agencies": list(found), "out": str(out) if out else None}
    )
    print_proposals(run.output, found, registry)
    proposals = [each for one in found for each in one["proposals"]]
    likely = [each["id"] for each in proposals if each["grade"] == "likely"]
    run.output.say(
        Text(
            f"查了 {len(found)} 个机关，{len(likely)} 个很可能的栏目；未经接受，一个也不写入名录",
            f"{len(found)} agencies searched, {len(likely)} likely columns; "
            "none goes into the registry unless accepted",
        )
    )
    if likely:
        run.output.say(
            Text(
                f"核对后接受：nianbao registry propose --accept {likely[0]}",
                f"Accept after checking: nianbao registry propose --accept {likely[0]}",
            )
        )


def _say_accepted(run: Run, accepted: Sequence[proposing.Accepted]) -> None:
    run.output.document(
        {
            "accepted": [
                {"id": e.key, "agency": e.agency, "listing": e.listing, "note": e.note}
                for e in accepted
            ]
        }
    )
    for each in accepted:
        run.output.say(
            Text(
                f"已写入名录：{each.agency} {each.listing}\n  {each.note}",
                f"Now in the registry: {each.agency} {each.listing}\n  {each.note}",
            )
        )
    run.output.say(
        Text(
            "您自己的名录文件请重新导出：nianbao registry export --out FILE.csv",
            "Renew your own file: nianbao registry export --out FILE.csv",
        )
    )


def _end(found: Sequence[Mapping[str, Any]]) -> None:
    """Partly done when a home page could not be read, nothing when there is nothing to accept."""
    proposed = any(each["grade"] != "passed_over" for one in found for each in one["proposals"])
    read = [
        any(start["outcome"] in ("captured", "unchanged") for start in one["starts"])
        or bool(one["proposals"])
        for one in found
    ]
    if not all(read):
        raise typer.Exit(Exit.PARTLY)
    if not proposed:
        raise typer.Exit(Exit.NOTHING)
