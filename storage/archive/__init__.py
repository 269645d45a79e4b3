"""The archive: every response as it came, in gzip WARC 1.1 files. warcio lives only here."""

from storage.archive.archive import Archive, Importer
from storage.archive.census import Amount, Census, Kind
from storage.archive.exchange import Exchange
from storage.archive.files import Damage
from storage.archive.foreign import Flaw, ForeignRecord
from storage.archive.importing import Origin
from storage.archive.posting import FORM, lookup_url
from storage.archive.reading import Archived
from storage.archive.verifying import Verified
from storage.archive.wacz import PackagePage, Packed, Packing

__all__ = [
    "FORM",
    "Amount",
    "Archive",
    "Archived",
    "Census",
    "Damage",
    "Exchange",
    "Flaw",
    "ForeignRecord",
    "Importer",
    "Kind",
    "Origin",
    "PackagePage",
    "Packed",
    "Packing",
    "Verified",
    "lookup_url",
]
