"""The parts of an Office Open XML package: a zip file read with a bound on everything."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from extract.readers.reader import damaged, password_needed, too_large
from model.text import Text

_MOST_ENTRIES = 10_000
# Of one part, uncompressed. The longest report among the real ones takes 2 MB.
_MOST_BYTES = 40_000_000
# XML of a word processor shrinks to a tenth or twentieth; zip bombs to a thousandth.
_MOST_RATIO = 250
_SMALL = 1_000_000
"""Bytes that a part may have whatever its ratio."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DIRECTORY_ENTRY = b"PK\x01\x02"
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    NotImplementedError,
    struct.error,
)
# The two spellings of one vocabulary; what we read is the same in both.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The zip file. Nothing outside of it is ever opened."""

    def __init__(self, data: bytes, source: str) -> None:
        """Raises Damaged or TooLarge."""
        self._source = source
        entries = data.count(_DIRECTORY_ENTRY)
        if entries > _MOST_ENTRIES:
            raise too_large(
                source, Text(f"压缩包内有 {entries} 个条目", f"{entries} entries in the zip file")
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN_ZIP as error:
            raise self._broken(error) from error
        self._entries: Mapping[str, zipfile.ZipInfo] = {
            _plain(info.filename): info for info in self._zip.infolist()
        }

    def names(self) -> tuple[str, ...]:
        """The parts' names, lower case, without a leading stroke."""
        return tuple(self._entries)

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that `part` ("" for the package) names as its `kind`."""
        folder, name = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations is None:
            return None
        for relation in relations.iter(_RELATION):
            outside = relation.get("TargetMode", "").lower() == "external"
            if relation.get("Type", "").endswith(f"/{kind}") and not outside:
                return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        return None

    def xml(self, name: str) -> Element | None:
        """The part's root, None if there is no such part.

        Raises Damaged, TooLarge or Encrypted. A document type is damage: the standard forbids it,
        and entities are declared there.
        """
        info = self._entries.get(_plain(name))
        if info is None:
            return None
        data = self._read(info)
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            detail = f"{name}: {error.msg}"
            raise damaged(self._source, Text(detail, detail)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise damaged(
                self._source,
                Text(f"{name} 声明了文档类型", f"{name} declares a document type"),
            )
        return root

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise password_needed(self._source)
        if info.compress_type not in _METHODS:
            raise self._broken(NotImplementedError(f"method {info.compress_type}"))
        self._demand_size(info)
        try:
            with self._zip.open(info) as part:
                # Of a part that is larger than it says, no more than that is ever unpacked.
                return part.read(info.file_size + 1)
        except _BROKEN_ZIP as error:
            raise self._broken(error) from error

    def _demand_size(self, info: zipfile.ZipInfo) -> None:
        size = info.file_size
        if size > _MOST_BYTES:
            raise too_large(
                self._source,
                Text(
                    f"{info.filename} 解压后有 {size / 1e6:.0f} MB",
                    f"{info.filename} has {size / 1e6:.0f} MB uncompressed",
                ),
            )
        if size > _SMALL and size > _MOST_RATIO * max(info.compress_size, 1):
            raise too_large(
                self._source,
                Text(
                    f"{info.filename} 解压后膨胀 {_MOST_RATIO} 倍以上",
                    f"{info.filename} grows more than {_MOST_RATIO} times when uncompressed",
                ),
            )

    def _broken(self, error: Exception) -> Exception:
        return damaged(
            self._source,
            Text(f"压缩结构错误（{error}）", f"its zip structure is broken ({error})"),
        )


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
