"""A home with something for people to decide, and somebody who is logged in to it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from extract.tables.doubts import Doubt
from model.finding import Certainty
from model.ids import AgencyId
from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import ProcessSettings, Settings, WebSettings
from nianbao.stages.add import add_files, collect
from nianbao.stages.audit import audit_everything
from nianbao.stages.process import process_captures
from storage.database import Database, Decided, FindingFilter, Reading, StoredFinding
from tests.web.asking import Client
from tests.web.homes import fill
from web.app import create_app
from web.site import Site

TOKEN = "an invented token, long enough"
_DOUBTFUL = "t3.carried_in."
_PARTS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


@dataclass(kw_only=True)
class Desk:
    """A served home, at a moment that goes on with every question."""

    home: Home
    site: Site
    client: Client
    now: list[datetime]
    cookie: str = ""
    step: timedelta = timedelta(minutes=1)

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self._ask("GET", path, given)

    def post(self, path: str, data: dict[str, str], **given: Any) -> httpx.Response:
        return self._ask("POST", path, {"data": data, **given})

    def log_in(self, name: str = "王某") -> None:
        answer = self.post("/login", {"token": TOKEN, "name": name})
        assert answer.status_code == 303, answer.text
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def decide(self, finding: StoredFinding, kind: str, note: str = "") -> httpx.Response:
        answer = self.post(f"/review/{finding.fingerprint}", {"kind": kind, "note": note})
        assert answer.status_code == 303, answer.text
        return answer

    def reply(self, finding: StoredFinding | None, text: str, **changed: str) -> None:
        """Enters what the agency of 云渡县 wrote: to a finding, or to the verdict on 2022."""
        fields = {
            "who": "云渡县人民政府办公室",
            "on": "2026-02-20",
            "text": text,
            "source": "云政办函〔2026〕3号",
            "finding": finding.fingerprint if finding else "",
            **changed,
        }
        answer = self.post("/agency/yundu-gov/2022/reply", fields)
        assert answer.status_code == 303, answer.text

    def certain(self) -> StoredFinding:
        """One that nobody has decided about."""
        return self._finding(Certainty.CONFIRMED)

    def uncertain(self) -> StoredFinding:
        return self._finding(Certainty.UNCONFIRMED)

    def _finding(self, certainty: Certainty) -> StoredFinding:
        wanted = FindingFilter(certainties=(certainty,), decided=(Decided.OPEN,))
        return next(
            one
            for one in self.site.database.audit_findings(wanted).items
            if one.finding.cells and one.finding.agency
        )

    def _ask(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        self.now[0] += self.step
        headers = {**({"cookie": self.cookie} if self.cookie else {}), **given.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **given)


def prepare(folder: Path, files: Path, now: datetime) -> None:
    """Findings with certain and uncertain readings, and a report that could be anybody's."""
    fill(folder, files, now)
    home = Home(folder=folder, settings=Settings(process=ProcessSettings(workers=1)))
    page = files / "stranger.html"
    page.write_text(_page("2021年统计局政府信息公开工作年度报告"), "utf-8")
    with home.open_database() as database, home.open_archive() as archive:
        add_files(
            collect([page]),
            archive=archive,
            database=database,
            agency=None,
            year=None,
            clock=lambda: now,
        )
        process_captures(archive=archive, database=database, settings=home.settings.process)
        _doubt_some(database, now)
        audit_everything(database, home.settings.audit, as_of=now + timedelta(days=1))


def _doubt_some(database: Database, now: datetime) -> None:
    """As if a row of the unsound report had been hard to read."""
    (version,) = database.reports(agency=AgencyId("yundu-gov"), year=2022)
    measures = {
        id_: replace(one, doubt=Doubt.OCR, confidence=0.61) if id_.startswith(_DOUBTFUL) else one
        for id_, one in version.report.measures.items()
    }
    reading = Reading(
        digest=version.capture.payload_digest,
        agency=version.agency,
        agency_name=version.agency_name,
        reporting_year=version.reporting_year,
        report=replace(version.report, measures=measures),
    )
    database.save_report(reading, code_version=version.code_version)


def _page(title: str) -> str:
    body = "".join(f"<h2>{each}</h2><p>无。</p>" for each in _PARTS)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


@contextmanager
def desk_at(
    prepared: Path, folder: Path, start: datetime, *, token: str = TOKEN, **web: Any
) -> Iterator[Desk]:
    """A copy of a prepared home, served."""
    shutil.copytree(prepared, folder)
    settings = Settings(web=WebSettings(token=token, **web))
    home = Home(folder=folder, settings=settings)
    now = [start]
    clock: Callable[[], datetime] = lambda: now[0]  # noqa: E731 - it reads what a test sets
    with serving(home, clock) as site:
        yield Desk(home=home, site=site, client=Client(create_app(site)), now=now)
