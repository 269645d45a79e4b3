"""Sealing the days of an archive, and comparing them with their seals."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from model.errors import ArchiveError, NotFoundError, UsageError
from model.text import Text
from nianbao.clock import local_day
from nianbao.sealing.seals import Seal, line_of, read_seal, sealed_days, write_seal
from storage.archive import Archive, Damage
from storage.archive.stamps import read_stamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One sealed day beside what the archive holds of it now."""

    seal: Seal
    added: int
    """Records of that day written after it was sealed: they are behind it, and no fault."""
    differs: str | None
    """Id of the first record that is missing, unreadable, changed or in another place."""


def seal_days(archive: Archive, day: date | None, *, today: date) -> tuple[Seal, ...]:
    """Seals `day`, or every day that is over and not sealed yet; oldest first.

    Raises NotFoundError when the archive holds nothing of `day`; UsageError when it is not over, or
    sealed already; ArchiveError when a record is damaged: what is broken is not sealed.
    """
    done = set(sealed_days(archive.folder))
    if day is not None and day >= today:
        raise UsageError(
            str(day),
            Text("这一天还没有过完", "this day is not over"),
            Text("次日（北京时间）再封存", "seal it on the next day, Beijing time"),
        )
    lines, damages = _lines(archive)
    if damages:
        raise ArchiveError(
            f"{damages[0].warc}@{damages[0].offset}",
            Text("存档已损坏，不予封存", "the archive is damaged here and is not sealed so"),
            Text("先运行 nianbao archive verify", "run nianbao archive verify first"),
        )
    if day is not None and day not in lines:
        raise NotFoundError(
            str(day),
            Text("存档中没有这一天的记录", "the archive has no record of this day"),
            Text("nianbao archive stats 可看存档概况", "nianbao archive stats shows what it has"),
        )
    wanted = [day] if day is not None else sorted(one for one in lines if one < today)
    seals = tuple(
        Seal(day=one, lines=tuple(lines[one]), software=archive.software)
        for one in wanted
        if one not in done or day is not None
    )
    for seal in seals:
        write_seal(archive.folder, seal)
    return seals


def compare_days(archive: Archive, day: date | None) -> tuple[Compared, ...]:
    """`day`, or every sealed day. Raises NotFoundError, ArchiveError when a seal is broken."""
    days = (day,) if day is not None else sealed_days(archive.folder)
    seals = [read_seal(archive.folder, one) for one in days]
    lines, _ = _lines(archive, days)
    return tuple(_compare(seal, lines.get(seal.day, [])) for seal in seals)


def _compare(seal: Seal, now: list[str]) -> Compared:
    pairs = zip_longest(seal.lines, now[: len(seal.lines)])
    differs = next((sealed for sealed, found in pairs if sealed != found), None)
    return Compared(
        seal=seal,
        added=max(0, len(now) - len(seal.lines)),
        differs=differs.partition(" ")[0] if differs is not None else None,
    )


def _lines(
    archive: Archive, days: Collection[date] | None = None
) -> tuple[dict[date, list[str]], list[Damage]]:
    """By day in Asia/Shanghai: the lines of its records; and what could not be read."""
    lines: dict[date, list[str]] = {}
    damages: list[Damage] = []
    for stamp in read_stamps(archive.files()):
        if isinstance(stamp, Damage):
            damages.append(stamp)
        elif days is None or local_day(stamp.at) in days:
            lines.setdefault(local_day(stamp.at), []).append(line_of(stamp))
    return lines, damages


def broken(compared: Iterable[Compared]) -> ArchiveError | None:
    """What to end with when a day is not as it was sealed."""
    wrong = [one for one in compared if one.differs is not None]
    if not wrong:
        return None
    days = ", ".join(str(one.seal.day) for one in wrong)
    return ArchiveError(
        days,
        Text(
            f"与封存时不符，首先是记录 {wrong[0].differs}",
            f"not as it was sealed; the first record that differs is {wrong[0].differs}",
        ),
        Text(
            "运行 nianbao archive verify 查看损坏之处，并从备份恢复",
            "run nianbao archive verify to see the damage, and restore it from a backup",
        ),
    )
