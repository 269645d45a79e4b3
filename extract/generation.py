"""Whether the form of a document is the one in force for its reporting year."""

from collections.abc import Iterator, Sequence

from extract.forms import FormDefinition
from model.document import ReadingWarning
from model.form import Form
from model.ids import FormId
from model.text import Text


def form_of_year(
    forms: Sequence[FormDefinition], used: FormId | None, year: int | None
) -> Iterator[ReadingWarning]:
    """A warning when another order covers the year: its cells are not those of the others."""
    by_id = {definition.id: definition.form for definition in forms}
    form = by_id.get(used) if used is not None else None
    if form is None or year is None or _covers(form, year):
        return
    ordered = next((other for other in by_id.values() if _covers(other, year)), None)
    if form.last_year is not None and year > form.last_year:
        yield _superseded(form, ordered, year)
    else:
        yield _premature(form, year)


def _covers(form: Form, year: int) -> bool:
    first, last = form.first_year, form.last_year
    return first is not None and first <= year and (last is None or year <= last)


def _superseded(form: Form, ordered: Form | None, year: int) -> ReadingWarning:
    order = f"（{ordered.document}）" if ordered else ""
    order_en = f" ({ordered.document})" if ordered else ""
    return ReadingWarning(
        code="form.superseded",
        text=Text(
            f"表格所印是 {form.id} 年格式的标签，{year} 年度适用更新的格式{order}；"
            "已照所印标签读取，与新格式含义不同的单元格不可比",
            f"the tables print the labels of the form of {form.id}, while a later one{order_en}"
            f" covers {year}; they were read by the labels printed, and cells of another meaning"
            " cannot be compared",
        ),
    )


def _premature(form: Form, year: int) -> ReadingWarning:
    return ReadingWarning(
        code="form.later_than_year",
        text=Text(
            f"表格是 {form.id} 年格式，{year} 年度尚无此格式；年度或格式可能读错，请对照原文",
            f"the tables are those of the form of {form.id}, which {year} did not have yet: the"
            " year or the form may be misread, compare with the original",
        ),
    )
