"""Reasons for verdicts, and dossiers packed for taking away."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile

from model.agency import Registry
from model.ids import AgencyId
from nianbao.settings import AuditSettings
from nianbao.stages.dossier import make_dossier, reasons
from storage.archive import Archive
from storage.database import Database
from web.reading.dossier import Proof


class Proofs:
    """What `web.site.Site` offers of verdicts."""

    def __init__(
        self,
        database: Database,
        archive: Archive,
        settings: AuditSettings,
        registry: Callable[[], Registry],
    ) -> None:
        self._database = database
        self._archive = archive
        self._settings = settings
        self._registry = registry

    def reasoning(self, agency: AgencyId, year: int, as_of: datetime) -> Proof:
        reasoning, captures = reasons(
            self._database,
            self._settings,
            self._registry(),
            agency=agency,
            year=year,
            as_of=as_of,
        )
        return Proof(reasoning=reasoning, captures=captures)

    def packed(self, agency: AgencyId, year: int, as_of: datetime) -> bytes:
        with TemporaryDirectory(prefix="nianbao-dossier-") as scratch:
            folder = Path(scratch) / f"dossier-{year}"
            make_dossier(
                self._database,
                self._archive,
                self._settings,
                agency=agency,
                year=year,
                as_of=as_of,
                folder=folder,
            )
            packed = io.BytesIO()
            # The evidence in it is compressed already.
            with ZipFile(packed, "w", ZIP_STORED) as package:
                for path in sorted(folder.rglob("*")):
                    package.write(path, path.relative_to(folder.parent))
            return packed.getvalue()
