"""Stamps beside the seals of an archive: `warc/seals/2025-02-01.tsr`, the authority's answer as
it came, over the octets of `2025-02-01.json`. OpenSSL checks it too:

    openssl ts -verify -data 2025-02-01.json -in 2025-02-01.tsr -CAfile roots.pem
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from model.errors import AppError, ArchiveError, FetchError, SettingsError
from model.text import Text
from nianbao.sealing.asking import post
from nianbao.sealing.seals import path_of, sealed_days, write_whole
from nianbao.settings import SealSettings

if TYPE_CHECKING:
    from nianbao.sealing.stamps import Certificates, Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A sealed day with the stamp on its seal."""

    day: date
    stamp: Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """What came of asking for stamps."""

    stamped: tuple[Stamped, ...]
    waiting: tuple[date, ...]
    """Sealed days without a stamp; asked for again the next time."""
    failure: AppError | None
    """Why the first of `waiting` has none; the others were not asked for after it."""


def stamp_of(folder: Path, day: date) -> Path:
    """Where the stamp of a day is, or would be; `folder` is the archive's."""
    return path_of(folder, day).with_suffix(".tsr")


def can_stamp() -> bool:
    """Whether the extra `seal` is installed."""
    return find_spec("rfc3161_client") is not None


def stamp_days(folder: Path, settings: SealSettings, home: Path) -> Stamping:
    """Asks for a stamp on every seal that has none, oldest first, until one is not to be had.

    `home` is where relative paths of the settings begin. What could not be had is in the result
    and not raised: the seals stand without it.
    """
    if settings.tsa is None:
        return Stamping(stamped=(), waiting=(), failure=None)
    waiting = [day for day in sealed_days(folder) if not stamp_of(folder, day).exists()]
    done: list[Stamped] = []
    failure: AppError | None = None
    try:
        for one in _stamped(folder, waiting, str(settings.tsa), settings, home):
            done.append(one)  # noqa: PERF402 - those that came before a failure stay
    except AppError as error:
        failure = error
    return Stamping(stamped=tuple(done), waiting=tuple(waiting[len(done) :]), failure=failure)


def check_stamps(
    folder: Path, days: Iterable[date], settings: SealSettings, home: Path
) -> tuple[Stamped, ...]:
    """The stamps of those of `days` that have one.

    Raises ArchiveError when one is not what it must be; SettingsError without the extra.
    """
    there = [day for day in days if stamp_of(folder, day).exists()]
    if not there:
        return ()
    roots = _roots(settings, home)
    return tuple(Stamped(day=day, stamp=_checked(folder, day, roots)) for day in there)


def told_moment(folder: Path, day: date) -> datetime | None:
    """What the stamp of a day says of its time, unchecked; None where nobody can read it."""
    if not can_stamp():
        return None
    from nianbao.sealing.stamps import moment_of  # noqa: PLC0415 - an extra

    return moment_of(stamp_of(folder, day).read_bytes())


def _stamped(
    folder: Path, days: Sequence[date], authority: str, settings: SealSettings, home: Path
) -> Iterator[Stamped]:
    if not days:
        return
    roots = _roots(settings, home)
    from nianbao.sealing.stamps import BadStampError, ask_for, checked  # noqa: PLC0415 - an extra

    for day in days:
        sealed = path_of(folder, day).read_bytes()
        request = ask_for(sealed)
        answer = post(authority, request.as_bytes(), timeout=settings.tsa_timeout)
        try:
            stamp = checked(answer, sealed, roots, nonce=request.nonce)
        except BadStampError as error:
            raise _refused(authority, day, error) from error
        write_whole(stamp_of(folder, day), answer)
        yield Stamped(day=day, stamp=stamp)


def _checked(folder: Path, day: date, roots: Certificates) -> Stamp:
    from nianbao.sealing.stamps import BadStampError, checked  # noqa: PLC0415 - an extra

    path = stamp_of(folder, day)
    try:
        return checked(path.read_bytes(), path_of(folder, day).read_bytes(), roots)
    except BadStampError as error:
        raise ArchiveError(
            str(path),
            Text(f"时间戳与该日封存不符：{error}", f"is no stamp on the seal of its day: {error}"),
            Text(
                "从备份恢复封存与时间戳；若只是不认识签发者，把其根证书列入 [seal] tsa_roots",
                "restore seal and stamp from a backup; where only its issuer is not known, "
                "list the root certificate in [seal] tsa_roots",
            ),
        ) from error


def _roots(settings: SealSettings, home: Path) -> Certificates:
    if not can_stamp():
        raise SettingsError(
            "[seal] tsa",
            Text("未安装时间戳所需的程序库", "the library for time stamps is not installed"),
            Text("安装 nianbao[seal]", "install nianbao[seal]"),
        )
    from nianbao.sealing.stamps import trusted  # noqa: PLC0415 - an extra

    return trusted(home / settings.tsa_roots if settings.tsa_roots is not None else None)


def _refused(authority: str, day: date, error: Exception) -> FetchError:
    return FetchError(
        authority,
        Text(
            f"所答不是 {day} 封存的有效时间戳：{error}",
            f"its answer is no valid stamp on the seal of {day}: {error}",
        ),
        Text(
            "核对 [seal] tsa 的地址；机构的根证书不在系统信任之列时，写入 [seal] tsa_roots",
            "check the address in [seal] tsa; where the system does not trust the authority's "
            "root certificate, name it in [seal] tsa_roots",
        ),
    )
