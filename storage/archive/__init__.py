"""The archive: every response as it came, in gzip WARC 1.1 files. warcio lives only here."""

from storage.archive.archive import Archive
from storage.archive.exchange import Exchange
from storage.archive.files import Damage
from storage.archive.reading import Archived

__all__ = ["Archive", "Archived", "Damage", "Exchange"]
