"""What an engine shows of its index as of one commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.docsets import DocSet
from index.matching import Source
from index.needles import Needle
from index.values import IndexDocument
from model.ids import AgencyId, ReportId

Section = tuple[str, str]


Impressions = tuple[Sequence[int], Sequence[float]]
"""Documents and the score of each, the best first."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a hit shows, as stored."""

    title: str
    agency: AgencyId | None
    agency_name: str
    url: str
    sections: tuple[Section, ...]


class Snapshot(Source, Protocol):
    most_rescored: int
    """Texts that are read to rank, where postings do not tell how often a phrase stands."""

    def weights(self, sought: Needle) -> Sequence[int] | None:
        """How often it stands in each document (`index.needles.token_weights`), where known."""
        ...

    def impressions(self, sought: Needle) -> Impressions:
        """A first guess at the documents' scores, for engines that do not know the weights."""
        ...

    def seen_as_word(self, word: str) -> DocSet:
        """Where two characters are a word: `index.words`."""
        ...

    def printed(self, document: int) -> Printed: ...

    def stamps(self) -> dict[ReportId, str]: ...

    def close(self) -> None: ...


class Store(Protocol):
    """One engine's files in a folder of their own."""

    def replace(self, added: Sequence[IndexDocument], gone: Collection[ReportId]) -> None:
        """One commit. `gone` are taken out first; the ids of `added` are among them."""
        ...

    def generation(self) -> object:
        """Another value after each commit, whoever made it; cheap."""
        ...

    def snapshot(self, previous: Snapshot | None) -> Snapshot:
        """As of the newest commit; what did not change may be taken from `previous`."""
        ...
