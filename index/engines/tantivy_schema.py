"""What tantivy keeps of a document.

Tokens are handed over finished, with blanks between them: a canonical text has no blank. Each part
of a report has a field of its own for its units (a word between its marks, or one character of any
kind) two by two, with positions: a phrase of such pairs in a row is the phrase in the text, to the
character, whatever stands around it.
"""

import json
import re
from itertools import pairwise
from struct import pack, unpack

import tantivy

from index.canonical import CJK, MARK, printable
from index.columns import place
from index.copies import NO_SIGNATURE, signature
from index.layout import AGENCY, TITLE, lay_out, parts, section_names
from index.needles import token_weights
from index.values import IndexDocument
from index.words import two_character_words
from model.form import SectionId
from model.ids import ReportId

PART_FIELDS = {
    TITLE: "in_title",
    AGENCY: "in_agency",
    "other": "in_other",
    **{section.value: f"in_{section.value}" for section in SectionId},
}
ELSEWHERE = "in_elsewhere"
"""Of all parts with other names."""

SIGNATURE_FIELDS = tuple(f"signature_{number}" for number in range(8))
_SIGNATURE = ">8Q"

_UNIT = re.compile(f"{MARK}[^{MARK}]+{MARK}|.", re.DOTALL)
_CHARACTER = re.compile(f"[{CJK}]")
_PART_END = "\x02"
_BLANK_LINE = "\x01"
"""In place of the one sign of a canonical text that would part two tokens."""
_REPORT = re.compile("[0-9a-f]{12}")
_UNKNOWN_REPORT = 0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("report", "place", "level", "kind", "agency", "sections"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("tokens", "words"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in (*PART_FIELDS.values(), ELSEWHERE):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("report_number", "year", "length", *SIGNATURE_FIELDS):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("text", stored=True)
    builder.add_bytes_field("printed", stored=True)
    return builder.build()


SCHEMA = _schema()


def to_tantivy(document: IndexDocument) -> tantivy.Document:
    text = lay_out(document)
    data = text.encode()
    made = tantivy.Document()
    for name, value in (
        ("report", document.report),
        ("place", place(document.region, document.region_name)),
        ("level", document.level),
        ("kind", document.kind),
        ("agency", document.agency),
        ("tokens", " ".join((*token_weights(text), *set(_CHARACTER.findall(text))))),
        ("words", " ".join(two_character_words(text))),
        *_in_parts(text).items(),
    ):
        if value:
            made.add_text(name, value)
    for section in section_names(data):
        made.add_text("sections", section)
    made.add_unsigned("report_number", to_number(document.report))
    made.add_unsigned("year", document.reporting_year or 0)
    made.add_unsigned("length", len(data))
    for name, number in zip(SIGNATURE_FIELDS, _numbers(signature(document, text)), strict=True):
        made.add_unsigned(name, number)
    made.add_bytes("text", data)
    made.add_bytes("printed", _printed(document))
    return made


def _printed(document: IndexDocument) -> bytes:
    sections = [(section, printable(text)) for section, text in document.sections]
    values = (
        document.report,
        document.stamp,
        document.title,
        document.agency,
        document.agency_name,
        document.url,
        sections,
    )
    return json.dumps(values, ensure_ascii=False).encode()


def _in_parts(text: str) -> dict[str, str]:
    """A phrase cannot run from one part into the next where several share a field."""
    found: dict[str, str] = {}
    for name, part in parts(text):
        field = PART_FIELDS.get(name, ELSEWHERE)
        found[field] = f"{found[field]}{_PART_END}{part}" if field in found else part
    return {field: " ".join(pairs(part)) for field, part in found.items()}


def pairs(text: str) -> list[str]:
    units = [_BLANK_LINE if unit == "\n" else unit for unit in _UNIT.findall(text)]
    return [one + other for one, other in pairwise(units)]


def to_number(report: ReportId) -> int:
    return int(report, 16) + 1 if _REPORT.fullmatch(report) else _UNKNOWN_REPORT


def to_report(number: int) -> ReportId | None:
    """None for an id that is none of ours; it stands in `printed` alone."""
    return None if number == _UNKNOWN_REPORT else ReportId(f"{number - 1:012x}")


def _numbers(mark: bytes) -> tuple[int, ...]:
    return (0,) * len(SIGNATURE_FIELDS) if mark == NO_SIGNATURE else unpack(_SIGNATURE, mark)


def to_signature(numbers: tuple[int, ...]) -> bytes:
    return pack(_SIGNATURE, *numbers) if any(numbers) else NO_SIGNATURE
