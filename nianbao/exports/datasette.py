"""Words for Datasette: of the file that may be shown to others, and of the home's own database.

The latter is for its operator alone: what its views show is not masked.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.text import Text
from nianbao.exports.beside import whole_file
from nianbao.exports.sqlite_file import words_tables
from storage.database import tables_behind
from web.tables.catalogue import TABLES

_VIEWS: Mapping[str, Text] = {
    "v_agencies": Text("名录中的机关", "Agencies of the registry"),
    "v_verdicts": Text("每项义务的结论，以最近一次审核为准", "The verdict on each obligation"),
    "v_reports": Text("读作年度报告的文件及其出处", "Documents that read as annual reports"),
    "v_measures": Text("统计表的每一格", "Every cell of the statutory tables"),
    "v_sections": Text("报告正文（未遮盖个人信息，勿公布）", "Text, personal data not masked"),
    "v_findings": Text("不相符之处及其证据", "What does not agree, with evidence"),
    "v_visits": Text("每一次访问及其结果", "Every visit and how it ended"),
    "v_looks": Text("每一次读栏目，读到何处", "Every reading of a listing, and how far it got"),
    "v_captures": Text("每一个快照及其 WARC 记录", "Every archived response and its record"),
    "v_failures": Text("我们未能做到的事", "What we could not do"),
}
_MIGRATIONS = "alembic_version"
_MEANT = Text(
    "空白非零。“未见”（not_found）指我们在所列时间没有见到，“无法判断”（unobservable）说的是我们的查看，"
    "不是该机关。",
    "Blank is not zero. not_found is about the times listed, unobservable about our view, never "
    "about the agency.",
)
_OWN = Text(
    "仅供自用：正文未遮盖个人信息，发现未必核对；要公布，请用 nianbao export datasette "
    "--out 文件.db。看以 v_ 开头的视图，时间为北京时间。",
    "For yourself: persons are not masked, and findings may be unconfirmed; to publish, use "
    "nianbao export datasette --out FILE.db. See the views that begin with v_; times are those of "
    "China.",
)
_PUBLIC = Text(
    "正文与引文中的手机号码、私人邮箱、身份证号和标签后的人名已遮去，请勿据以查找个人；"
    "时间为 UTC。",
    "Mobile numbers, private mail boxes, identity numbers and names that follow a label are "
    "masked; this is no means to look for people. Times are UTC.",
)
_FACETS: Mapping[str, tuple[str, ...]] = {
    "verdicts": ("reporting_year", "verdict", "reason", "level"),
    "findings": ("rule", "severity", "reporting_year"),
    "measures": ("reporting_year", "state"),
    "reports": ("reporting_year", "level"),
}


def public_metadata(database: str) -> dict[str, Any]:
    """Of the file that `write_sqlite` makes; Datasette calls it `database`, by its stem."""
    tables: dict[str, Any] = {
        name: {
            "title": f"{table.title.zh} {table.title.en}",
            "description": f"{table.about.zh} / {table.about.en}",
            "columns": {
                one.key: f"{one.heading.zh}：{one.meaning.zh} / {one.meaning.en}"
                for one in table.columns
            },
            "facets": list(_FACETS.get(name, ())),
            "size": 50,
        }
        for name, table in TABLES.items()
    }
    tables["agencies"]["label_column"] = "name"
    words = {name: {"hidden": True, "label_column": "zh"} for name in words_tables()}
    return _described(_PUBLIC, database, tables | words)


def own_metadata(database: str) -> dict[str, Any]:
    """Of the home's own database."""
    views: dict[str, Any] = {
        name: {"description": f"{text.zh} / {text.en}", "size": 50} for name, text in _VIEWS.items()
    }
    views["v_measures"]["facets"] = ["reporting_year", "state"]
    views["v_verdicts"]["facets"] = ["reporting_year", "verdict_zh", "reason_zh", "level_zh"]
    views["v_findings"]["facets"] = ["rule", "severity_zh", "reporting_year"]
    views["v_visits"]["facets"] = ["outcome", "purpose"]
    hidden = {name: {"hidden": True} for name in (*tables_behind(), _MIGRATIONS)}
    return _described(_OWN, database, views | hidden)


def _described(about: Text, database: str, tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": "年报 Nianbao",
        "description": f"{_MEANT.zh}{about.zh} {_MEANT.en} {about.en}",
        "databases": {database: {"tables": tables}},
    }


def write_metadata(target: Path, metadata: Mapping[str, Any]) -> None:
    """Raises: UsageError where it cannot be written."""
    with whole_file(target) as part:
        text = json.dumps(metadata, ensure_ascii=False, indent=2)
        part.write_text(f"{text}\n", encoding="utf-8")
