"""`nianbao archive seal`: one value for all records of a day, and the comparison with it."""

from datetime import date, datetime
from typing import Annotated

import typer

from model.text import Text
from nianbao.cli.existing import existing_archive
from nianbao.cli.run import Run
from nianbao.clock import local_day, local_text, system_clock
from nianbao.sealing.days import Compared, broken, compare_days, seal_days
from nianbao.sealing.seals import Seal, path_of
from nianbao.sealing.stamping import (
    Stamped,
    Stamping,
    can_stamp,
    check_stamps,
    stamp_days,
    stamp_of,
)
from storage.archive import Archive


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
        _tell_compared(run, archive, compare_days(archive, only))
        return
    seals = seal_days(archive, only, today=local_day(system_clock()))
    stamping = stamp_days(archive.folder, run.home.settings.seal, run.home.folder)
    run.output.document(
        {
            "sealed": [
                {**_seal_json(one), "file": str(path_of(archive.folder, one.day))} for one in seals
            ],
            "stamped": [_stamp_json(one) for one in stamping.stamped],
            "unstamped": [day.isoformat() for day in stamping.waiting],
        }
    )
    _tell_sealed(run, seals)
    _tell_stamped(run, stamping)
    if stamping.failure is not None:
        raise stamping.failure


def _tell_sealed(run: Run, seals: tuple[Seal, ...]) -> None:
    for one in seals:
        run.output.say(
            Text(
                f"{one.day}：{len(one.lines)} 条记录，根 sha256:{one.root}",
                f"{one.day}: {len(one.lines)} records, root sha256:{one.root}",
            )
        )
    if not seals:
        run.output.say(Text("没有待封存的日子", "No day is left to be sealed"))
    elif run.home.settings.seal.tsa is None:
        run.output.note(
            Text(
                "把根值交由他人保存，或在设置 [seal] tsa 中写入时间戳机构的地址，即可证明这些记录"
                "此后未经改动。",
                "Deposit the root with somebody else, or name a time-stamping authority in the "
                "setting [seal] tsa: it then proves that none of these records was changed since.",
            )
        )


def _tell_stamped(run: Run, stamping: Stamping) -> None:
    for one in stamping.stamped:
        run.output.say(_stamp_words(one))
    if stamping.waiting:
        run.output.warn(
            Text(
                f"{len(stamping.waiting)} 个封存尚无时间戳，下次运行时再申请",
                f"Seals without a time stamp so far: {len(stamping.waiting)}; "
                "the next run asks again",
            )
        )


def _tell_compared(run: Run, archive: Archive, compared: tuple[Compared, ...]) -> None:
    days = [one.seal.day for one in compared]
    stamps = _stamps(run, archive, days)
    run.output.document(
        {
            "compared": [
                {
                    **_seal_json(one.seal),
                    "added": one.added,
                    "differs": one.differs,
                    "stamp": _stamp_json(stamps[one.seal.day]) if one.seal.day in stamps else None,
                }
                for one in compared
            ]
        }
    )
    for one in compared:
        _tell_day(run, one)
        if one.seal.day in stamps:
            run.output.say(_stamp_words(stamps[one.seal.day]))
    if not compared:
        run.output.say(Text("还没有封存", "There is no seal yet"))
    if error := broken(compared):
        raise error


def _tell_day(run: Run, one: Compared) -> None:
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


def _stamps(run: Run, archive: Archive, days: list[date]) -> dict[date, Stamped]:
    if not can_stamp():
        if any(stamp_of(archive.folder, day).exists() for day in days):
            run.output.warn(
                Text(
                    "时间戳未核对：须安装 nianbao[seal]，或用 openssl ts -verify 核对",
                    "The time stamps were not checked: install nianbao[seal], or check them with "
                    "openssl ts -verify",
                )
            )
        return {}
    stamped = check_stamps(archive.folder, days, run.home.settings.seal, run.home.folder)
    return {one.day: one for one in stamped}


def _stamp_words(one: Stamped) -> Text:
    at = local_text(one.stamp.at)
    return Text(
        f"{one.day}：封存的时间戳 {at}，由 {one.stamp.by} 签发",
        f"{one.day}: the seal was stamped at {at} by {one.stamp.by}",
    )


def _stamp_json(one: Stamped) -> dict[str, object]:
    return {"day": one.day.isoformat(), "at": one.stamp.at.isoformat(), "by": one.stamp.by}


def _seal_json(seal: Seal) -> dict[str, object]:
    return {
        "day": seal.day.isoformat(),
        "leaves": len(seal.lines),
        "root": f"sha256:{seal.root}",
    }
