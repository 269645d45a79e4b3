"""The archive: every response as it came, in gzip WARC 1.1 files. warcio lives only here."""

from storage.archive.archive import Archive, Importer
from storage.archive.exchange import Exchange
from storage.archive.files import Damage
from storage.archive.foreign import Flaw, ForeignRecord
from storage.archive.importing import Origin
from storage.archive.posting import FORM, lookup_url
from storage.archive.reading import Archived

__all__ = [
    "FORM",
    "Archive",
    "Archived",
    "Damage",
    "Exchange",
    "Flaw",
    "ForeignRecord",
    "Importer",
    "Origin",
    "lookup_url",
]
