"""A dossier on disk: page, data, captures, verifier, and the list of their digests."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from audit.reasoning import Reasoning
from model.capture import Capture
from model.errors import UsageError
from model.ids import CaptureId
from model.text import Language, Text
from nianbao.dossier.page import dossier_html
from nianbao.dossier.verifier import MANIFEST, PACKAGE, PROOFS, SEAL
from nianbao.exports.audit_tables import verdict_json
from nianbao.folders import make_folder
from nianbao.sealing.proofs import CopiedStamp

PAGE, DATA, VERIFIER = "index.html", "verdict.json", "verify.py"

__all__ = ["DATA", "PACKAGE", "PAGE", "PROOFS", "VERIFIER", "write_dossier"]


def write_dossier(
    folder: Path,
    reasoning: Reasoning,
    captures: Mapping[CaptureId, Capture],
    package: Path | None,
    *,
    as_of: str,
    seals: Sequence[Mapping[str, Any]] = (),
    stamps: Sequence[CopiedStamp] = (),
) -> tuple[Path, ...]:
    """Writes or renews a dossier and returns its files; it appears whole or not at all.

    `captures` are those the reasoning names, `package` their WACZ (None when there are none),
    `as_of` a moment in words, `seals` what `nianbao.sealing.proofs` says of `captures`, `stamps`
    those that lie beside these seals. Raises UsageError when `folder` holds something else.
    """
    if _holds_something_else(folder):
        raise UsageError(
            str(folder),
            Text("已有别的文件", "holds other files already, or is one"),
            Text("另选一个文件夹", "choose another folder"),
        )
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    make_folder(making, asked=folder)
    html = dossier_html(reasoning, captures, as_of=as_of, sealed=bool(seals), stamps=stamps)
    (making / PAGE).write_text(html, encoding="utf-8", newline="")
    (making / DATA).write_bytes(_as_json(_data(reasoning, as_of)))
    (making / VERIFIER).write_bytes(_verifier())
    if package is not None:
        shutil.copyfile(package, making / PACKAGE)
    if seals:
        (making / PROOFS).write_bytes(_as_json({"seals": seals}))
    for one in stamps:
        (making / f"seal-{one.day}.json").write_bytes(one.seal)
        (making / f"seal-{one.day}.tsr").write_bytes(one.answer)
    _seal(making)
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return tuple(sorted(folder.iterdir()))


def _holds_something_else(folder: Path) -> bool:
    if not folder.is_dir():
        return folder.exists()
    return any(folder.iterdir()) and not (folder / MANIFEST).is_file()


def _verifier() -> bytes:
    """The source of our own verifier: it runs alone, wherever it is put."""
    return resources.files("nianbao.dossier").joinpath("verifier.py").read_bytes()


def _seal(folder: Path) -> None:
    files = {path.name: _sha256(path.read_bytes()) for path in sorted(folder.iterdir())}
    manifest = _as_json({"files": files})
    (folder / MANIFEST).write_bytes(manifest)
    (folder / SEAL).write_bytes(f"{_sha256(manifest)}  {MANIFEST}\n".encode())


def _data(reasoning: Reasoning, as_of: str) -> dict[str, Any]:
    def both(text: Text | None) -> dict[str, str] | None:
        return {"zh": text.zh, "en": text.en} if text else None

    return {
        "as_of": as_of,
        "verdict": verdict_json(reasoning.judgement.record, Language.CHINESE),
        "explanation": both(reasoning.judgement.record.explanation),
        "steps": [
            {
                "head": both(step.head),
                "lines": [both(line) for line in step.lines],
                "captures": list(step.captures),
            }
            for step in reasoning.steps
        ],
        "checks": [
            {"question": both(check.question), "held": check.held, "remark": both(check.remark)}
            for check in reasoning.checks
        ],
    }


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
