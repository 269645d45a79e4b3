"""The letters of an audit on disk."""

from datetime import UTC
from pathlib import Path

from model.text import Language
from nianbao.exports.audit_export import AuditExport
from nianbao.exports.beside import write_whole
from nianbao.folders import make_folder
from nianbao.letters.writing import letters


def write_letters(folder: Path, export: AuditExport, language: Language) -> tuple[Path, ...]:
    """One Word file a letter, named by agency, year and kind; returns what was written."""
    # Every audit would pay for what makes Word files, and few ask for letters.
    from nianbao.letters.word import letter_docx  # noqa: PLC0415

    make_folder(folder)
    written: list[Path] = []
    for letter in letters(export.result, export.registry, language):
        path = folder / f"{letter.file_name}.docx"
        write_whole(path, letter_docx(letter, made=export.result.as_of.astimezone(UTC)))
        written.append(path)
    return tuple(written)
