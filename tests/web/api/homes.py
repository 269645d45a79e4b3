"""A home that has something of everything: a broken sum, an old version, personal data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extract.forms import load_forms
from model.ids import AgencyId, MeasureId
from nianbao.home import Home
from nianbao.settings import ProcessSettings, Settings
from nianbao.stages.add import add_files, collect
from nianbao.stages.audit import audit_everything
from nianbao.stages.indexing import bring_index_up_to_date
from nianbao.stages.process import process_captures
from tests.corpus.cases import Case
from tests.corpus.web_pages import web_page
from tests.extract.form_sheets import Sheet
from tests.extract.form_sheets import fill as fill_form
from tests.web import homes

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
MOBILE, LANDLINE, HOT_LINE = "13812345678", "0379-65432100", "12345"
CELL = MeasureId("t3.granted.total")

assert any(CELL in one.form.measures for one in load_forms())


@dataclass(frozen=True, kw_only=True)
class Broken(Case):
    """One total is one more than its parts; a contact person is named."""

    @property
    def sheets(self) -> list[Sheet]:
        texts = {**self.figures.texts, CELL: str(int(self.figures.texts[CELL]) + 1)}
        return fill_form(self.definition, texts)

    @property
    def title(self) -> str:
        return "云渡县人民政府2023年政府信息公开工作年度报告"

    @property
    def after(self) -> Sequence[str]:
        return (
            *super().after,
            f"联系人：张伟，手机{MOBILE}，办公电话{LANDLINE}，政务服务便民热线{HOT_LINE}。",
        )


def make(folder: Path, files: Path) -> None:
    """Fills `folder`; originals go through `files`."""
    homes.fill(folder, files, NOW - timedelta(days=9))
    page = files / "broken.html"
    page.write_text(web_page(Broken(producer="web", form="2021", layout="plain", kind="sound")))
    home = Home(folder=folder, settings=Settings(process=ProcessSettings(workers=1)))
    with home.open_database() as database, home.open_archive() as archive:
        add_files(
            collect([page]),
            archive=archive,
            database=database,
            agency=AgencyId("yundu-gov"),
            year=2023,
            clock=lambda: NOW - timedelta(days=2),
        )
        process_captures(archive=archive, database=database, settings=home.settings.process)
        audit_everything(database, home.settings.audit, as_of=NOW)
        bring_index_up_to_date(home.index_folder, database)
