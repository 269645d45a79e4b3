"""What goes to the same worker of pytest-xdist, and in which order (`--dist loadgroup`).

The tests of a file share what the file makes, so they go to one worker together, unless a mark
`xdist_group` says otherwise. The dearest go first: else one worker would still be busy with them
when nothing is left for the others.

xdist tells groups by the end of a test's id. It writes that where pytest no longer looks, and every
test would be a group of its own.
"""

from pathlib import PurePath

import pytest
from _pytest.nodeid import NodeId

_DEAREST = (
    # It makes the season that others wait for, so the next ones are not among these.
    "demo",
    "ocr",
    "tests/web/api/test_schemathesis.py",
    "tests/index/test_whoosh3.py",
    "tests/web/browser/test_accessible.py",
    "tests/nianbao/test_kill.py",
    "conformance-tantivy",
    "conformance-whoosh",
    "tests/web/browser/test_pages.py",
    "tests/web/browser/test_hostile.py",
    "tests/web/browser/test_walk.py",
    "tests/nianbao/test_schedule_command.py",
    "tests/nianbao/test_archive_replay.py",
    "figure-conformance",
    "tests/crawler/test_resume.py",
    "tests/crawler/test_trouble.py",
    "tests/crawler/test_tls.py",
    "tests/crawler/test_harvest.py",
    "tests/crawler/test_full_disk.py",
    "tests/storage/test_rebuild.py",
    "tests/nianbao/test_archive_import.py",
    "tests/nianbao/test_auditing_again.py",
    "tests/index/test_crash.py",
    "relevance-whoosh",
    "relevance-tantivy",
    "tests/extract/test_office.py",
    "tests/extract/test_tables_damage.py",
    "real",
)
_PLACES = {group: place for place, group in enumerate(_DEAREST)}


def group_of(item: pytest.Item) -> str:
    names = {str(mark.args[0]) for mark in item.iter_markers("xdist_group")}
    return "_".join(sorted(names)) or PurePath(item.nodeid.partition("::")[0]).as_posix()


def group(items: list[pytest.Item]) -> None:
    """Puts the dearest first, in place, and writes the groups where xdist reads them."""
    items.sort(key=lambda item: _PLACES.get(group_of(item), len(_PLACES)))
    for item in items:
        ending = f"@{group_of(item)}"
        if not item.nodeid.endswith(ending):
            item._id = NodeId.parse(f"{item.nodeid}{ending}")
