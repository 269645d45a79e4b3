"""One text with a person in it, and every way in which text leaves the house."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from audit.fingerprints import fingerprinted
from model.finding import Certainty, Decision, DecisionKind, Finding, Quote, Severity
from model.ids import AgencyId, MeasureId, RuleId
from model.text import Language, Text
from nianbao.exports.audit_export import export_of
from nianbao.exports.audit_tables import write_audit
from nianbao.exports.data_package import write_package
from nianbao.exports.letters import write_letters
from nianbao.exports.sqlite_file import write_sqlite
from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import ProcessSettings, Settings
from nianbao.stages.add import add_files, collect
from nianbao.stages.audit import Audited, Scope, run_audit, store_audit
from nianbao.stages.indexing import bring_index_up_to_date
from nianbao.stages.process import process_captures
from nianbao.stages.registering import store_registry
from registry import load_registry
from storage.database import Filters
from tests.corpus.cases import Case
from tests.corpus.web_pages import web_page
from tests.extract.form_sheets import Sheet
from tests.extract.form_sheets import fill as fill_form
from tests.web.asking import Client
from tests.web.homes import REGISTRY
from web.app import create_app
from web.reviewing.replies import Said, entered
from web.site import Site
from web.tables.catalogue import NAMES, table_named

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
YUNDU = AgencyId("yundu-gov")
CELL = MeasureId("t3.granted.total")
PERSON = "联系人：欧阳修远，手机13812345678，邮箱zhangsan88@163.com，身份证110101199003071234"
TOLD = ("修远", "13812345678", "12345678，", "zhangsan88", "199003071234")
"""What must be read nowhere."""
MASKED = "联系人：欧阳**，手机138********"
LANDLINE = "0379-65432100"
LISTS = ("agencies", "obligations", "verdicts", "reports", "measures", "findings", "captures")


@dataclass(frozen=True, kw_only=True)
class Hostile(Case):
    """A person is named in a heading, in running text, behind it, and in a cell."""

    @property
    def title(self) -> str:
        return "云渡县人民政府2023年政府信息公开工作年度报告"

    @property
    def sheets(self) -> list[Sheet]:
        noted = f"{self.figures.texts[CELL]}（{PERSON}）"
        return fill_form(self.definition, {**self.figures.texts, CELL: noted})

    @property
    def after(self) -> tuple[str, ...]:
        # Long sentences, so that a passage around 恳谈会 is cut off at every place of the person.
        cut = (f"{PERSON}，{'事项' * width}恳谈会{'事项' * 60}。" for width in range(1, 20))
        return (
            "五、存在的主要问题及改进情况",
            *("公开不够及时，" * 9 + sentence for sentence in cut),
            "六、其他需要报告的事项",
            f"{PERSON}，办公电话{LANDLINE}。",
        )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    files = tmp_path_factory.mktemp("files")
    home = Home(
        folder=tmp_path_factory.mktemp("masked") / "home",
        settings=Settings(process=ProcessSettings(workers=1)),
    )
    (files / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    page = files / "report.html"
    page.write_text(web_page(Hostile(producer="web", form="2021", layout="plain", kind="sound")))
    with home.open_database() as database, home.open_archive() as archive:
        store_registry(home, database, load_registry([files / "registry.csv"]))
        add_files(
            collect([page]),
            archive=archive,
            database=database,
            agency=YUNDU,
            year=2023,
            clock=lambda: NOW - timedelta(days=2),
        )
        done = process_captures(archive=archive, database=database, settings=home.settings.process)
        assert not done.failures
        scope = Scope(years=(2023, 2023))
        audited = _quoting(run_audit(database, home.settings.audit, scope, as_of=NOW))
        store_audit(database, audited, scope)
        ((fingerprint, _),) = [
            one for one in fingerprinted(audited.result.findings) if one[1].quotes
        ][-1:]
        database.save_decision(_confirmed(fingerprint))
        database.save_decision(_replied(fingerprint))
        bring_index_up_to_date(home.index_folder, database)
    return home


def _quoting(audited: Audited) -> Audited:
    finding = Finding(
        rule=RuleId("applications.row_sum"),
        severity=Severity.ERROR,
        certainty=Certainty.CONFIRMED,
        message=Text(f"原文作{PERSON}", f"it says {PERSON}"),
        left=PERSON,
        right=PERSON,
        cells=(CELL,),
        quotes=(Quote(text=PERSON),),
        agency=YUNDU,
        reporting_year=2023,
        report=audited.result.verdicts[0].report,
    )
    result = replace(audited.result, findings=(*audited.result.findings, finding))
    return replace(audited, result=result)


def _confirmed(fingerprint: str) -> Decision:
    return Decision(
        fingerprint=fingerprint, kind=DecisionKind.CONFIRM, at=NOW, by="王某", note=PERSON
    )


def _replied(fingerprint: str) -> Decision:
    said = Said(
        agency=YUNDU,
        reporting_year=2023,
        finding=fingerprint,
        who=PERSON,
        on=date(2026, 2, 1),
        text=PERSON,
        source=PERSON,
    )
    return entered(said, by="王某", at=NOW)


@pytest.fixture(scope="module")
def site(home: Home) -> Iterator[Site]:
    with serving(home, lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(site: Site) -> Client:
    return Client(create_app(site))


def tells_nobody(name: str, text: str) -> None:
    assert text, name
    for told in TOLD:
        at = text.find(told)
        assert at < 0, f"{name}: {text[max(0, at - 60) : at + 60]}"


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_tables_of_every_format(site: Site, suffix: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow")
    hidden = 0
    for name in NAMES:
        chunks = site.exports(
            table_named(name), Filters(), suffix, language=Language.CHINESE, bom=False
        )
        text = _read(b"".join(chunks), suffix)
        tells_nobody(f"{name}{suffix}", text)
        hidden += MASKED in text
    assert hidden >= 3  # measures, sections, findings


def _read(data: bytes, suffix: str) -> str:
    match suffix:
        case ".xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                return "".join(book.read(one).decode("utf-8", "replace") for one in book.namelist())
        case ".parquet":
            parquet = pytest.importorskip("pyarrow.parquet")
            rows = parquet.read_table(io.BytesIO(data)).to_pylist()
            return json.dumps(rows, ensure_ascii=False, default=str)
        case _:
            return data.decode()


def test_the_data_package_and_the_file_for_datasette(site: Site, tmp_path: Path) -> None:
    write_package(site.database, Filters(), tmp_path / "package", moment=NOW)
    packed = [path for path in (tmp_path / "package").rglob("*") if path.is_file()]
    whole = "".join(path.read_text(encoding="utf-8") for path in packed)
    write_sqlite(site.database, Filters(), tmp_path / "public.db")
    with closing(sqlite3.connect(tmp_path / "public.db")) as public:
        dumped = "\n".join(public.iterdump())
    for name, text in (("package", whole), ("datasette", dumped)):
        tells_nobody(name, text)
        assert MASKED in text
        assert LANDLINE in text


def test_the_api_and_the_feeds(site: Site, client: Client) -> None:
    report = next(site.database.reports(year=2023)).id
    finding = site.database.audit_findings().items[0].fingerprint
    paths = [
        *(f"/api/v1/{name}{suffix}" for name in LISTS for suffix in ("", ".csv", ".jsonl")),
        f"/api/v1/reports/{report}",
        f"/api/v1/findings/{finding}",
        f"/api/v1/verdicts/{YUNDU}/2023",
        "/api/v1/search?q=恳谈会",
        "/api/v1/search?q=办公电话",
        *(f"/feeds/{name}.atom" for name in ("reports", "findings", "search")),
    ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        tells_nobody(path, answer.text)
    passages = client.get("/api/v1/search?q=恳谈会").json()["items"][0]["passages"]
    assert all("恳谈会" in one["text"] for one in passages)


def test_pages_that_quote_and_the_dossier(client: Client) -> None:
    for page in (f"/agency/{YUNDU}/2023", f"/agency/{YUNDU}", "/findings"):
        text = client.get(page).text
        tells_nobody(page, text)
        assert MASKED in text
    data = client.get(f"/agency/{YUNDU}/2023/dossier.zip").content
    with zipfile.ZipFile(io.BytesIO(data)) as dossier:
        for name in dossier.namelist():
            if name.endswith((".html", ".json")):
                tells_nobody(name, dossier.read(name).decode())


def test_audits_and_letters(site: Site, tmp_path: Path) -> None:
    scope = Scope(years=(2023, 2023))
    audited = _quoting(run_audit(site.database, Settings().audit, scope, as_of=NOW))
    export = export_of(audited.result, audited.registry)
    for form in ("csv", "xlsx", "json", "html"):
        for path in write_audit(tmp_path / f"audit.{form}", export, Language.CHINESE):
            tells_nobody(path.name, _read(path.read_bytes(), path.suffix))
    for path in write_letters(tmp_path / "letters", export, Language.CHINESE):
        tells_nobody(path.name, _read(path.read_bytes(), ".xlsx"))
