"""The local calendars that hold in a home: the shipped one, and the user's before it."""

from pathlib import Path

from model.errors import RegistryError
from model.text import Text
from nianbao.home import Home
from registry import Calendar, read_calendar, shipped_calendar


def calendar_file(home: Home) -> Path:
    return home.folder / "calendar.csv"


def calendar_of(home: Home) -> Calendar:
    """Raises: RegistryError when the user's file cannot be taken."""
    path = calendar_file(home)
    own = _read(path) if path.exists() else ()
    named = {(each.region, each.level, each.kind) for each in own}
    shipped = [
        each for each in shipped_calendar() if (each.region, each.level, each.kind) not in named
    ]
    return (*own, *shipped)


def install_calendar(home: Home, path: Path) -> Calendar:
    """Checks a file and keeps a copy of it in the home. Raises: RegistryError."""
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
