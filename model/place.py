"""Where something stood in a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points (1/72 inch); origin top left of the page as displayed."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page and a box (PDF), or a line (text, HTML). Pages and lines count from 1.

    A Word file has no lines: there `line` is the running number of the paragraph, those in cells
    and empty ones counted.
    """

    page: int | None = None
    box: Box | None = None
    line: int | None = None
