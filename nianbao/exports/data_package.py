"""The whole archive as a data package (Frictionless Data Package): tables, schemas, hashes."""

import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from model.errors import UsageError
from model.text import Text
from nianbao import __version__
from nianbao.exports import package_words as words
from nianbao.exports.beside import digest_of, whole_file
from nianbao.stages.conversion import CODE_VERSION
from storage.database import Browse, Database, Filters
from web.asking import query_of
from web.tables.catalogue import TABLES
from web.tables.table import Column, Table, Type, in_one_state
from web.tables.writing import csv_text, utc

_DESCRIPTOR = "datapackage.json"
_REFERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "measures": (("report", "reports"),),
    "sections": (("report", "reports"),),
}
"""Columns that hold the id of a row of another table, whatever a package is narrowed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    rows: Mapping[str, int]
    """By table."""
    size: int
    """Bytes: of the archive file, or of all files in the folder."""
    digest: str | None
    """SHA-256 of the archive file; None for a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    rows: int
    size: int
    digest: str


def write_package(
    database: Database, filters: Filters, target: Path, *, moment: datetime
) -> Packed:
    """A folder, or one file when `target` ends in .zip; there whole or not at all.

    Raises: UsageError when `target` is a folder that holds something, or cannot be written.
    """
    _check(target)
    folder = _folder_beside(target)
    try:
        rows = _fill(folder, database, filters, moment)
        if target.suffix.lower() == ".zip":
            return Packed(rows=rows, **_zipped(folder, target, moment))
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        if target.is_dir():
            target.rmdir()
        folder.chmod(0o755)
        folder.replace(target)
        return Packed(rows=rows, size=size, digest=None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check(target: Path) -> None:
    taken = target.is_dir() and any(target.iterdir())
    if taken or (target.exists() and not target.is_dir() and target.suffix.lower() != ".zip"):
        raise UsageError(
            str(target),
            Text("已有其他内容", "holds something else"),
            Text("指定一个新文件夹，或以 .zip 结尾", "name a new folder, or end it in .zip"),
        )


def _folder_beside(target: Path) -> Path:
    try:
        return Path(mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    except OSError as error:
        raise UsageError(
            str(target),
            Text(f"无法在此写入：{error.strerror}", f"cannot be written: {error.strerror}"),
            Text("在 --out 中指定已有文件夹里的一个名字", "name something in an existing folder"),
        ) from error


def _fill(
    folder: Path, database: Database, filters: Filters, moment: datetime
) -> Mapping[str, int]:
    (folder / "data").mkdir()
    files: dict[str, _File] = {}
    with database.browsing() as browse:
        for name, table in TABLES.items():
            files[name] = _table(folder / "data" / f"{name}.csv", table, browse, filters)
    audited = database.audited_at()
    about = words.About(
        moment=utc(moment),
        audited=utc(audited) if audited else None,
        program=__version__,
        reading=CODE_VERSION,
        query=query_of(filters),
        rows={name: file.rows for name, file in files.items()},
    )
    _json(folder / _DESCRIPTOR, _descriptor(files, about))
    (folder / "README.md").write_text(words.readme(about), encoding="utf-8")
    (folder / "CITATION.cff").write_text(words.citation(about), encoding="utf-8")
    (folder / "dictionary.csv").write_bytes(b"".join(csv_text(words.DICTIONARY, words.terms())))
    return about.rows


def _table(path: Path, table: Table[Any], browse: Browse, filters: Filters) -> _File:
    digest = sha256()
    count = 0

    def counted() -> Any:
        nonlocal count
        for row in in_one_state(table, browse, filters):
            count += 1
            yield row

    with path.open("wb") as out:
        for data in csv_text(table.columns, counted()):
            digest.update(data)
            out.write(data)
    return _File(rows=count, size=path.stat().st_size, digest=digest.hexdigest())


def _descriptor(files: Mapping[str, _File], about: words.About) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "nianbao",
        **words.titles(),
        "created": about.moment,
        "version": about.moment[:10],
        "keywords": list(words.KEYWORDS),
        "licenses": [words.LICENCE],
        "sources": [words.SOURCE],
        "nianbao": {
            "query": about.query,
            "as_known_at": about.moment,
            "audited": about.audited,
            "methods": {"program": about.program, "reading": about.reading},
        },
        "resources": [_resource(TABLES[name], file) for name, file in files.items()],
    }


def _resource(table: Table[Any], file: _File) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"data/{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": f"{table.title.zh} {table.title.en}",
        "description": f"{table.about.zh} / {table.about.en}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
        "rows": file.rows,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **_references(table.name),
        },
    }


def _field(column: Column[Any]) -> dict[str, Any]:
    field = {
        "name": column.key,
        "type": column.type.value,
        "title": f"{column.heading.zh} {column.heading.en}",
        "description": f"{column.meaning.zh} / {column.meaning.en}",
    }
    if column.type is Type.MOMENT:
        field["format"] = "any"
    return field


def _references(name: str) -> dict[str, Any]:
    found = [
        {"fields": [column], "reference": {"resource": other, "fields": ["id"]}}
        for column, other in _REFERS.get(name, ())
    ]
    return {"foreignKeys": found} if found else {}


def _zipped(folder: Path, target: Path, moment: datetime) -> dict[str, Any]:
    at = moment.astimezone(UTC).timetuple()[:6]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    with whole_file(target) as part:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for path in files:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (*at,))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with path.open("rb") as data, archive.open(entry, "w") as out:
                    shutil.copyfileobj(data, out)
        digest = digest_of(part)
        size = part.stat().st_size
    return {"size": size, "digest": digest}


def _json(path: Path, value: object) -> None:
    path.write_text(f"{json.dumps(value, ensure_ascii=False, indent=2)}\n", encoding="utf-8")
