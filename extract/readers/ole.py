"""What the compound files of old office programs hold, told by the names of their streams."""

import struct
from enum import StrEnum

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR_SHIFT = 0x1E
"""Offset in the header of the sector size's logarithm."""
_ENTRY = 128
_START_SECTOR = 0x74
"""Offset in a directory entry."""
_WORD_MAGIC = frozenset({0xA5EC, 0xA5DC})  # Word 97 and later, Word 6 and 95
_IS_ENCRYPTED = 0x0100
"""Among the flags at 0x0A of the Word stream."""
_LARGEST_SHIFT = 12


class Kind(StrEnum):
    WORD = "word"
    """A Word document, or one of WPS, which has the same streams."""
    LOCKED = "locked"
    """Encrypted; of whatever program."""
    OTHER = "other"


def is_compound(data: bytes) -> bool:
    return data.startswith(_MAGIC[:4])


def kind_of(data: bytes) -> Kind:
    """Of a compound file."""
    if _entry(data, "EncryptedPackage") is not None:
        return Kind.LOCKED
    entry = _entry(data, "WordDocument")
    if entry is None:
        return Kind.OTHER
    return Kind.LOCKED if _is_encrypted(data, entry) else Kind.WORD


def _entry(data: bytes, name: str) -> int | None:
    """The offset of the directory entry of a stream. Entries stand at multiples of their size."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    found = data.find(wanted)
    while found > 0:
        if found % _ENTRY == 0:
            return found
        found = data.find(wanted, found + 1)
    return None


def _is_encrypted(data: bytes, entry: int) -> bool:
    """By the flags at the beginning of the Word stream; False where they cannot be found."""
    try:
        (shift,) = struct.unpack_from("<H", data, _SECTOR_SHIFT)
        (sector,) = struct.unpack_from("<I", data, entry + _START_SECTOR)
        if shift > _LARGEST_SHIFT:
            return False
        start = (sector + 1) << shift
        magic, flags = struct.unpack_from("<H8xH", data, start)
    except struct.error:
        return False
    return magic in _WORD_MAGIC and bool(flags & _IS_ENCRYPTED)
