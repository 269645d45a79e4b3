"""The dossier of one verdict, with everything it rests on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from audit.reasoning import Reasoning, reasoning_on
from model.agency import Agency, Registry
from model.capture import Capture
from model.errors import NotFoundError
from model.ids import AgencyId, CaptureId
from model.text import Text
from nianbao.clock import local_text
from nianbao.dossier.writing import PACKAGE, write_dossier
from nianbao.exports.masked import masked_reasoning
from nianbao.sealing.proofs import proofs_for, stamps_for
from nianbao.settings import AuditSettings
from nianbao.stages.evidence import Gathering
from nianbao.stages.packaging import Choice, Chosen, choose, pack
from registry import obligation
from storage.archive import Archive
from storage.database import Database


def make_dossier(
    database: Database,
    archive: Archive,
    settings: AuditSettings,
    *,
    agency: AgencyId,
    year: int,
    as_of: datetime,
    folder: Path,
) -> tuple[Reasoning, tuple[Path, ...]]:
    """The verdict on `agency` and `year` as known at `as_of`, and the files of its dossier.

    Raises: NotFoundError without such an agency or when it owed nothing for that year, UsageError
    when `folder` holds something else, ArchiveError, NoSpace.
    """
    registry = database.registry()
    reasoning, captures = reasons(
        database, settings, registry, agency=agency, year=year, as_of=as_of
    )
    with TemporaryDirectory(prefix="nianbao-dossier-") as scratch:
        package = None
        if captures:
            choice = Choice(agency=agency, year=year)
            chosen = _as_known(_chosen(database, choice), captures, as_of)
            package = Path(scratch) / PACKAGE
            pack(archive, chosen, choice, registry, target=package)
        written = write_dossier(
            folder,
            reasoning,
            captures,
            package,
            as_of=local_text(as_of),
            seals=proofs_for(archive.folder, captures.values()),
            stamps=stamps_for(archive.folder, captures.values()),
        )
    return reasoning, written


def reasons(
    database: Database,
    settings: AuditSettings,
    registry: Registry,
    *,
    agency: AgencyId,
    year: int,
    as_of: datetime,
) -> tuple[Reasoning, dict[CaptureId, Capture]]:
    """The verdict as known at `as_of` with its reasons, and the captures they name, oldest first.

    Raises NotFoundError without such an agency.
    """
    owed = obligation(_owner(registry, agency), year)
    with database.evidence() as evidence:
        gathering = Gathering(evidence, (year, year), as_of)
        seen = gathering.whole([agency], gathering.telling([agency]))
        reasoning = reasoning_on(
            owed,
            registry,
            seen,
            as_of=as_of,
            grace_days=settings.grace_days,
            decisions=evidence.decisions(),
        )
        return masked_reasoning(reasoning), _named(reasoning, seen.captures, as_of)


def _owner(registry: Registry, agency: AgencyId) -> Agency:
    owner = registry.get(agency)
    if owner is None:
        raise NotFoundError(
            agency,
            Text("名录中没有这个机关", "is not in the registry"),
            Text("nianbao registry list 可看名录", "`nianbao registry list` shows the registry"),
        )
    return owner


def _named(
    reasoning: Reasoning, captures: Mapping[CaptureId, Capture], as_of: datetime
) -> dict[CaptureId, Capture]:
    """What the steps name, oldest first, with what revisits among it refer to."""
    ids = dict.fromkeys(id_ for step in reasoning.steps for id_ in step.captures)
    found = [captures[id_] for id_ in ids if id_ in captures and captures[id_].at <= as_of]
    holders = [
        captures[capture.refers_to]
        for capture in found
        if capture.refers_to is not None and capture.refers_to in captures
    ]
    ordered = sorted({one.id: one for one in (*found, *holders)}.values(), key=lambda one: one.at)
    return {capture.id: capture for capture in ordered}


def _chosen(database: Database, choice: Choice) -> Chosen:
    try:
        return choose(database, choice)
    except NotFoundError:
        # The steps may name captures that no visit of the agency led to.
        return Chosen(visits=(), looks=(), captures={})


def _as_known(chosen: Chosen, named: dict[CaptureId, Capture], as_of: datetime) -> Chosen:
    """Nothing later than the moment of the verdict, and all that the steps name."""
    captures = {id_: one for id_, one in chosen.captures.items() if one.at <= as_of} | named
    return replace(
        chosen,
        visits=tuple(visit for visit in chosen.visits if visit.at <= as_of),
        looks=tuple(look for look in chosen.looks if look.at <= as_of),
        captures=captures,
    )
