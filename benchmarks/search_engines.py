"""The engines under one face: ours on Whoosh and on tantivy, Whoosh as documented, SQLite's FTS5.

The others get the texts as our tests spell them (`tests.index.truth.spelled`): traditional
characters, widths and blanks are no matter of theirs. Both look for neighbouring pairs of
characters, which is how phrases in Chinese are found exactly without a word list.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Protocol

from whoosh import analysis, fields, query
from whoosh.index import create_in

from benchmarks.search_questions import Answer, Question
from index import Engine, EngineName, IndexDocument, open_engine, parse_query
from model.ids import ReportId
from tests.index.truth import BETWEEN, spelled

PAGE = 10


@dataclass(frozen=True, slots=True)
class Text:
    """A report as the other engines are given it."""

    document: IndexDocument
    text: str
    """Its parts as our tests spell them, one after the other."""


class Searched(Protocol):
    """What is measured."""

    def put(self, texts: Sequence[Text]) -> None:
        """New reports, or new versions of known ones, in one commit."""
        ...

    def ask(self, question: Question, sort: str) -> Answer:
        """The first page of ten, with the exact total; facets and snippets where asked."""
        ...


class Ours:
    """Every answer has facets and snippets, asked or not."""

    def __init__(self, folder: Path, name: EngineName) -> None:
        self._engine: Engine = open_engine(folder, engine=name)

    def put(self, texts: Sequence[Text]) -> None:
        self._engine.replace(one.document for one in texts)

    def ask(self, question: Question, sort: str) -> Answer:
        result = self._engine.search(parse_query(question.text), sort=sort, page_size=PAGE)
        years = dict(result.facets["year"]) if question.kind == "facets" else {}
        return Answer(total=result.total, exact=result.exact, years=years)


class Stock:
    """Whoosh by its own book: `NgramTokenizer`, phrases with positions, `filter=`, `highlights`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        schema = fields.Schema(
            report=fields.ID(stored=True, unique=True),
            text=fields.TEXT(analyzer=analysis.NgramTokenizer(2), phrase=True, stored=True),
            year=fields.NUMERIC(sortable=True, stored=True),
            region=fields.ID(sortable=True),
            level=fields.ID(),
        )
        self._index = create_in(str(folder), schema)
        self._known: set[str] = set()
        self._searcher: Any = None

    def put(self, texts: Sequence[Text]) -> None:
        with self._index.writer(limitmb=256) as writer:
            for given in texts:
                one = given.document
                kept = {
                    "report": one.report,
                    "text": given.text,
                    "year": one.reporting_year or 0,
                    "region": one.region or "",
                    "level": one.level or "",
                }
                put = writer.update_document if one.report in self._known else writer.add_document
                put(**kept)
        self._known.update(given.document.report for given in texts)
        self._searcher = None

    def ask(self, question: Question, sort: str) -> Answer:
        if self._searcher is None:
            self._searcher = self._index.searcher()
        options: dict[str, Any] = {"limit": PAGE}
        if narrowed := _whoosh_filter(question):
            options["filter"] = narrowed
        if sort == "newest":
            options |= {"sortedby": "year", "reverse": True}
        if question.kind == "facets":
            options["groupedby"] = "year"
        found = self._searcher.search(_whoosh_query(question), **options)
        if question.kind == "snippets":
            for hit in found:
                hit.highlights("text")
        groups = found.groups("year") if question.kind == "facets" else {}
        years = {str(year) if year else "unknown": len(group) for year, group in groups.items()}
        return Answer(total=len(found), years=years)

    def ranked(self, phrase: str) -> list[ReportId]:
        """Everything that contains it, by BM25F."""
        found = self._index.searcher().search(_pairs_query(spelled(phrase)), limit=None)
        return [ReportId(hit["report"]) for hit in found]


