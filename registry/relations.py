"""What must hold between rows: identity, parents, successors, shared listings."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from model.agency import Kind
from model.errors import Problem
from model.text import Text
from registry.agencies import Draft


def relation_problems(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """Told for rows with other problems too: everything comes out at once."""
    by_id = {draft.id: draft for draft in reversed(drafts) if draft.id is not None}
    yield from _duplicate_problems(drafts, by_id)
    yield from _reference_problems(drafts, by_id)
    yield from _cycle_problems(drafts, by_id)
    yield from _succession_circles(drafts, by_id)
    yield from _succession_problems(drafts, by_id)
    yield from _sharing_problems(drafts, by_id)
    yield from _twin_problems(drafts)


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
    yield from _circles(
        drafts,
        by_id,
        "parent",
        lambda circle: Text(f"上级关系成了圈：{circle}", f"the parents form a circle: {circle}"),
    )


def _circles(
    drafts: Sequence[Draft],
    by_id: Mapping[str, Draft],
    field: Literal["parent", "successor"],
    what: Callable[[str], Text],
) -> Iterator[Problem]:
    """Each circle is told once, at its first row."""
    settled: set[str] = set()
    for draft in drafts:
        path: dict[str, None] = {}
        current: Draft | None = draft
        while current is not None and current.id is not None and current.id not in settled:
            if current.id in path:
                members = list(path)
                circle = " → ".join([*members[members.index(current.id) :], current.id])
                yield draft.row.problem(
                    field,
                    what(circle),
                    Text(f"改正其中一个 {field}", f"correct one {field} of them"),
                )
                break
            path[current.id] = None
            above = current.parent if field == "parent" else current.successor
            current = by_id.get(above) if above else None
        settled.update(path)


def _succession_problems(drafts: Sequence[Draft], by_id: Mapping[str, Draft]) -> Iterator[Problem]:
    for draft in drafts:
        successor = by_id.get(draft.successor) if draft.successor else None
        if successor is None:
            continue
        if draft.until and successor.until and successor.until <= draft.until:
            yield draft.row.problem(
                "successor",
                Text(
                    f"承继者“{successor.id}”止于 {successor.until}，承继尚未开始（{draft.until}）",
                    f"its successor “{successor.id}” ended on {successor.until}, "
                    f"before it could begin after {draft.until}",
                ),
                Text("核对两者的 until", "check until of both"),
            )


def _sharing_problems(drafts: Sequence[Draft], by_id: Mapping[str, Draft]) -> Iterator[Problem]:
    """Agencies may share a listing when that is explained.

    A government's column often gives the reports of all its departments, and its own beside its
    office's: who shares a listing with a superior needs no explanation. Two bureaus alone with one
    column are more often a slip of copying: that wants a note.
    """
    sharing: dict[str, list[Draft]] = defaultdict(list)
    governments: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        # A region that could not be read is told elsewhere and makes nobody a stranger here.
        for listing in draft.listings if draft.region is not None else ():
            sharing[listing].append(draft)
        if draft.kind is Kind.GOVERNMENT and draft.id and draft.region:
            governments[draft.region].add(draft.id)
    for listing, sharers in sharing.items():
        ids = {draft.id for draft in sharers}
        strangers = [
            draft
            for draft in sharers
            if not ids & (_superiors(draft, by_id) | governments[draft.region or ""] - {draft.id})
        ]
        first, *others = strangers or [sharers[0]]
        for draft in others:
            if not (draft.note or first.note):
                yield draft.row.problem(
                    "listings",
                    Text(
                        f"{listing} 也是“{first.id}”的栏目，而两者的上级并不用这个栏目",
                        f"{listing} is also the listing of “{first.id}”, and of no superior "
                        "of both",
                    ),
                    Text(
                        "改正地址；若确为合并公布的栏目，在 note 说明",
                        "correct the address, or say in note that the column gives both",
                    ),
                )


def _superiors(draft: Draft, by_id: Mapping[str, Draft]) -> set[str]:
    """Ids of all agencies above one; itself is not among them, whatever circles there are."""
    found: set[str] = set()
    above = draft.parent
    while above is not None and above not in found and above != draft.id:
        found.add(above)
        parent = by_id.get(above)
        above = parent.parent if parent else None
    return found


def _twin_problems(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """One agency entered twice: under one credit code, or one name in one region at one time."""
    by_code: dict[str, Draft] = {}
    by_name: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.uscc is not None:
            first = by_code.setdefault(draft.uscc, draft)
            if first is not draft and not _apart(first, draft):
                yield draft.row.problem(
                    "uscc",
                    Text(
                        f"{draft.uscc} 也是“{first.id}”的代码",
                        f"{draft.uscc} is also the code of “{first.id}”",
                    ),
                    Text("核对代码，或删去重复的机关", "check the code, or drop the repetition"),
                )
        if draft.name is None or draft.region is None:
            continue
        for twin in by_name[draft.name, draft.region]:
            if twin.id != draft.id and not (draft.note or twin.note or _apart(twin, draft)):
                yield draft.row.problem(
                    "name",
                    Text(
                        f"“{twin.id}”与它同名同区划",
                        f"“{twin.id}” has the same name in the same region",
                    ),
                    Text(
                        "删去重复的一行；前后相继的填写 until 和 since；确为两个机关的在 note 说明",
                        "drop the repetition; give until and since if one followed the other; "
                        "if they are two, say so in note",
                    ),
                )
                break
        by_name[draft.name, draft.region].append(draft)


def _apart(one: Draft, other: Draft) -> bool:
    """Whether one had ended when the other began."""
    first, second = sorted((one, other), key=lambda draft: (draft.since is not None, draft.since))
    return first.until is not None and second.since is not None and first.until <= second.since


def _succession_circles(drafts: Sequence[Draft], by_id: Mapping[str, Draft]) -> Iterator[Problem]:
    yield from _circles(
        drafts,
        by_id,
        "successor",
        lambda circle: Text(f"承继关系成了圈：{circle}", f"the successors form a circle: {circle}"),
    )
