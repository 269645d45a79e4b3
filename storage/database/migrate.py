"""Brings the schema of a database to the version of this program."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from model.errors import StorageError
from model.text import Text
from storage.database.connections import Connections
from storage.database.views import create_views, drop_views

_SCRIPTS = "storage:migrations"
"""A package resource, so that it is found in an installed wheel."""


def migrate(connections: Connections, *, read_only: bool) -> None:
    """Creates or upgrades. Raises: StorageError when it cannot or may not."""
    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    scripts = ScriptDirectory.from_config(config)
    with connections.reading() as connection:
        present = _revision(connection)
    if present == scripts.get_current_head():
        return
    if present is not None and not _knows(scripts, present):
        raise _newer(connections.source)
    if read_only:
        raise _outdated(connections.source)
    with connections.writing() as connection:
        # Looked at again under the lock: another process may have been faster.
        config.attributes["connection"] = connection
        drop_views(connection)
        command.upgrade(config, "head")
        create_views(connection)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _knows(scripts: ScriptDirectory, revision: str) -> bool:
    try:
        return scripts.get_revision(revision) is not None
    except CommandError:
        return False


def _newer(source: str) -> StorageError:
    return StorageError(
        source,
        Text("数据库由更新版本的 nianbao 建立", "the database was made by a newer nianbao"),
        Text("请升级 nianbao 后再打开。", "Upgrade nianbao, then open it again."),
    )


def _outdated(source: str) -> StorageError:
    return StorageError(
        source,
        Text("数据库尚未升级到本版本", "the database has not been upgraded to this version"),
        Text(
            "请先运行一次会写入数据的命令，如 nianbao process。",
            "Run a command that stores something once, such as `nianbao process`.",
        ),
    )
