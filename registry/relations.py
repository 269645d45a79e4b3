"""What must hold between rows: identity, parents, successors, shared listings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from model.agency import Agency
from model.errors import Problem
from model.ids import AgencyId
from model.text import Text
from registry.rows import Row

Entry = tuple[Row, Agency]


def relation_problems(entries: Sequence[Entry], known: frozenset[str]) -> Iterator[Problem]:
    """`known` has the ids of all rows, also of those that could not be read for other reasons."""
    by_id = {agency.id: agency for _, agency in entries}
    yield from _reference_problems(entries, known)
    yield from _cycle_problems(entries, by_id)
    yield from _succession_problems(entries, by_id)
    yield from _sharing_problems(entries)


def duplicate_problems(rows: Sequence[Row]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in rows:
        agency_id = row.values.get("id")
        if not isinstance(agency_id, str) or not agency_id:
            continue
        before = first.setdefault(agency_id, row)
        if before is not row:
            place = before.source if before.line is None else f"{before.source}:{before.line}"
            yield row.problem(
                "id",
                Text(f"编号“{agency_id}”已用于 {place}", f"“{agency_id}” is taken by {place}"),
                Text("给每个机关不同的编号", "give every agency an id of its own"),
            )


def _reference_problems(entries: Sequence[Entry], known: frozenset[str]) -> Iterator[Problem]:
    for row, agency in entries:
        for field, reference in (("parent", agency.parent), ("successor", agency.successor)):
            if reference is not None and reference not in known:
                yield row.problem(
                    field,
                    Text(f"名录中没有“{reference}”", f"there is no “{reference}” in the registry"),
                    Text("改正编号，或补上这个机关", "correct the id, or add that agency"),
                )


def _cycle_problems(
    entries: Sequence[Entry], by_id: Mapping[AgencyId, Agency]
) -> Iterator[Problem]:
    """Each circle of parents is told once, at its first row."""
    settled: set[AgencyId] = set()
    for row, agency in entries:
        path: dict[AgencyId, None] = {}
        current: Agency | None = agency
        while current is not None and current.id not in settled:
            if current.id in path:
                members = list(path)
                circle = " → ".join([*members[members.index(current.id) :], current.id])
                yield row.problem(
                    "parent",
                    Text(f"上级关系成了圈：{circle}", f"the parents form a circle: {circle}"),
                    Text("改正其中一个 parent", "correct one of the parents"),
                )
                break
            path[current.id] = None
            current = by_id.get(current.parent) if current.parent else None
        settled.update(path)


def _succession_problems(
    entries: Sequence[Entry], by_id: Mapping[AgencyId, Agency]
) -> Iterator[Problem]:
    for row, agency in entries:
        if agency.successor is None:
            continue
        successor = by_id.get(agency.successor)
        if agency.successor == agency.id:
            yield row.problem(
                "successor",
                Text("承继者不能是自己", "an agency cannot succeed itself"),
                Text("写承继其职能的机关", "write the agency that took over its functions"),
            )
        elif successor and agency.until and successor.until and successor.until <= agency.until:
            yield row.problem(
                "successor",
                Text(
                    f"承继者“{successor.id}”止于 {successor.until}，承继尚未开始（{agency.until}）",
                    f"its successor “{successor.id}” ended on {successor.until}, "
                    f"before it could begin on {agency.until}",
                ),
                Text("核对两者的 until", "check until of both"),
            )


def _sharing_problems(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Two agencies may share a listing when that is explained.

    A government's column often gives the reports of all its departments, and its own beside its
    office's; so members of one family (same region, same parent, or parent and child) need no
    explanation. Anything else is more often a slip of copying: it wants a note.
    """
    sharing: dict[str, list[Entry]] = defaultdict(list)
    for row, agency in entries:
        for listing in agency.listings:
            sharing[listing].append((row, agency))
    for listing, sharers in sharing.items():
        _, first = sharers[0]
        for row, agency in sharers[1:]:
            if not (agency.note or first.note or _one_family(first, agency)):
                yield row.problem(
                    "listings",
                    Text(
                        f"{listing} 也是“{first.id}”的栏目，两者并无隶属关系",
                        f"{listing} is also the listing of “{first.id}”, which is not related",
                    ),
                    Text(
                        "改正地址；若确为合并公布的栏目，在 note 说明",
                        "correct the address, or say in note that the column gives both",
                    ),
                )


def _one_family(one: Agency, other: Agency) -> bool:
    return (
        one.region == other.region
        or (one.parent is not None and one.parent == other.parent)
        or one.id == other.parent
        or other.id == one.parent
    )
