"""Folders that people name."""

from pathlib import Path

from model.errors import UsageError
from model.text import Text


def make_folder(folder: Path, *, asked: Path | None = None) -> None:
    """Raises: UsageError that names `asked`, by default `folder`, when there can be none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            str(asked or folder),
            Text(f"不能建立这个文件夹：{error.strerror}", f"cannot be made: {error.strerror}"),
            Text("另选一个文件夹", "choose another folder"),
        ) from error
