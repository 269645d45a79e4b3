"""The archive: every response as it came, in gzip WARC 1.1 files. warcio lives only here."""

from storage.archive.archive import Archive
from storage.archive.exchange import Exchange
from storage.archive.files import Damage
from storage.archive.posting import FORM, lookup_url
from storage.archive.reading import Archived

__all__ = ["FORM", "Archive", "Archived", "Damage", "Exchange", "lookup_url"]
