"""What must be there before a command can work with it."""

from model.errors import NotFoundError
from model.text import Text
from nianbao.home import Home
from storage.archive import Archive


def existing_archive(home: Home) -> Archive:
    """Raises NotFoundError where the home has no archive."""
    folder = home.archive_folder
    if not any(folder.glob("*.warc.gz")):
        raise NotFoundError(
            str(folder),
            Text("没有存档文件", "holds no archive files"),
            Text(
                "先运行 nianbao add 或 nianbao harvest，或用 --home 指定文件夹",
                "run nianbao add or nianbao harvest first, or name the folder with --home",
            ),
        )
    return home.open_archive()
