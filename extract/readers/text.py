"""Plain text: one line a line, blanks and tabs kept, because tables live in them."""

import io

from extract.normalise import printed
from extract.readers.encoding import decode
from extract.readers.reader import Reader, demand_few, empty
from model.document import Document, Line
from model.place import Place


def physical_lines(text: str) -> list[str]:
    """Lines without their ends; a form feed (a page of `pdftotext`) is none."""
    folded = printed(text).replace("\f", "")
    return [line.rstrip("\n") for line in io.StringIO(folded, newline=None)]


def _read(data: bytes, source: str) -> Document:
    text, warnings = decode(data, source)
    if not text.strip():
        raise empty(source)
    lines = physical_lines(text)
    demand_few(len(lines), source)
    return Document(
        media_type="text/plain",
        reader="text",
        blocks=tuple(
            Line(text=line, place=Place(line=number)) for number, line in enumerate(lines, start=1)
        ),
        warnings=warnings,
    )


def _recognises(_data: bytes, _name: str) -> bool:
    return True  # asked last; what is no text was refused before


READER = Reader(name="text", recognises=_recognises, read=_read, most_bytes=20_000_000)
