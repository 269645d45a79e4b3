"""The folder that holds everything: settings, archive, database, index, exports."""

from dataclasses import dataclass
from pathlib import Path

from model.errors import NotFoundError
from model.text import Text
from nianbao import __version__
from nianbao.folders import make_folder
from nianbao.settings import FILE_NAME, Settings
from storage.archive import Archive
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    folder: Path
    settings: Settings

    @property
    def settings_file(self) -> Path:
        return self.folder / FILE_NAME

    @property
    def archive_folder(self) -> Path:
        return self.folder / "warc"

    @property
    def registry_file(self) -> Path:
        """The registry as last imported: with the archive, what everything is rebuilt from."""
        return self.folder / "registry.csv"

    @property
    def index_folder(self) -> Path:
        return self.folder / "index"

    @property
    def harvest_lock(self) -> Path:
        """Held by whoever harvests; see `nianbao.lock`."""
        return self.folder / "harvest.lock"

    @property
    def schedule_lock(self) -> Path:
        """Held by `nianbao schedule run` as long as it lives."""
        return self.folder / "schedule.lock"

    @property
    def exports_folder(self) -> Path:
        return self.folder / "exports"

    @property
    def database_file(self) -> Path:
        return self.folder / "nianbao.db"

    def create(self) -> None:
        """Raises UsageError where there can be no home."""
        make_folder(self.folder)

    def open_database(self, *, must_exist: bool = False) -> Database:
        """Raises NotFoundError where a command needs data and the home has none yet."""
        if must_exist and self.settings.database is None and not self.database_file.exists():
            raise NotFoundError(
                str(self.folder),
                Text("这里还没有数据", "holds no data yet"),
                Text(
                    "先运行 nianbao add 文件… 或 nianbao harvest，"
                    "或用 --home 指定数据所在的文件夹；nianbao demo 可看演示",
                    "run nianbao add FILE… or nianbao harvest first, or name the folder of your "
                    "data with --home; nianbao demo shows how it works",
                ),
            )
        self.create()
        return Database.open(self.settings.database or self.database_file)

    def open_archive(self, *, simulated_clock: bool = False) -> Archive:
        self.create()
        return Archive(
            self.archive_folder,
            software=f"nianbao/{__version__}",
            contact=self.settings.harvest.contact or None,
            simulated_clock=simulated_clock,
        )
