"""What a server has to work with: handed in by the composition root, never looked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request

from extract.original import Kind, MarkedHtml, MarkedTable
from index import Engine
from model.agency import Registry
from model.capture import Capture
from model.finding import Decision
from model.ids import AgencyId, MeasureId, RegionCode, ReportId
from model.place import Place
from model.text import Language, Text
from storage.archive import Archive
from storage.database import Database, Filters
from web.reading.dossier import Proof
from web.reading.owners import OwnerQuestion
from web.tables.table import Table


class Viewer(Protocol):
    """Looks at archived originals where a hostile file can take nothing with it.

    Everything raises ArchiveError, and ConversionError for what cannot be shown.
    """

    def kind(self, capture: Capture) -> Kind: ...

    def payload(self, capture: Capture) -> bytes:
        """As archived, byte for byte."""
        ...

    def text(self, capture: Capture) -> bytes:
        """A web page in UTF-8."""
        ...

    def pages(self, capture: Capture) -> int:
        """Of a PDF."""
        ...

    def page(self, capture: Capture, number: int) -> bytes:
        """A whole page of a PDF, as PNG."""
        ...

    def crop(self, capture: Capture, place: Place) -> bytes:
        """The part of the page around the place with a frame, as PNG.

        Raises: UsageError when the place is none on a page.
        """
        ...

    def find(
        self, capture: Capture, measure: MeasureId, raw: str | None
    ) -> MarkedHtml | MarkedTable | None:
        """The table of an original without pages, and the cell in it; None: it cannot be told."""
        ...


class Exports(Protocol):
    """Tables as files, made by what knows how to make workbooks and Parquet."""

    def __call__(
        self, table: Table[Any], filters: Filters, suffix: str, *, language: Language, bom: bool
    ) -> Iterator[bytes]:
        """The rows of a table in the format that `suffix` names: `.csv`, `.xlsx`, ...

        Raises UsageError before the first bytes.
        """
        ...


class Owners(Protocol):
    """Reports whose owner nobody could tell, and what people say of them."""

    def waiting(self) -> Sequence[ReportId]:
        """Those about which nobody has said anything, newest year first."""
        ...

    def question(self, report: ReportId) -> OwnerQuestion | None:
        """What is to be told of one that waits; None when nothing is known of its document."""
        ...

    def answer(self, report: str, agency: str | None, *, by: str) -> None:
        """Records whose it is (None: of no agency of the registry), and files it there.

        Raises: NotFoundError, UsageError for an agency nobody knows, ArchiveError.
        """
        ...

    def ask_again(self, report: str, *, by: str) -> None:
        """Takes an answer back. Raises: NotFoundError, ArchiveError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One home, served."""

    title: Text
    contact: str
    """Where readers reach the operator; empty when nobody said."""
    hosts: tuple[str, ...]
    """Names under which the server may be asked for; loopback is always among them."""
    token: str | None
    """Who knows it may record decisions; None: nobody may."""
    user_header: str | None
    """A proxy that we trust names the person in it, who may record decisions, too."""
    proxies: tuple[str, ...]
    """Addresses and networks of proxies that we trust, beside loopback."""
    record: Callable[[Decision], None]
    """Keeps what a person said, for good. Raises: ArchiveError."""
    owners: Owners
    database: Database
    archive: Archive
    engine: Callable[[], Engine | None]
    """The search engine, shared; None while there is no index. Never close it."""
    registry: Callable[[], Registry]
    """Who owes what; may be some seconds old."""
    viewer: Viewer
    exports: Exports
    clock: Callable[[], datetime]
    requests_a_minute: int
    """From one address; beyond it a reader is asked to wait."""
    origins: tuple[str, ...]
    """Sites whose pages may read the API (CORS)."""
    region_names: Callable[[], Mapping[RegionCode, str]]
    """Of every region in which an agency works; as old as the registry."""
    reasoning: Callable[[AgencyId, int, datetime], Proof]
    """Why the verdict on an agency and a reporting year is what it is, as known at a moment.

    Raises: NotFoundError.
    """
    dossier: Callable[[AgencyId, int, datetime], bytes]
    """The same with all it rests on, as a ZIP file. Raises: NotFoundError, ArchiveError."""


async def _site_of(request: Request) -> Site:
    """Not a plain function: those wait for a thread of their own."""
    site: Site = request.app.state.site
    return site


SiteNow = Annotated[Site, Depends(_site_of)]
"""The type of a handler's parameter that is to be the site."""
