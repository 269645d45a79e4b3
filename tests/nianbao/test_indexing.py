"""All running text of a report can be found, in whatever part of it."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from index import open_engine, parse_query
from index.values import SearchFilters
from model.agency import Registry
from nianbao.stages.indexing import index_document
from tests.audit.builders import at, report


def test_text_outside_the_six_sections_is_searched(tmp_path: Path) -> None:
    made = report(at("2024-01-20"))
    version = replace(made, report=replace(made.report, other_text="说明：本单位首次编制年报。"))
    document = index_document(version, Registry(agencies=()), stamp="1")

    with closing(open_engine(tmp_path / "index")) as engine:
        engine.replace([document], removed=())
        found = engine.search(parse_query("首次编制"), SearchFilters())

    assert [hit.report for hit in found.hits] == [version.id]
