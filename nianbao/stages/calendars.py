"""The local calendars that hold in a home: the shipped one, and the user's before it."""

from pathlib import Path

from model.errors import RegistryError
from model.text import Text
from nianbao.home import Home
from registry import Calendar, read_calendar, shipped_calendar


def calendar_file(home: Home) -> Path:
    return home.folder / "calendar.csv"


def own_calendar(home: Home) -> Calendar:
    """The user's alone. Raises: RegistryError when it cannot be taken."""
    path = calendar_file(home)
    return _read(path) if path.exists() else ()


def calendar_of(home: Home) -> Calendar:
    """The user's, then the shipped one. Raises: RegistryError."""
    return (*own_calendar(home), *shipped_calendar())


def install_calendar(home: Home, path: Path) -> Calendar:
    """Checks a file and keeps a copy of it in the home; a registry stored there is to be stored
    again. Raises: RegistryError."""
    calendar = _read(path)
    home.create()
    calendar_file(home).write_bytes(path.read_bytes())
    return calendar


def _read(path: Path) -> Calendar:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(
            str(path),
            Text(f"不能读取：{error}", f"cannot be read: {error}"),
            Text("给出一个 UTF-8 编码的 CSV 文件", "name a CSV file in UTF-8"),
        ) from error
    return read_calendar(text, str(path))
