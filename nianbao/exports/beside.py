"""Files that are there whole or not at all: written under another name, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EISDIR
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from model.errors import UsageError
from model.text import Text


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    digest = sha256()
    with path.open("rb") as opened:
        while data := opened.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Where to write; it becomes `target` at the end, and goes when anything stops it before.

    Raises: UsageError when it cannot be written there.
    """
    part = _part_of(target)
    try:
        # For whoever could have read a file made the usual way.
        part.chmod(0o644)
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes) -> None:
    """Raises: UsageError when it cannot be written there."""
    with whole_file(target) as part:
        part.write_bytes(data)


def check_writable(target: Path) -> None:
    """For work that takes long before it writes. Raises: UsageError as the writing would."""
    _part_of(target).unlink()


def _part_of(target: Path) -> Path:
    try:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        number, name = mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise UsageError(
            str(target),
            Text(f"无法在此写入：{error.strerror}", f"cannot be written: {error.strerror}"),
            Text("在 --out 中指定已有文件夹里的一个文件", "name a file in an existing folder"),
        ) from error
    os.close(number)
    return Path(name)
