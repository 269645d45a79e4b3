"""Who judges: what beside the evidence decides a verdict, as one digest."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from model.agency import Registry
from nianbao.settings import AuditSettings
from storage.codec import encode

_ROOMS = ("audit", "registry", "model", "extract.forms", "nianbao.stages", "storage.database")
"""What a verdict goes through. A change of words there costs one audit, no more."""
_SOURCES = (".py", ".yaml")


def judge_of(registry: Registry, settings: AuditSettings) -> str:
    """The same as long as the same evidence gives the same verdicts."""
    told = sha256(_program())
    told.update(encode(registry.agencies))
    told.update(encode(settings.grace_days))
    return told.hexdigest()


@cache
def _program() -> bytes:
    told = sha256()
    for room in _ROOMS:
        for path in _sources(files(room)):
            told.update(path.read_bytes())
    return told.digest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.is_dir():
            yield from _sources(path)
        elif path.name.endswith(_SOURCES):
            yield path
