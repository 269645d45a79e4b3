"""What must hold between rows: identity, parents, successors, shared listings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from model.errors import Problem
from model.text import Text
from registry.agencies import Draft


def relation_problems(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """Told for rows with other problems too: everything comes out at once."""
    by_id = {draft.id: draft for draft in reversed(drafts) if draft.id is not None}
    yield from _duplicate_problems(drafts, by_id)
    yield from _reference_problems(drafts, by_id)
    yield from _cycle_problems(drafts, by_id)
    yield from _succession_problems(drafts, by_id)
    yield from _sharing_problems(drafts)


def _duplicate_problems(drafts: Sequence[Draft], first: Mapping[str, Draft]) -> Iterator[Problem]:
    for draft in drafts:
        if draft.id is None or first[draft.id] is draft:
            continue
        row = first[draft.id].row
        place = row.source if row.line is None else f"{row.source}:{row.line}"
        yield draft.row.problem(
            "id",
            Text(f"编号“{draft.id}”已用于 {place}", f"“{draft.id}” is taken by {place}"),
            Text("给每个机关不同的编号", "give every agency an id of its own"),
        )


def _reference_problems(drafts: Sequence[Draft], known: Mapping[str, Draft]) -> Iterator[Problem]:
    for draft in drafts:
        for field, reference in (("parent", draft.parent), ("successor", draft.successor)):
            if reference is not None and reference not in known:
                yield draft.row.problem(
                    field,
                    Text(f"名录中没有“{reference}”", f"there is no “{reference}” in the registry"),
                    Text("改正编号，或补上这个机关", "correct the id, or add that agency"),
                )


def _cycle_problems(drafts: Sequence[Draft], by_id: Mapping[str, Draft]) -> Iterator[Problem]:
    """Each circle of parents is told once, at its first row."""
    settled: set[str] = set()
    for draft in drafts:
        path: dict[str, None] = {}
        current: Draft | None = draft
        while current is not None and current.id is not None and current.id not in settled:
            if current.id in path:
                members = list(path)
                circle = " → ".join([*members[members.index(current.id) :], current.id])
                yield draft.row.problem(
                    "parent",
                    Text(f"上级关系成了圈：{circle}", f"the parents form a circle: {circle}"),
                    Text("改正其中一个 parent", "correct one of the parents"),
                )
                break
            path[current.id] = None
            current = by_id.get(current.parent) if current.parent else None
        settled.update(path)


def _succession_problems(drafts: Sequence[Draft], by_id: Mapping[str, Draft]) -> Iterator[Problem]:
    for draft in drafts:
        successor = by_id.get(draft.successor) if draft.successor else None
        if successor is None:
            continue
        if draft.successor == draft.id:
            yield draft.row.problem(
                "successor",
                Text("承继者不能是自己", "an agency cannot succeed itself"),
                Text("写承继其职能的机关", "write the agency that took over its functions"),
            )
        elif draft.until and successor.until and successor.until <= draft.until:
            yield draft.row.problem(
                "successor",
                Text(
                    f"承继者“{successor.id}”止于 {successor.until}，承继尚未开始（{draft.until}）",
                    f"its successor “{successor.id}” ended on {successor.until}, "
                    f"before it could begin after {draft.until}",
                ),
                Text("核对两者的 until", "check until of both"),
            )


def _sharing_problems(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """Two agencies may share a listing when that is explained.

    A government's column often gives the reports of all its departments, and its own beside its
    office's; so members of one family (same region, same parent, or parent and child) need no
    explanation. Anything else is more often a slip of copying: it wants a note.
    """
    sharing: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for listing in draft.listings:
            sharing[listing].append(draft)
    for listing, (first, *others) in sharing.items():
        for draft in others:
            if not (draft.note or first.note or _one_family(first, draft)):
                yield draft.row.problem(
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


def _one_family(one: Draft, other: Draft) -> bool:
    """A region that could not be read is told elsewhere and held against nobody here."""
    return (
        None in (one.region, other.region)
        or one.region == other.region
        or (one.parent is not None and one.parent == other.parent)
        or (other.parent is not None and one.id == other.parent)
        or (one.parent is not None and other.id == one.parent)
    )
