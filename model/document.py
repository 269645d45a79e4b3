"""One capture's content, whatever its type: lines of text and tables in reading order."""

from dataclasses import dataclass

from model.place import Place
from model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWarning:
    """Something about our reading that a person should know. Never about the agency."""

    code: str
    text: Text
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of running text as printed, tabs kept. In HTML and Markdown: one block element."""

    text: str
    place: Place
    heading: bool = False
    """Marked up as a heading by the source. A hint only: markup levels drift in real reports."""
    confidence: float | None = None
    """Of the engine, 0 to 1, where the text was recognised from an image; else None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell at its top left grid position; line wraps inside it are `\\n`."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str
    place: Place
    confidence: float | None = None
    """As of a line; the lowest of its words, and 0 where the engine saw nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid. Cells are ordered by row, then column; positions count from 0.

    A grid position covered by no cell was not drawn in the source; an empty cell has text "".
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    place: Place


Block = Line | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A link to a file in an HTML document; `url` as written, not resolved."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The pure result of a reader."""

    media_type: str
    reader: str
    """Name of the reader: `text`, `markdown`, `html`, `pdf`, `docx`, `ocr`."""
    blocks: tuple[Block, ...]
    pages: int | None = None
    meta: tuple[tuple[str, str], ...] = ()
    """HTML <meta> name and content (ArticleTitle, PubDate, ...), <title> as `title`; PDF info."""
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
