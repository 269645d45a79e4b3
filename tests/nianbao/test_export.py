"""`nianbao export`: every table in every format, the data package, words for Datasette."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.errors import UsageError
from model.text import Text
from nianbao.exports.table_files import Style, write_table
from storage.database import Browse, Database, Filters, Page
from tests.nianbao.commands import Ended, nianbao
from tests.nianbao.replaying import needs_replay, run
from tests.web.api.homes import CELL, HOT_LINE, LANDLINE, MOBILE, make
from web.tables.catalogue import NAMES, TABLES, table_named
from web.tables.columns import text
from web.tables.table import Table, everything

DATED = ("1 2025-01-02", "=1+1", "+86", "-3", "-", "@x")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "home"
    make(folder, tmp_path_factory.mktemp("originals"))
    return folder


def exported(home: Path, out: Path, *words: str) -> dict[str, Any]:
    ended = nianbao("export", *words, "--out", out, "--json", home=home)
    assert ended.code == 0, ended.err
    return ended.document


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


class TestTables:
    def test_every_one_is_a_csv_with_the_columns_of_its_dictionary(
        self, home: Path, tmp_path: Path
    ) -> None:
        with Database.open(home / "nianbao.db", read_only=True) as database:
            for table in map(table_named, NAMES):
                out = tmp_path / f"{table.name}.csv"
                count = write_table(table, everything(table, database, Filters()), out, Style())
                rows = lines(out)
                assert count == len(rows) > 0
                assert list(rows[0]) == [column.key for column in table.columns]

    def test_a_workbook_has_chinese_headings_filters_and_a_dictionary(
        self, home: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "verdicts.xlsx"
        ended = nianbao("export", "verdicts", "--out", out, home=home, lang="zh", fresh=True)
        assert ended.code == 0, ended.err
        book = openpyxl.load_workbook(out)
        sheet, dictionary = book.worksheets
        assert sheet.title == "结论"
        assert [cell.value for cell in sheet[1]][:2] == ["机关编号", "机关名称"]
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        keys = [row[0].value for row in dictionary.iter_rows(min_row=3)]
        assert keys[: len(TABLES["verdicts"].columns)] == [
            column.key for column in TABLES["verdicts"].columns
        ]

    def test_moments_in_a_workbook_are_those_of_china(self, home: Path, tmp_path: Path) -> None:
        exported(home, tmp_path / "captures.xlsx", "captures")
        exported(home, tmp_path / "captures.csv", "captures")
        sheet = openpyxl.load_workbook(tmp_path / "captures.xlsx").worksheets[0]
        assert lines(tmp_path / "captures.csv")[0]["at"] == "2026-02-27T04:00:00Z"
        assert str(sheet["C2"].value) == "2026-02-27 12:00:00"

    def test_json_lines_are_what_the_api_gives(self, home: Path, tmp_path: Path) -> None:
        exported(home, tmp_path / "f.jsonl", "findings", "--rule", "applications.result_sum")
        rows = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
        assert {row["rule"] for row in rows} == {"applications.result_sum"}
        assert CELL in {cell for row in rows for cell in row["cells"]}

    def test_wide_parquet_has_a_column_for_each_indicator(self, home: Path, tmp_path: Path) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        exported(home, tmp_path / "wide.parquet", "figures", "--year", "2023")
        exported(home, tmp_path / "long.parquet", "measures", "--year", "2023", "--measure", CELL)
        wide = parquet.read_table(tmp_path / "wide.parquet").to_pylist()
        long = parquet.read_table(tmp_path / "long.parquet").to_pylist()
        assert {row["id"]: row[CELL] for row in wide} == {
            row["report"]: row["value"] for row in long
        }
        assert len(wide[0]) > 300
        assert wide[0]["first_seen"].tzinfo is not None

    def test_a_byte_order_mark_comes_only_when_asked_for(self, home: Path, tmp_path: Path) -> None:
        exported(home, tmp_path / "a.csv", "agencies")
        exported(home, tmp_path / "b.csv", "agencies", "--bom")
        assert (tmp_path / "b.csv").read_bytes() == b"\xef\xbb\xbf" + (
            tmp_path / "a.csv"
        ).read_bytes()

    def test_people_are_masked_and_offices_are_not(self, home: Path, tmp_path: Path) -> None:
        exported(home, tmp_path / "sections.csv", "sections")
        whole = (tmp_path / "sections.csv").read_text(encoding="utf-8")
        assert MOBILE not in whole
        assert "138********" in whole
        assert "张*" in whole
        assert LANDLINE in whole
        assert HOT_LINE in whole


class TestMistakes:
    def end(self, home: Path, *words: str | Path) -> Ended:
        return nianbao("export", *words, home=home)

    def test_are_told_with_what_to_do(self, home: Path, tmp_path: Path) -> None:
        out = tmp_path / "x.doc"
        ended = self.end(home, "reports", "--out", out)
        assert (ended.code, out.exists()) == (2, False)
        assert ".parquet" in ended.err

    def test_a_filter_that_a_table_does_not_have_is_one(self, home: Path, tmp_path: Path) -> None:
        ended = self.end(home, "agencies", "--rule", "a.b", "--out", tmp_path / "x.csv")
        assert ended.code == 2
        assert "region" in ended.err

    def test_so_is_a_folder_that_is_not_there(self, home: Path, tmp_path: Path) -> None:
        assert self.end(home, "agencies", "--out", tmp_path / "no" / "x.csv").code == 2

    def test_parquet_without_its_library(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
        with pytest.raises(UsageError) as caught:
            write_table(TABLES["indicators"], [], tmp_path / "x.parquet", Style())
        assert "nianbao[parquet]" in caught.value.remedy.en
        assert list(tmp_path.iterdir()) == []


def _no_read(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[str]:
    raise AssertionError((browse, filters, after, limit))


WORDS: Table[str] = Table(
    name="words",
    title=Text("词", "Words"),
    about=Text("词", "Words"),
    key=("word",),
    filters=frozenset(),
    read=_no_read,
    columns=(text("word", Text("词", "Word"), Text("词", "Word"), lambda row: row),),
)


class TestFiles:
    @pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
    def test_that_are_interrupted_are_not_there(self, tmp_path: Path, suffix: str) -> None:
        def rows() -> Iterator[str]:
            yield "one"
            raise KeyboardInterrupt

        target = tmp_path / f"words{suffix}"
        target.write_text("before")
        with pytest.raises(KeyboardInterrupt):
            write_table(WORDS, rows(), target, Style())
        assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]

    def test_hold_no_formula(self, tmp_path: Path) -> None:
        write_table(WORDS, DATED, tmp_path / "words.csv", Style())
        rows = [row["word"] for row in lines(tmp_path / "words.csv")]
        assert rows == ["1 2025-01-02", "'=1+1", "+86", "-3", "-", "'@x"]
        write_table(WORDS, DATED, tmp_path / "words.xlsx", Style())
        sheet = openpyxl.load_workbook(tmp_path / "words.xlsx").worksheets[0]
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == list(DATED)
        assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}

    def test_hold_text_longer_than_a_cell_can(self, tmp_path: Path) -> None:
        write_table(WORDS, ["公" * 40_000], tmp_path / "words.xlsx", Style())
        cell = openpyxl.load_workbook(tmp_path / "words.xlsx").worksheets[0]["A2"].value
        assert len(cell) == 32_767
        assert cell.endswith("…")


class TestPackage:
    @pytest.fixture(scope="class")
    @staticmethod
    def package(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        out = tmp_path_factory.mktemp("package") / "data"
        exported(home, out, "package")
        return out

    @needs_replay
    def test_frictionless_accepts_it(self, package: Path) -> None:
        checked = run("frictionless", "validate", "datapackage.json", "--json", cwd=package)
        report = json.loads(checked.stdout)
        assert report["valid"], checked.stdout
        assert {task["name"] for task in report["tasks"]} == set(TABLES)
        assert all(task["stats"]["rows"] for task in report["tasks"])

    def test_says_what_it_is_and_as_known_when(self, package: Path) -> None:
        descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
        assert descriptor["nianbao"]["query"] == {}
        assert descriptor["nianbao"]["audited"] == "2026-03-01T04:00:00Z"
        for resource in descriptor["resources"]:
            for field in resource["schema"]["fields"]:
                assert " / " in field["description"]
        readme = (package / "README.md").read_text(encoding="utf-8")
        assert "不是说没有公布" in readme
        assert "not found by us" in readme
        assert (package / "CITATION.cff").exists()

    def test_its_hashes_are_those_of_its_files(self, package: Path) -> None:
        descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
        for resource in descriptor["resources"]:
            data = (package / resource["path"]).read_bytes()
            assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"
            assert resource["rows"] == len(list(csv.reader(io.StringIO(data.decode())))) - 1

    def test_as_one_file_it_is_narrowed_and_says_so(self, home: Path, tmp_path: Path) -> None:
        told = exported(home, tmp_path / "d.zip", "package", "--year", "2024")
        with zipfile.ZipFile(tmp_path / "d.zip") as archive:
            assert archive.testzip() is None
            descriptor = json.loads(archive.read("datapackage.json"))
            reports = archive.read("data/reports.csv").decode()
        assert descriptor["nianbao"]["query"] == {"year": "2024"}
        assert told["rows"]["reports"] == len(list(csv.reader(io.StringIO(reports)))) - 1 == 1

    def test_never_goes_into_a_folder_that_holds_something(
        self, home: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "mine.txt").write_text("mine")
        ended = nianbao("export", "package", "--out", tmp_path, home=home)
        assert ended.code == 2
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@needs_replay
class TestDatasette:
    def ask(self, home: Path, words: Path, path: str) -> Any:
        database = home / "nianbao.db"
        done = run("datasette", "-i", database, "--metadata", words, "--get", path)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @pytest.fixture(scope="class")
    @staticmethod
    def words(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        out = tmp_path_factory.mktemp("datasette") / "datasette.json"
        exported(home, out, "datasette")
        return out

    def test_shows_the_views_and_hides_what_is_encoded(self, home: Path, words: Path) -> None:
        told = self.ask(home, words, "/nianbao.json")
        assert {table["name"] for table in told["tables"] if not table["hidden"]} == set()
        assert "v_verdicts" in {view["name"] for view in told["views"]}

    def test_answers_questions_about_figures(self, home: Path, words: Path) -> None:
        asked = f"/nianbao/v_measures.json?measure={CELL}&state=read&_shape=array"
        rows = self.ask(home, words, asked)
        assert {row["agency_name"] for row in rows} == {"云渡县统计局", "云渡县人民政府"}
        assert all(isinstance(row["value"], int) for row in rows)

    def test_counts_verdicts_in_words(self, home: Path, words: Path) -> None:
        told = self.ask(home, words, "/nianbao/v_verdicts.json?_size=0")
        facets = told["facet_results"]
        assert "无法判断" in {one["value"] for one in facets["verdict_zh"]["results"]}

    def test_says_of_the_homes_own_file_that_it_is_for_nobody_else(self, words: Path) -> None:
        told = json.loads(words.read_text(encoding="utf-8"))["description"]
        assert "persons are not masked" in told
        assert "--out FILE.db" in told


@needs_replay
class TestDatasetteForOthers:
    @pytest.fixture(scope="class")
    @staticmethod
    def made(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
        return exported(home, tmp_path_factory.mktemp("public") / "data.db", "datasette")

    def ask(self, made: dict[str, Any], path: str) -> Any:
        done = run("datasette", "-i", made["file"], "--metadata", made["metadata"], "--get", path)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def test_shows_the_tables_of_the_package(self, made: dict[str, Any]) -> None:
        told = self.ask(made, "/data.json")
        assert {one["name"] for one in told["tables"] if not one["hidden"]} == set(TABLES)
        assert told["views"] == []
        assert made["rows"].keys() == TABLES.keys()

    def test_says_verdicts_in_words(self, made: dict[str, Any]) -> None:
        facets = self.ask(made, "/data/verdicts.json?_size=0")["facet_results"]
        assert "无法判断" in {one["label"] for one in facets["verdict"]["results"]}

    def test_refers_from_cells_to_reports(self, made: dict[str, Any]) -> None:
        (row, *_) = self.ask(made, f"/data/measures.json?measure={CELL}&_shape=objects")["rows"]
        (report,) = self.ask(made, f"/data/reports.json?id={row['report']}&_shape=array")
        assert report["reporting_year"] == row["reporting_year"]

    def test_other_endings_are_a_mistake(self, home: Path, tmp_path: Path) -> None:
        ended = nianbao("export", "datasette", "--out", tmp_path / "x.csv", home=home)
        assert ended.code == 2
        assert ".db" in ended.err
