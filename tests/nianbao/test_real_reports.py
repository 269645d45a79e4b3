"""The real reports through the real commands: every cell, the words around them, what fails."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.nianbao.commands import nianbao
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

SECTIONS = ["overview", "proactive", "applications", "remedies", "problems", "other_matters"]
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
HONGZE = SHARED / "reports" / "hongze-district-2023.pdf"

# Where the text itself gives less of the name than the truth file knows.
AS_THE_TEXT_SAYS = {
    "002_d0c64dee3b796035": "偃师区行政审批和政务信息管理局",
    "hongze-district-2023": "洪泽区人民政府",
}


def truth_of(path: Path) -> dict[str, Any]:
    value = json.loads(path.with_suffix("").with_suffix(".truth.json").read_text("utf-8"))
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("path", [*SEEDS, HONGZE], ids=lambda path: path.stem)
def test_every_measure_agency_year_form_and_section(path: Path) -> None:
    truth = truth_of(path)

    ended = nianbao("extract", path, "--json")

    assert ended.code == 0, ended.err
    report = ended.document
    measures = report["measures"]
    read = {
        key: measure["value"] for key, measure in measures.items() if measure["state"] == "read"
    }
    printed = {key: value for key, value in truth["measures"].items() if value is not None}
    assert read == printed
    lost = [measures[key] for key, value in truth["measures"].items() if value is None]
    assert {(m["state"], m["value"]) for m in lost if m} <= {("absent", None), ("inferred", 0)}
    assert report["agency"] == AS_THE_TEXT_SAYS.get(path.stem, truth["agency"])
    assert report["reporting_year"] == truth["reporting_year"]
    assert report["form"] == truth["format"]
    assert [section["id"] for section in report["sections"]] == SECTIONS
    assert all(measures[key]["where"] and measures[key]["raw"] for key in read)


def test_the_seed_that_lost_a_column_says_so() -> None:
    [path] = [path for path in SEEDS if path.stem.startswith("001")]

    report = nianbao("extract", path, "--json").document

    states = [measure["state"] for measure in report["measures"].values()]
    assert states.count("read") == 95
    assert "tables.columns_uncertain" in {warning["code"] for warning in report["warnings"]}
    assert report["findings"] == []


def test_the_two_impossible_totals_of_the_real_pdf() -> None:
    report = nianbao("extract", HONGZE, "--json", lang="zh", fresh=True).document

    found = [
        (item["rule"], item["severity"], item["certainty"], item["left"], item["right"])
        for item in report["findings"]
    ]
    assert found == [
        ("remedies.outcome_sum", "error", "confirmed", "11", "0"),
        ("remedies.outcome_sum", "error", "confirmed", "5", "0"),
    ]
    for item, block in zip(
        report["findings"], ("reconsideration", "litigation_after_reconsideration"), strict=True
    ):
        assert f"t4.{block}.total" in item["cells"]
        for cell in item["cells"]:
            where = report["measures"][cell]["where"]
            assert where["page"] >= 1
            x0, top, x1, bottom = where["box"]
            assert 0 < x0 < x1 < 700
            assert 0 < top < bottom < 900


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "home"
    ended = nianbao("add", SHARED / "seeds", HONGZE, "--json", home=folder, fresh=True)
    assert ended.code == 0, ended.err
    assert len(ended.document["processed"]["reports"]) == 6
    return folder


@pytest.mark.xdist_group("real")
class TestAdded:
    def test_adding_again_adds_nothing(self, home: Path) -> None:
        ended = nianbao("add", SHARED / "seeds", HONGZE, "--json", home=home)

        assert ended.code == 0
        assert ended.document["added"]["added"] == []
        assert len(ended.document["added"]["known"]) == 6
        assert ended.document["processed"]["documents"] == 0

    def test_search_finds_all_that_say_it(self, home: Path) -> None:
        result = nianbao("search", "依申请公开", "--json", home=home).document

        assert result["total"] == 6
        assert set(result) >= {"total", "took_ms", "hits", "facets"}
        assert set(result["hits"][0]) >= {
            *("report", "agency", "reporting_year", "title", "url", "score", "snippets"),
        }
        assert result["facets"]["year"] == {"2024": 4, "2023": 1, "2022": 1}
        snippet = result["hits"][0]["snippets"][0]
        assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["依申请公开"]

    @pytest.mark.parametrize(
        ("query", "agencies"),
        [
            ("警企恳谈会", ["怀远县公安局"]),
            ('"警企恳谈会" year:2024', ["怀远县公安局"]),
            ("微博 NOT 保安员", ["周口市公安局", "怀远县公安局", "洛阳市公安局"]),
            ("agency:洪泽区", ["洪泽区人民政府"]),
        ],
    )
    def test_queries(self, home: Path, query: str, agencies: list[str]) -> None:
        result = nianbao("search", query, "--json", home=home).document

        assert sorted(hit["agency"] for hit in result["hits"]) == sorted(agencies)

    def test_a_phrase_nobody_uses_finds_nothing_and_says_so(self, home: Path) -> None:
        ended = nianbao("search", '"双公示"', home=home, lang="zh")

        assert ended.code == 5
        assert "双公示" in ended.out

    def test_audit_of_reports_outside_any_registry(self, home: Path) -> None:
        of_2023 = nianbao("audit", "--year", "2023", "--json", home=home)
        of_2024 = nianbao("audit", "--year", "2024", home=home, lang="zh")

        assert of_2023.code == 0
        assert of_2023.document["obligations"] == 0
        assert {item["rule"] for item in of_2023.document["findings"]} == {"remedies.outcome_sum"}
        assert len(of_2023.document["findings"]) == 2
        assert of_2024.code == 0
        assert "周口市公安局" in of_2024.out

    def test_show_by_the_first_digits(self, home: Path) -> None:
        [hit] = nianbao("search", "警企恳谈会", "--json", home=home).document["hits"]

        shown = nianbao("show", hit["report"][:5], home=home, lang="zh", fresh=True)

        assert shown.code == 0
        for words in ("怀远县公安局", "128255", "1202.3", "本机关不掌握", "SHA-256"):
            assert words in shown.out

    def test_diff_cell_by_cell(self, home: Path) -> None:
        hits = nianbao("search", "agency:偃师", "--json", home=home).document["hits"]
        ids = [hit["report"] for hit in hits]

        difference = nianbao("diff", *ids, "--json", home=home).document

        assert difference["comparable"] is True
        values = difference["cells"]["t2.licensing.decisions"]
        assert {values["left"]["value"], values["right"]["value"]} == {0, 47777}
        assert "t2.rules.made" not in difference["cells"]

    def test_an_unknown_report(self, home: Path) -> None:
        ended = nianbao("show", "zzz", home=home)

        assert ended.code == 5
        assert "zzz" in ended.err
