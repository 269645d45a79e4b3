"""A letter before it has a page: who is addressed, what is said, what is enclosed."""

from dataclasses import dataclass
from enum import StrEnum

from model.ids import AgencyId


class LetterKind(StrEnum):
    NOTICE = "notice"
    """To the supervising body: the report was not found by us, came late or was dated back."""
    CORRECTION = "correction"
    """To the agency: figures that do not add up, to be compared and corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """In one language; a line is a paragraph."""

    kind: LetterKind
    agency: AgencyId
    reporting_year: int
    title: str
    addressee: str
    opening: tuple[str, ...]
    facts: tuple[str, ...]
    """Numbered where there are several."""
    request: tuple[str, ...]
    enclosures_head: str
    enclosures: tuple[str, ...]
    """What was archived: when, from where, under which digest."""
    signature: tuple[str, ...]
    """Blanks to be filled in by whoever sends it, and the day."""

    @property
    def file_name(self) -> str:
        """Without a suffix."""
        return f"{self.agency}-{self.reporting_year}-{self.kind.value}"
