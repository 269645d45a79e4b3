"""How much room text takes in a spreadsheet, whose columns are measured in digits.

Rows get their heights from here: Excel would find them by itself, LibreOffice and WPS do not.
"""

from math import ceil
from unicodedata import east_asian_width


def width_of(text: str) -> int:
    """In digits; a Chinese character or full-width sign takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def lines_of(cell: str | int | None, width: int) -> int:
    """Lines that a cell takes when it is wrapped in a column of `width` digits, at least one.

    A digit is kept free in each line: words and signs are not broken just anywhere.
    """
    if not isinstance(cell, str):
        return 1
    return sum(max(1, ceil(width_of(line) / max(1, width - 1))) for line in cell.split("\n"))