class Fts5:
    """A contentless full-text table of pairs, and a table of what is filtered and shown."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE doc (id INTEGER PRIMARY KEY, report TEXT UNIQUE, year INT, region TEXT,"
            " level TEXT, text TEXT);"
            "CREATE VIRTUAL TABLE fts USING fts5(text, content='',"
            " tokenize='unicode61 remove_diacritics 0');"
        )

    def put(self, texts: Sequence[Text]) -> None:
        with self._db as db:
            for given in texts:
                one, text = given.document, given.text
                self._remove(one.report)
                added = db.execute(
                    "INSERT INTO doc (report, year, region, level, text) VALUES (?,?,?,?,?)",
                    (one.report, one.reporting_year, one.region or "", one.level or "", text),
                )
                values = (added.lastrowid, " ".join(pairs(text)))
                db.execute("INSERT INTO fts (rowid, text) VALUES (?,?)", values)

    def _remove(self, report: str) -> None:
        """An old contentless table must be told what it held."""
        found = self._db.execute("SELECT id, text FROM doc WHERE report=?", (report,)).fetchone()
        if found:
            number, text = found
            values = (number, " ".join(pairs(text)))
            self._db.execute("INSERT INTO fts (fts, rowid, text) VALUES ('delete',?,?)", values)
            self._db.execute("DELETE FROM doc WHERE id=?", (number,))

    def ask(self, question: Question, sort: str) -> Answer:
        match = _fts_match(question)
        where, values = _sql_filter(question)
        source = "doc JOIN fts ON fts.rowid = doc.id" if match else "doc"
        if match:
            where, values = ["fts MATCH ?", *where], [match, *values]
        clause = f"FROM {source} WHERE " + " AND ".join(where)
        (total,) = self._db.execute(f"SELECT count(*) {clause}", values).fetchone()
        order = "rank" if match and sort == "relevance" else "year DESC"
        shown = self._db.execute(
            f"SELECT doc.id, report, doc.text {clause} ORDER BY {order} LIMIT {PAGE}", values
        ).fetchall()
        if question.kind == "snippets":
            for _number, _report, text in shown:
                at = text.find(question.every[0])
                text[max(at - 40, 0) : at + 80]
        years = {}
        if question.kind == "facets":
            counted = self._db.execute(f"SELECT year, count(*) {clause} GROUP BY year", values)
            years = {str(year) if year else "unknown": count for year, count in counted}
        return Answer(total=total, years=years)


def prepared(document: IndexDocument) -> Text:
    """Not measured: it is what our engines do for themselves."""
    texts = (document.title, document.agency_name, *(text for _, text in document.sections))
    return Text(document, BETWEEN.join(map(spelled, texts)))


_PIECE = re.compile(r"\|([^|]+)\||([\u3400-\u9fff〇]+)")


def pairs(text: str) -> Iterator[str]:
    """Words, pairs of characters, and `zz` where something stands between two runs."""
    for match in _PIECE.finditer(text):
        if word := match[1]:
            yield f"zz w{word.encode().hex()} zz"
        else:
            yield from map("".join, pairwise(match[2]))
            yield "zz"


def _fts_phrase(phrase: str) -> str:
    tokens = " ".join(pairs(spelled(phrase))).removesuffix(" zz").removeprefix("zz ")
    return f'"{tokens}"'


def _fts_match(question: Question) -> str:
    parts = [_fts_phrase(phrase) for phrase in question.every]
    if question.either:
        parts.append("(" + " OR ".join(map(_fts_phrase, question.either)) + ")")
    if question.begun:
        parts.append(f"w{question.begun.encode().hex()}*")
    if not parts:
        return ""
    without = "".join(f" NOT {_fts_phrase(phrase)}" for phrase in question.never)
    return "(" + " AND ".join(parts) + ")" + without


def _sql_filter(question: Question) -> tuple[list[str], list[object]]:
    where: list[str] = []
    values: list[object] = []
    if question.years:
        where.append("year BETWEEN ? AND ?")
        values += question.years
    if question.region:
        where.append("region GLOB ?")
        values.append(question.region + "*")
    if question.level:
        where.append("level = ?")
        values.append(question.level)
    return where, values


def _pairs_query(text: str) -> Any:
    grams = ["".join(pair) for pair in pairwise(text)]
    return query.Phrase("text", grams) if grams[1:] else query.Term("text", grams[0])


def _whoosh_query(question: Question) -> Any:
    parts = [_pairs_query(spelled(phrase)) for phrase in question.every]
    if question.either:
        parts.append(query.Or([_pairs_query(spelled(phrase)) for phrase in question.either]))
    if question.begun:
        parts.append(_pairs_query("|" + question.begun))
    parts += [query.Not(_pairs_query(spelled(phrase))) for phrase in question.never]
    if not parts:
        return query.Every()
    return parts[0] if len(parts) == 1 else query.And(parts)


def _whoosh_filter(question: Question) -> Any:
    parts: list[Any] = []
    if question.years:
        parts.append(query.NumericRange("year", *question.years))
    if question.region:
        parts.append(query.Prefix("region", question.region))
    if question.level:
        parts.append(query.Term("level", question.level))
    return query.And(parts) if parts else None


def open_searched(name: str, folder: Path) -> Searched:
    if name == "stock":
        return Stock(folder)
    if name == "fts5":
        return Fts5(folder)
    return Ours(folder, "whoosh" if name == "whoosh" else "tantivy")


def batches(documents: Iterable[IndexDocument], size: int) -> Iterator[list[Text]]:
    left = map(prepared, documents)
    while batch := list(islice(left, size)):
        yield batch
