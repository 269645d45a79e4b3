"""Brings the database in line with the archive, which is the truth."""

from dataclasses import dataclass

from storage.archive import Archive, Damage
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What the archive held that the database did not know."""

    captures: int
    visits: int
    looks: int
    decisions: int
    damages: tuple[Damage, ...]
    """Records that could not be read. Everything around them was."""


def reconcile(archive: Archive, database: Database) -> Reconciled:
    """Registers every archived record that the database does not know; idempotent.

    Closes the gap that a kill leaves between the archive and the database, and fills an empty
    database completely: the same ids of crawls, visits and captures. Each record is read once:
    the database remembers how far the archive has been reconciled.
    """
    raise NotImplementedError
