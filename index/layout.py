"""One canonical text per document: its parts one after the other, each under its name.

A phrase that is found anywhere in it stands within one part, because the signs between parts are
control characters, which a canonical text does not contain. Part names are never found: a needle
holds Latin letters only between marks.
"""

from index.canonical import canonical
from index.values import IndexDocument

_PART = "\x1d"
_NAME = "\x1e"

TITLE = "@title"
AGENCY = "@agency"


def lay_out(document: IndexDocument) -> str:
    """Parts without text are left out."""
    parts = ((TITLE, document.title), (AGENCY, document.agency_name), *document.sections)
    texts = ((name, canonical(text)) for name, text in parts)
    return "".join(f"{_PART}{name}{_NAME}{text}" for name, text in texts if text)


def part_of(laid_out: bytes, name: str) -> bytes:
    """The text of one part; of all of them, still apart, when a section id came twice."""
    head = f"{name}{_NAME}".encode()
    parts = laid_out.split(_PART.encode())
    return _PART.encode().join(text[len(head) :] for text in parts if text.startswith(head))


def has_part(laid_out: bytes, name: str) -> bool:
    return f"{_PART}{name}{_NAME}".encode() in laid_out
