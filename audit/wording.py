"""An equality that does not hold, in words: the printed numbers with the names of their cells."""

from audit.identities import Weighing, total
from model.finding import Quote
from model.form import Form
from model.ids import MeasureId
from model.report import Measure
from model.text import Text

_SEPARATOR = " / "


def broken_sum(weighing: Weighing, form: Form) -> Text:
    """`行政复议：结果维持10＋结果纠正1＝11，而总计为0`. Zero terms of long sums are left out."""
    return Text(_zh(weighing, form), _en(weighing))


def quotes(weighing: Weighing, form: Form) -> tuple[Quote, ...]:
    """The cells as the agency printed them, the right side of the equality first; zeros of the
    left side are left out, unless it has nothing else."""
    left = tuple(cell for cell in weighing.left if cell.value) or weighing.left
    return tuple(
        Quote(text=f"{label_of(cell.id, form)}：{cell.raw}", place=cell.place)
        for cell in (*weighing.right, *left)
    )


def label_of(measure: MeasureId, form: Form) -> str:
    definition = form.measures.get(measure)
    return definition.label if definition else measure


def name_of(measure: MeasureId) -> str:
    """English words from the id: `t3.denied.state_secret.total` → `denied, state secret, total`."""
    return ", ".join(_id_steps(measure))


def _zh(weighing: Weighing, form: Form) -> str:
    cells = (*weighing.left, *weighing.right)
    context, names = _factored([tuple(label_of(c.id, form).split(_SEPARATOR)) for c in cells])
    left, right = names[: len(weighing.left)], names[len(weighing.left) :]
    left_side = _sum_zh(weighing.left, left)
    start = f"{'／'.join(context)}：" if context else ""
    if len(right) == 1:
        return f"{start}{left_side}，而{'／'.join(right[0])}为{weighing.right[0].value}"
    return f"{start}{left_side}，而{_sum_zh(weighing.right, right)}"


def _sum_zh(cells: tuple[Measure, ...], names: list[tuple[str, ...]]) -> str:
    shown = _shown(cells)
    terms = "＋".join(f"{'／'.join(names[i])}{cells[i].value}" for i in shown)
    rest = "（其余各项为0）" if len(shown) < len(cells) else ""
    return f"{terms}＝{total(cells)}{rest}"


def _en(weighing: Weighing) -> str:
    cells = (*weighing.left, *weighing.right)
    context, names = _factored([_id_steps(cell.id) for cell in cells])
    left, right = names[: len(weighing.left)], names[len(weighing.left) :]
    start = f"{', '.join(context)}: " if context else ""
    left_side = _sum_en(weighing.left, left)
    if len(right) == 1:
        return f"{start}{left_side}, but {' '.join(right[0])} is {weighing.right[0].value}"
    return f"{start}{left_side}, but {_sum_en(weighing.right, right)}"


def _sum_en(cells: tuple[Measure, ...], names: list[tuple[str, ...]]) -> str:
    shown = _shown(cells)
    terms = " + ".join(f"{' '.join(names[i])} {cells[i].value}" for i in shown)
    rest = " (all other terms are 0)" if len(shown) < len(cells) else ""
    return f"{terms} = {total(cells)}{rest}"


def _shown(cells: tuple[Measure, ...]) -> list[int]:
    """Short sums in full; of the 21 results only those that count."""
    if len(cells) <= 6:
        return list(range(len(cells)))
    return [index for index, cell in enumerate(cells) if cell.value] or [0]


def _id_steps(measure: MeasureId) -> tuple[str, ...]:
    """The first step of an id is its table, which says nothing to people."""
    return tuple(step.replace("_", " ") for step in measure.split(".")[1:])


def _factored(
    paths: list[tuple[str, ...]],
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Steps that all names share, at their beginning or end, and what is left of each."""
    shortest = min(len(path) for path in paths) - 1
    start = 0
    while start < shortest and len({path[start] for path in paths}) == 1:
        start += 1
    end = 0
    while end < shortest - start and len({path[-1 - end] for path in paths}) == 1:
        end += 1
    first = paths[0]
    context = (*first[:start], *first[len(first) - end :])
    return context, [path[start : len(path) - end] for path in paths]
