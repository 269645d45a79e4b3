"""The archive: every response as it came, in gzip WARC 1.1 files. warcio lives only here."""

from storage.archive.archive import Archive, Archived, Damage
from storage.archive.exchange import Exchange

__all__ = ["Archive", "Archived", "Damage", "Exchange"]
