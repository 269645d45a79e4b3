"""Who judges: what beside the evidence decides a verdict, as one digest."""

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from nianbao.settings import AuditSettings
from storage.codec import encode

_ROOMS = ("audit", "registry", "model", "extract.forms", "nianbao.stages", "storage.database")
"""What a verdict goes through. A change of words there costs one audit, no more."""
_RULES = ("audit", "extract.forms", "model")
"""What the checks on a report's figures go through."""
_SOURCES = (".py", ".yaml")


@cache
def rules_digest() -> str:
    """The same as long as the same figures give the same findings."""
    return _digest(_RULES).hex()


def judge_of(settings: AuditSettings) -> str:
    """The same as long as the same evidence and registry give the same verdicts.

    Whom a change of the registry concerns, the database notes when it is stored.
    """
    told = sha256(_program())
    told.update(encode(settings.grace_days))
    return told.hexdigest()


@cache
def _program() -> bytes:
    return _digest(_ROOMS)


def _digest(rooms: Iterable[str]) -> bytes:
    told = sha256()
    for room in rooms:
        for path in _sources(files(room)):
            told.update(path.read_bytes())
    return told.digest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.is_dir():
            yield from _sources(path)
        elif path.name.endswith(_SOURCES):
            yield path
