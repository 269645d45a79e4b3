"""A season played as people would live it: every day looked at, read, and audited in the evening.

What the audits gave is kept, to be held against what the same archive gives for these days later.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from demo import YEARS
from model.text import Language
from nianbao.clock import end_of_day, local_day
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.audit_tables import write_audit
from nianbao.home import Home
from nianbao.settings import load_settings
from nianbao.stages.audit import Scope, run_audit
from nianbao.stages.demo import play_season, prepare
from nianbao.stages.process import process_captures
from storage.database import Database

Tables = Mapping[str, bytes]
"""Name of a file → its octets."""
_FORMS = ("audit.csv", "audit.xlsx", "audit.json", "audit.html")


def play_and_record(folder: Path, until: date) -> dict[date, Tables]:
    """Plays until `until`; the tables of each evening."""
    home = home_in(folder)
    prepare(home)
    home = home_in(folder)
    recorded: dict[date, Tables] = {}
    with home.open_database() as database:
        for look in play_season(home, database, until):
            with home.open_archive() as archive:
                settings = home.settings.process
                process_captures(archive=archive, database=database, settings=settings)
            day = local_day(look.at)
            recorded[day] = tables(home, database, day)
    return recorded


def home_in(folder: Path) -> Home:
    return Home(folder=folder, settings=load_settings(folder))


def tables(home: Home, database: Database, day: date) -> Tables:
    """Everything that an audit as of the end of a day writes, in both languages."""
    scope = Scope(years=(YEARS[0], YEARS[-1]))
    audited = run_audit(database, home.settings.audit, scope, as_of=end_of_day(day))
    export = AuditExport(result=audited.result, registry=audited.registry)
    with TemporaryDirectory() as scratch:
        written = [
            path
            for language in Language
            for form in _FORMS
            for path in write_audit(Path(scratch) / f"{language.value}-{form}", export, language)
        ]
        return {path.name: path.read_bytes() for path in written}
