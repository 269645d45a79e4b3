"""Web pages, Word files, pictures and texts that mean harm or were harmed."""

import struct
import zlib
from collections.abc import Callable, Mapping

from tests.extract.docx_files import docx, paragraph, parts, zipped

_OPEN = b"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"
_LAUGHS = "".join(f"<!ENTITY a{number} '{f'&a{number - 1};' * 10}'>" for number in range(1, 12))
_DOCTYPE = f"<!DOCTYPE w:document [<!ENTITY a0 'ha'>{_LAUGHS}]>"
_PUZZLE = "总计 0 0 0 0 0 0 0\n其他 0 0\n（六）其他处理\n"


def _without_document() -> bytes:
    files = parts(paragraph("甲"))
    del files["word/document.xml"]
    return zipped(files)


def _entities_in_word() -> bytes:
    return zipped(parts("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", doctype=_DOCTYPE))


def _huge_picture() -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0)
    chunks = [head, b"IDAT" + zlib.compress(bytes(10_000)), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )


def _cut_word_file() -> bytes:
    whole = docx(*(paragraph(f"第{number}段") for number in range(500)))
    return whole[: len(whole) // 2]


OTHERS: Mapping[str, Callable[[], bytes]] = {
    "nested.html": lambda: _OPEN + b"<div>" * 2_000_000,
    "nested-tables.html": lambda: _OPEN + b"<table><tr><td>" * 100_000,
    "wide-span.html": lambda: _OPEN + b"<table><tr><td colspan=1000000000 rowspan=1000000000>7",
    "wide-spans.html": lambda: (
        _OPEN + b"<table>" + b"<tr>" + b"<td colspan=1000 rowspan=1000>7" * 5000
    ),
    "a-million-cells.html": lambda: _OPEN + b"<table>" + (b"<tr>" + b"<td>7" * 100) * 10_000,
    "entities.html": lambda: _DOCTYPE.encode() + b"<html><body>&a11;</body></html>",
    "long-attribute.html": lambda: _OPEN + b"<p title='" + b"x" * 1_000_000 + b"'>7</p>",
    "null-bytes.html": lambda: _OPEN + b"<p>7\0</p>\0" * 100_000,
    "never-closed.html": lambda: _OPEN + b"<!--" + b"<p>7" * 500_000,
    "zip-bomb.docx": lambda: zipped({**parts(), "word/document.xml": b" " * 300_000_000}),
    "no-document.docx": _without_document,
    "entities.docx": _entities_in_word,
    "cut.docx": _cut_word_file,
    "nested.docx": lambda: docx("<w:sdt><w:sdtContent>" * 100_000),
    "garbage.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 100,
    "huge.png": _huge_picture,
    "cut.jpg": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "empty.pdf": lambda: b"",
    "one-line.txt": lambda: b"7 " * 5_000_000,
    "puzzle.txt": lambda: _PUZZLE.encode() * 50_000,
    "long-words.md": lambda: "一、".encode() * 3_000_000,
    "pipes.md": lambda: b"|" * 3_000_000 + b"\n|-|-|\n|7|7|\n",
}
