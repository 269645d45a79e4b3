"""An audit as people take it away: CSV, workbook, JSON and a page."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from audit import audit
from model.agency import Level, Registry
from model.errors import UsageError
from model.finding import Certainty, Finding, Quote, Severity
from model.ids import AgencyId, MeasureId, RuleId
from model.place import Place
from model.text import Language, Text
from model.verdict import AuditResult
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.audit_html import audit_html
from nianbao.exports.audit_tables import (
    audit_json,
    audit_xlsx,
    coverage_csv,
    findings_csv,
    verdicts_csv,
    write_audit,
)
from tests.audit.builders import OWED, agency, at, link, look, observations, report

CHINESE, ENGLISH = Language.CHINESE, Language.ENGLISH
HOSTILE = "=HYPERLINK(\"http://x\")<script>alert('1')</script>"


def result() -> AuditResult:
    """One of each: published, late, not found, unobservable, not due; and a hostile name."""
    names = ("on-time", "late", "absent", "blocked", "none")
    agencies = (
        *(
            agency(name, name=f"清禾市{name}局", listings=(f"https://{name}.gov.cn/nb/",))
            for name in names[:4]
        ),
        agency("none", name=HOSTILE),
    )
    previous = link(2022)
    looks = [
        look(at(day), previous, owner=name, listing=f"https://{name}.gov.cn/nb/")
        for name in ("late", "absent")
        for day in ("2024-02-02", "2024-02-05")
    ]
    looks.append(
        look(at("2024-02-08"), link(2023), owner="late", listing="https://late.gov.cn/nb/")
    )
    seen = observations(
        looks=looks,
        reports=[
            report(at("2024-01-20"), owner="on-time"),
            report(at("2024-02-08"), owner="late"),
        ],
    )
    obligations = [replace(OWED, agency=AgencyId(name)) for name in names[:4]]
    obligations.append(replace(OWED, agency=AgencyId("none"), due=None))
    made = audit(obligations, Registry(agencies=agencies), seen, {}, as_of=at("2024-03-01"))
    return replace(made, findings=(*made.findings, broken_sum()))


def exported(made: AuditResult) -> AuditExport:
    names = {record.agency: record.agency_name for record in made.verdicts}
    known = tuple(
        agency(id_, name=name, region_name="清禾市", level=Level.PREFECTURE)
        for id_, name in names.items()
    )
    return AuditExport(result=made, registry=Registry(agencies=known))


def broken_sum() -> Finding:
    return Finding(
        rule=RuleId("remedies.outcome_sum"),
        severity=Severity.ERROR,
        certainty=Certainty.UNCONFIRMED,
        message=Text(
            "行政复议：10＋1＝11，而总计为0", "reconsideration: 10 + 1 = 11, but total is 0"
        ),
        left="11",
        right="0",
        cells=(MeasureId("t4.reconsideration.total"),),
        quotes=(Quote(text="总计：0", place=Place(page=5)),),
        agency=AgencyId("on-time"),
        reporting_year=2023,
    )


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_of_verdicts() -> None:
    rows = rows_of(verdicts_csv(result(), CHINESE))

    assert [row["verdict"] for row in rows] == [
        "published",
        "late",
        "not_found",
        "unobservable",
        "not_due",
    ]
    assert rows[1]["last_absent"] == "2024-02-05T10:00:00+08:00"
    assert rows[2]["records"].count("a.warc.gz:") == 2
    assert rows[3]["reason"] == "too_few_looks"
    assert rows[3]["explanation"].startswith("期限之后")
    assert {row["graded"] for row in rows} == {"false"}


def test_csv_of_findings() -> None:
    rows = rows_of(findings_csv(result(), ENGLISH))

    assert {row["rule"] for row in rows} == {
        "publication.late",
        "publication.not_found",
        "remedies.outcome_sum",
    }
    assert rows[-1]["quotes"] == "总计：0 (page 5)"
    assert (rows[-1]["severity"], rows[-1]["certainty"]) == ("error", "unconfirmed")


def test_a_bom_is_for_those_who_ask() -> None:
    assert verdicts_csv(result(), CHINESE, bom=True).startswith(b"\xef\xbb\xbf")
    assert verdicts_csv(result(), CHINESE).startswith(b"agency,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_a_formula(start: str) -> None:
    hostile = replace(broken_sum(), message=Text(start + "1+1", start + "1+1"))
    made = AuditResult(as_of=at("2024-03-01"), verdicts=(), findings=(hostile,))

    (row,) = rows_of(findings_csv(made, CHINESE))

    assert row["message"] == f"'{start}1+1"


def test_harmless_cells_are_left_as_they_are() -> None:
    (row,) = rows_of(
        findings_csv(
            AuditResult(as_of=at("2024-03-01"), verdicts=(), findings=(broken_sum(),)), CHINESE
        )
    )

    assert row["message"] == broken_sum().message.zh


def test_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(audit_xlsx(exported(result()), CHINESE)))

    assert book.sheetnames == ["结论", "发现", "覆盖", "机关与年度", "概况", "列与用语"]
    sheet = book["结论"]
    assert [cell.value for cell in sheet[1]][:3] == ["机关编号", "机关名称", "报告年度"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:P6"
    assert sheet.max_row == 6
    assert sheet["C2"].value == 2023
    assert sheet.column_dimensions["B"].width > 20
    assert dict(book["概况"].values)["应尽义务数"] == 5
    assert [cell.value for cell in book["发现"]["E"]][1:] == ["确证"] * 3
    assert [cell.value for cell in book["发现"]["F"]][1:] == ["确定", "确定", "待核"]
    assert "结论 (verdict)" in [cell.value for cell in book["列与用语"]["A"]]


def test_the_workbook_shows_coverage_with_its_denominator() -> None:
    book = openpyxl.load_workbook(io.BytesIO(audit_xlsx(exported(result()), CHINESE)))
    heads, everything, *others = book["覆盖"].values
    line = dict(zip(heads, everything, strict=True))

    assert (line["组"], line["报告年度"], line["已到期"]) == ("全部", 2023, 4)
    assert line["如期公布率"] == "25–50%"
    assert line["无法判断占比"] == "25.0%"
    assert [other[1] for other in others] == ["地市级", "410000", "清禾市"]
    rows = list(book["机关与年度"].values)
    assert rows[0] == ("机关编号", "机关名称", "2023")
    assert rows[2] == ("late", "清禾市late局", "逾期公布")
    late = dict(book["概况"].values)
    assert (late["1–7 天"], late["8–30 天"]) == (1, 0)


def test_csv_of_coverage() -> None:
    rows = rows_of(coverage_csv(exported(result()), ENGLISH))

    assert [(row["by"], row["group"]) for row in rows] == [
        ("all", "all"),
        ("level", "prefecture"),
        ("region", "410000"),
        ("region", "419900"),
    ]
    assert {row["obligations_due"] for row in rows} == {"4"}


def test_the_workbook_holds_hostile_text_as_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(audit_xlsx(exported(result()), ENGLISH)))["Verdicts"]

    assert sheet["B6"].value == HOSTILE
    assert sheet["B6"].data_type == "s"
    assert sheet["B6"].hyperlink is None


def test_the_same_audit_gives_the_same_workbook() -> None:
    assert audit_xlsx(exported(result()), CHINESE) == audit_xlsx(exported(result()), CHINESE)


def test_more_rows_than_a_sheet_holds() -> None:
    many = AuditResult(as_of=at("2024-03-01"), verdicts=(), findings=(broken_sum(),) * 1_048_576)

    with pytest.raises(UsageError, match="more rows"):
        audit_xlsx(exported(many), CHINESE)


def test_json_is_the_contract() -> None:
    document = audit_json(exported(result()), ENGLISH)

    assert list(document) == [
        "as_of",
        "obligations",
        "counts",
        "unresolved_share",
        "coverage",
        "verdicts",
        "findings",
    ]
    assert document["as_of"] == "2024-03-01T02:00:00Z"
    assert document["obligations"] == 5
    assert document["coverage"]["groups"][0] == {
        "by": "all",
        "group": "all",
        "name": "all",
        "reporting_year": 2023,
        "due": 4,
        "published": 1,
        "late": 1,
        "not_found": 1,
        "unobservable": 1,
        "not_due": 1,
        "in_time_share": [0.25, 0.5],
        "unresolved_share": 0.25,
    }
    assert document["coverage"]["days_late"][0] == {"at_least": 1, "at_most": 7, "count": 1}
    assert document["counts"] == {
        "published": 1,
        "late": 1,
        "not_found": 1,
        "unobservable": 1,
        "not_due": 1,
    }
    assert document["unresolved_share"] == 0.25
    late = document["verdicts"][1]
    assert late.keys() >= {
        "agency",
        "agency_name",
        "reporting_year",
        "due",
        "basis",
        "verdict",
        "reason",
        "declared",
        "last_absent",
        "first_seen",
        "report",
        "evidence",
    }
    assert late["due"] == date(2024, 1, 31).isoformat()
    assert late["evidence"][0].keys() == {"capture", "url", "at", "warc", "offset", "digest"}
    assert document["findings"][-1]["cells"] == ["t4.reconsideration.total"]


class Page(HTMLParser):
    """What a browser would run or fetch, the text it would show, and whether tags close."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        if tag in ("script", "img", "link", "iframe"):
            self.fetched.append(tag)
        self.links.extend(value for key, value in attrs if key == "href" and value)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("language", "lang", "words"),
    [
        (CHINESE, "zh-Hans", ["未见", "无法判断", "逾期公布", "25.0%", "读数尚不确定"]),
        (ENGLISH, "en", ["not found by us", "cannot be told", "25.0%", "uncertain reading"]),
    ],
)
def test_the_page(language: Language, lang: str, words: list[str]) -> None:
    html = audit_html(exported(result()), language)
    page = Page()
    page.feed(html)

    assert f'<html lang="{lang}">' in html
    assert page.open == []
    assert page.fetched == []
    assert HOSTILE in page.text
    assert [word for word in words if word not in page.text] == []
    assert "https://absent.gov.cn/nb/" in page.links


