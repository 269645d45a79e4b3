"""`nianbao registry generate …`: registries made of the shipped division data."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from model.agency import Agency, Level, Registry
from model.errors import NotFoundError, RegistryError, UsageError
from model.text import Text
from nianbao.cli.options import LevelOption
from nianbao.cli.run import Run, command
from nianbao.exports.beside import write_whole
from registry import (
    export_csv,
    export_toml,
    generate_governments,
    generate_townships,
    load_changes,
    load_regions,
    with_starter,
)
from registry.regions import FROZEN, contains

OutOption = Annotated[
    Path, typer.Option("--out", help="写到哪里 Where to write: .csv or .toml", show_default=False)
]
RegionOption = Annotated[
    str | None, typer.Option("--region", help="区划代码 Division code, e.g. 410300")
]
StarterOption = Annotated[
    bool,
    typer.Option(
        "--starter",
        help="并入已知地址的起步名录（栏目待核） Add the shipped starter set with addresses that "
        "were seen, each still to be confirmed.",
    ),
]


def register(group: typer.Typer) -> None:
    sub = typer.Typer(
        name="generate",
        help="由区划数据生成名录 Make registry files of the division data.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    command(sub, "governments")(governments)
    command(sub, "townships")(townships)
    group.add_typer(sub)


def governments(
    run: Run,
    out: OutOption,
    region: RegionOption = None,
    level: LevelOption = None,
    former: Annotated[
        bool,
        typer.Option(
            "--former/--no-former", help="含2008年以来撤销的 With those abolished since 2008."
        ),
    ] = True,
    starter: StarterOption = False,
) -> None:
    """县级以上各级政府及其办公厅（室）。 Every government from county up, and its office."""
    made = generate_governments(load_regions(), load_changes(), former=former)
    agencies = with_starter(made) if starter else made
    write_registry(run, _chosen(agencies, region, level), out)
    run.output.say(
        Text(
            f"区划数据截至 {FROZEN}。接着可以：nianbao registry import {out}",
            f"Division data of {FROZEN}. Next: nianbao registry import {out}",
        )
    )


def townships(
    run: Run,
    file: Annotated[
        Path, typer.Argument(help="乡级代码表 CSV of codes: code,name", show_default=False)
    ],
    out: OutOption,
    region: RegionOption = None,
) -> None:
    """乡镇政府和街道办事处，由代码表生成。 Townships and streets, from a list of their codes."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(
            str(file),
            Text(f"不能读取：{error}", f"cannot be read: {error}"),
            Text("给出一个 UTF-8 编码的 CSV 文件", "name a CSV file in UTF-8"),
        ) from error
    made = generate_townships(text, str(file), load_regions(), load_changes())
    write_registry(
        run, [each for each in made if region is None or contains(region, each.region)], out
    )
    run.output.say(
        Text(
            f"其上级为县级政府，请一并导入：nianbao registry import 政府名录 {out}",
            "Their parents are the county governments: import both files together: "
            f"nianbao registry import GOVERNMENTS {out}",
        )
    )


def _chosen(
    agencies: Sequence[Agency], region: str | None, level: Level | None
) -> Sequence[Agency]:
    """With everything above them: a parent that is named must be there."""
    by_id = {agency.id: agency for agency in agencies}
    chosen = {
        agency.id
        for agency in agencies
        if (region is None or contains(region, agency.region)) and level in (None, agency.level)
    }
    wanted = list(chosen)
    while wanted:
        agency = by_id[wanted.pop()]
        for above in (agency.parent, agency.successor):
            if above is not None and above not in chosen:
                chosen.add(above)
                wanted.append(above)
    return [agency for agency in agencies if agency.id in chosen]


def write_registry(run: Run, agencies: Sequence[Agency], out: Path) -> None:
    """Raises: NotFoundError when there is nothing to write, UsageError when it cannot be."""
    if out.suffix.lower() not in (".csv", ".toml"):
        raise UsageError(
            str(out),
            Text("名录写作 .csv 或 .toml", "a registry is written as .csv or .toml"),
            Text("改用其中一种扩展名", "use one of these endings"),
        )
    if not agencies:
        raise NotFoundError(
            str(out),
            Text("没有这样的机关", "there are no such agencies"),
            Text("放宽条件", "widen the filters"),
        )
    registry = Registry(agencies=tuple(agencies))
    to_text = export_toml if out.suffix.lower() == ".toml" else export_csv
    write_whole(out, to_text(registry).encode())
    kinds = Counter(agency.kind.value for agency in agencies)
    run.output.document({"agencies": len(agencies), "kinds": dict(kinds), "out": str(out)})
    run.output.say(
        Text(f"{len(agencies)} 个机关已写入 {out}", f"Wrote {len(agencies)} agencies to {out}")
    )
