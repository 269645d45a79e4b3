"""`nianbao archive seal`: one value for all records of a day, and the comparison with it."""

from datetime import datetime
from typing import Annotated

import typer

from model.text import Text
from nianbao.cli.existing import existing_archive
from nianbao.cli.run import Run
from nianbao.clock import local_day, system_clock
from nianbao.sealing.days import Compared, broken, compare_days, seal_days
from nianbao.sealing.seals import Seal, path_of


def seal(
    run: Run,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--day",
            formats=["%Y-%m-%d"],
            help="北京时间的一天 A day, Beijing time.",
            show_default="每个已过完的日子 every day that is over",
        ),
    ] = None,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="与已有的封存比较 Compare with the seals that are there."),
    ] = False,
) -> None:
    """封存一天：该日全部记录摘要的默克尔根。 Seal a day: the Merkle root of its records."""
    archive = existing_archive(run.home)
    only = day.date() if day is not None else None
    if verify:
        _tell_compared(run, compare_days(archive, only))
        return
    seals = seal_days(archive, only, today=local_day(system_clock()))
    files = [str(path_of(archive.folder, one.day)) for one in seals]
    run.output.document(
        {
            "sealed": [
                {**_seal_json(one), "file": file} for one, file in zip(seals, files, strict=True)
            ]
        }
    )
    for one in seals:
        run.output.say(
            Text(
                f"{one.day}：{len(one.lines)} 条记录，根 sha256:{one.root}",
                f"{one.day}: {len(one.lines)} records, root sha256:{one.root}",
            )
        )
    if not seals:
        run.output.say(Text("没有待封存的日子", "No day is left to be sealed"))
        return
    run.output.note(
        Text(
            "把根值交由他人保存或加盖时间戳，即可证明这些记录此后未经改动。",
            "Deposit the root with somebody else, or have it time-stamped: it then proves that "
            "none of these records was changed since.",
        )
    )


def _tell_compared(run: Run, compared: tuple[Compared, ...]) -> None:
    run.output.document(
        {
            "compared": [
                {**_seal_json(one.seal), "added": one.added, "differs": one.differs}
                for one in compared
            ]
        }
    )
    for one in compared:
        if one.differs is None:
            run.output.say(
                Text(
                    f"{one.seal.day}：{len(one.seal.lines)} 条记录与封存相符",
                    f"{one.seal.day}: {len(one.seal.lines)} records are as they were sealed",
                )
            )
        if one.added:
            run.output.note(
                Text(
                    f"{one.seal.day}：封存之后又写入 {one.added} 条，不在封存之内",
                    f"{one.seal.day}: {one.added} more were written later and are not sealed",
                )
            )
    if not compared:
        run.output.say(Text("还没有封存", "There is no seal yet"))
    if error := broken(compared):
        raise error


def _seal_json(seal: Seal) -> dict[str, object]:
    return {
        "day": seal.day.isoformat(),
        "leaves": len(seal.lines),
        "root": f"sha256:{seal.root}",
    }
