"""What a server has to work with: handed in by the composition root, never looked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Protocol

from fastapi import Depends, Request

from index import Engine
from model.agency import Registry
from model.place import Place
from model.text import Text
from storage.archive import Archive
from storage.database import Database


class Picture(Protocol):
    """Pixels of an original, made where a hostile file can take nothing with it."""

    def crop(self, data: bytes, place: Place, name: str) -> bytes:
        """The part of the page around the place with a frame, as PNG.

        Raises: ConversionError, or UsageError when the place is none on a page.
        """
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
    database: Database
    archive: Archive
    engine: Callable[[], Engine | None]
    """The search engine, shared; None while there is no index. Never close it."""
    registry: Callable[[], Registry]
    """Who owes what; may be some seconds old."""
    picture: Picture
    clock: Callable[[], datetime]
    requests_a_minute: int
    """From one address; beyond it a reader is asked to wait."""


def _site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


SiteNow = Annotated[Site, Depends(_site_of)]
"""The type of a handler's parameter that is to be the site."""
