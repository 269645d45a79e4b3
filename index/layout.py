"""One canonical text per document: its parts one after the other, each under its name.

A phrase that is found anywhere in it stands within one part, because the signs between parts are
control characters, which a canonical text does not contain. Part names are never found: they stand
in ASCII letters, which a needle holds only between marks.

The head comes first: title, agency and headings, where a phrase says what a report is about.
"""

import re
from collections.abc import Iterable, Iterator
from typing import AnyStr

from index.canonical import canonical
from index.values import IndexDocument

_HEAD_END = "\x1c"
_PART = "\x1d"
_NAME = "\x1e"
_HEX = "\x11"
"""Before a name that was not ASCII."""

TITLE = "@title"
AGENCY = "@agency"
_HEADINGS = "@headings"

LAYOUT_VERSION = 2

HEAD_WEIGHT = 5
"""What an occurrence in the head counts, against one in running text."""

_HEADING = re.compile(
    r"^[ \t\u3000]*[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．][^\n。；;]{2,28}$",
    re.MULTILINE,
)
"""A short line that begins with a number and does not end a sentence."""


def lay_out(document: IndexDocument) -> str:
    """Parts without text are left out."""
    sections = [(name, text, canonical(text)) for name, text in document.sections]
    # A heading is found in its section already: what is new here must add nothing to be found.
    headings = (
        heading
        for _name, text, searched in sections
        for heading in map(canonical, _HEADING.findall(text))
        if heading in searched
    )
    head = (
        (TITLE, canonical(document.title)),
        (AGENCY, canonical(document.agency_name)),
        *((_HEADINGS, heading) for heading in headings),
    )
    body = ((name, searched) for name, _text, searched in sections)
    return "".join(_parts(head)) + _HEAD_END + "".join(_parts(body))


def _parts(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{_PART}{_written(name)}{_NAME}{text}" for name, text in texts if text)


def _written(name: str) -> str:
    return name if name.isascii() else f"{_HEX}{name.encode().hex()}"


def _read(written: str) -> str:
    return bytes.fromhex(written[1:]).decode() if written.startswith(_HEX) else written


def split_head(laid_out: AnyStr) -> tuple[AnyStr, AnyStr]:
    """The head and what follows it."""
    sign = _HEAD_END if isinstance(laid_out, str) else _HEAD_END.encode()
    head, _, body = laid_out.partition(sign)
    return head, body


def part_of(laid_out: bytes, name: str) -> bytes:
    """The text of one part; of all of them, still apart, when a section id came twice."""
    head = f"{_written(name)}{_NAME}".encode()
    parts = laid_out.split(_PART.encode())
    return _PART.encode().join(text[len(head) :] for text in parts if text.startswith(head))


def parts(laid_out: str) -> Iterator[tuple[str, str]]:
    """Names and texts, in order; headings are left out, they stand in their sections as well."""
    for part in laid_out.replace(_HEAD_END, "").split(_PART)[1:]:
        name, _, text = part.partition(_NAME)
        if name != _HEADINGS:
            yield _read(name), text


def section_names(laid_out: bytes) -> list[str]:
    """Of the sections with text, in order, without repeats."""
    _, body = split_head(laid_out)
    parts = body.split(_PART.encode())[1:]
    names = (part.partition(_NAME.encode())[0].decode() for part in parts)
    return list(dict.fromkeys(map(_read, names)))