def test_only_web_addresses_become_links() -> None:
    made = result()
    record = made.verdicts[2]
    piece = replace(record.evidence[0], url="javascript:alert(1)")
    page = Page()
    page.feed(
        audit_html(exported(replace(made, verdicts=(replace(record, evidence=(piece,)),))), CHINESE)
    )

    assert page.links == []
    assert "javascript:alert(1)" in page.text


def test_nothing_audited_is_still_a_page() -> None:
    empty = AuditResult(as_of=at("2024-03-01"), verdicts=(), findings=())

    assert "没有发现" in audit_html(exported(empty), CHINESE)
    assert audit_json(exported(empty), CHINESE)["unresolved_share"] == 0.0
    assert rows_of(verdicts_csv(empty, CHINESE)) == []
    assert not re.search(r"nan|inf", audit_html(exported(empty), ENGLISH).partition("</style>")[2])


@pytest.mark.parametrize(
    ("name", "start", "others"),
    [
        ("a.csv", b"\xef\xbb\xbfagency,", ["a.findings.csv", "a.coverage.csv"]),
        ("a.xlsx", b"PK", []),
        ("a.json", b"{", []),
        ("A.HTML", b"<!doctype html>", []),
    ],
)
def test_the_suffix_says_what_to_write(
    tmp_path: Path, name: str, start: bytes, others: list[str]
) -> None:
    written = write_audit(tmp_path / name, exported(result()), CHINESE, bom=True)

    assert [path.name for path in written] == [name, *others]
    assert written[0].read_bytes().startswith(start)
    assert all(path.stat().st_size for path in written)


def test_another_suffix_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_audit(tmp_path / "a.docx", exported(result()), CHINESE)

    assert list(tmp_path.iterdir()) == []
