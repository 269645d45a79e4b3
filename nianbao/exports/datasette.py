"""Words for Datasette: what the views of the database are, and which of its tables to pass over."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.text import Text
from nianbao.exports.beside import whole_file
from storage.database import tables_behind

_VIEWS: Mapping[str, Text] = {
    "v_agencies": Text("名录中的机关", "Agencies of the registry"),
    "v_verdicts": Text("每项义务的结论，以最近一次审核为准", "The verdict on each obligation"),
    "v_reports": Text("读作年度报告的文件及其出处", "Documents that read as annual reports"),
    "v_measures": Text("统计表的每一格", "Every cell of the statutory tables"),
    "v_sections": Text("报告正文（未遮盖个人信息，勿整体公布）", "Text, personal data not masked"),
    "v_findings": Text("不相符之处及其证据", "What does not agree, with evidence"),
    "v_visits": Text("每一次访问及其结果", "Every visit and how it ended"),
    "v_looks": Text("每一次读栏目，读到何处", "Every reading of a listing, and how far it got"),
    "v_captures": Text("每一个快照及其 WARC 记录", "Every archived response and its record"),
    "v_failures": Text("我们未能做到的事", "What we could not do"),
}
_MIGRATIONS = "alembic_version"
_ABOUT = Text(
    "看以 v_ 开头的视图：时间为北京时间，空白非零。“未见”（not_found）指我们在所列时间没有见到，"
    "“无法判断”（unobservable）说的是我们的查看，不是该机关。",
    "See the views that begin with v_: times are those of China, blank is not zero. not_found is "
    "about the times listed, unobservable about our view, never about the agency.",
)


def metadata(database: str) -> dict[str, Any]:
    """`database` is the name that Datasette gives the file: its stem."""
    views: dict[str, Any] = {
        name: {"description": f"{text.zh} / {text.en}", "size": 50} for name, text in _VIEWS.items()
    }
    views["v_measures"]["facets"] = ["reporting_year", "state"]
    views["v_verdicts"]["facets"] = ["reporting_year", "verdict_zh", "reason_zh", "level_zh"]
    views["v_findings"]["facets"] = ["rule", "severity_zh", "reporting_year"]
    views["v_visits"]["facets"] = ["outcome", "purpose"]
    hidden = {name: {"hidden": True} for name in (*tables_behind(), _MIGRATIONS)}
    return {
        "title": "年报 Nianbao",
        "description": f"{_ABOUT.zh} {_ABOUT.en}",
        "databases": {database: {"tables": views | hidden}},
    }


def write_metadata(target: Path, database: str) -> None:
    """Raises: UsageError where it cannot be written."""
    with whole_file(target) as part:
        text = json.dumps(metadata(database), ensure_ascii=False, indent=2)
        part.write_text(f"{text}\n", encoding="utf-8")
