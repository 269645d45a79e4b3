"""A small home with a report of every kind of original, filled by the real stages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from model.finding import Failure
from model.ids import AgencyId
from nianbao.home import Home
from nianbao.settings import ProcessSettings, Settings
from nianbao.stages.add import add_files, collect
from nianbao.stages.audit import audit_everything
from nianbao.stages.indexing import bring_index_up_to_date
from nianbao.stages.process import process_captures
from nianbao.stages.registering import store_registry
from registry import load_registry
from tests.corpus import by_reportlab
from tests.corpus.cases import Case
from tests.corpus.web_pages import web_page
from tests.corpus.word_files import word_file

REGISTRY = """\
id,name,aliases,level,kind,region,parent,uscc,duty,due,since,until,successor,listings,hosts,note
yundu-gov,云渡县人民政府,,county,government,999910,,,statutory,,,,,,,
yundu-tjj,云渡县统计局,,county,department,999910,yundu-gov,,statutory,,,,,,,
"""


@dataclass(frozen=True, kw_only=True)
class Original:
    name: str
    data: bytes
    agency: str
    year: int


def originals() -> tuple[Original, ...]:
    pdf = Case(producer="reportlab", form="2021", layout="ruled", kind="sound")
    page = Case(producer="web", form="2021", layout="plain", kind="notes")
    word = Case(producer="word", form="2019", layout="plain", kind="sound")
    edited = web_page(page).replace("六、其他需要报告的事项", "六、其他需要报告的事项（更正）")
    unsound = Case(producer="web", form="2021", layout="plain", kind="broken", merged=True)
    broken = web_page(unsound).replace(
        "五、存在的主要问题及改进情况", "公开不够及时。&lt;b&gt;不是标签"
    )
    return (
        Original(name="report.pdf", data=by_reportlab.make(pdf), agency="yundu-tjj", year=2024),
        Original(name="page.html", data=web_page(page).encode(), agency="yundu-tjj", year=2023),
        Original(name="again.html", data=edited.encode(), agency="yundu-tjj", year=2023),
        Original(name="word.docx", data=word_file(word), agency="yundu-tjj", year=2020),
        Original(name="broken.html", data=broken.encode(), agency="yundu-gov", year=2022),
    )


def fill(folder: Path, files: Path, now: datetime) -> None:
    failures = fill_with(REGISTRY, originals(), folder, files, now)
    assert not failures, failures


def fill_with(
    registry: str, originals: Iterable[Original], folder: Path, files: Path, now: datetime
) -> tuple[Failure, ...]:
    """A home in `folder` with these agencies and files, through every stage; what was not read."""
    home = Home(folder=folder, settings=Settings(process=ProcessSettings(workers=1)))
    rows = files / "registry.csv"
    rows.write_text(registry, encoding="utf-8")
    with home.open_database() as database, home.open_archive() as archive:
        store_registry(home, database, load_registry([rows]))
        for minute, original in enumerate(originals):
            path = files / original.name
            path.write_bytes(original.data)
            at = now + timedelta(minutes=minute)
            add_files(
                collect([path]),
                archive=archive,
                database=database,
                agency=AgencyId(original.agency),
                year=original.year,
                clock=lambda at=at: at,  # type: ignore[misc]  # a clock that stands still
            )
        done = process_captures(archive=archive, database=database, settings=home.settings.process)
        audit_everything(database, home.settings.audit, as_of=now + timedelta(days=1))
        bring_index_up_to_date(home.index_folder, database)
    return done.failures
