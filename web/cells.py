"""Cells of large tables as markup.

A page has hundreds of them, and a template takes five times as long for each.
"""

from collections.abc import Iterable
from functools import lru_cache

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from model.ids import MeasureId
from model.report import MeasureState
from model.text import Language, Text
from model.verdict import Reason, Verdict
from model.words import REASONS, VERDICTS
from storage.database import Cell
from web.reading.tables import Figure

_NOTHING = {
    MeasureState.BLANK: ("␣", Text("空白", "blank")),
    MeasureState.ABSENT: ("?", Text("未读出", "not read")),
}
"""A sign for those who see it, a word for those who hear it."""
_BETWEEN = Text("、", ", ")
_NOTHING_OWED = Text("未要求", "nothing owed")


@pass_context
def figure_cells(
    context: Context, figures: Iterable[Figure], at: str, with_id: bool = True
) -> Markup:
    """Cells side by side, each a link below the address `at`, from where it can be proven.

    `with_id`: a page may be led to each by its measure.
    """
    language: Language = context["language"]
    where = str(escape(at))
    cells = (_cell(one, where, language, with_id=with_id) for one in figures)
    return Markup("".join(cells))  # noqa: S704 - every text in it is escaped below


@pass_context
def cell_links(context: Context, cells: Iterable[tuple[MeasureId, str]], at: str) -> Markup:
    """Cells by their labels, each a link below the address `at`."""
    language: Language = context["language"]
    where = str(escape(at))
    links = (f'<a href="{where}{_escaped(cell)}">{_escaped(label)}</a>' for cell, label in cells)
    return Markup(_BETWEEN.in_language(language).join(links))  # noqa: S704 - all of it is escaped


@lru_cache(maxsize=4096)
def _escaped(name: str) -> str:
    """Of names that forms give to cells: they come again on every page."""
    return str(escape(name))


def _cell(figure: Figure, at: str, language: Language, *, with_id: bool) -> str:
    measure, state = _escaped(figure.measure), figure.state
    looks = f"n figure {state.value}"
    if figure.uncertain:
        looks += " uncertain"
    if figure.findings:
        looks += " flagged"
    id_ = f' id="{measure}"' if with_id else ""
    span = f' colspan="{figure.columns}"' if figure.columns > 1 else ""
    return (
        f'<td class="{looks}"{id_}{span}><a href="{at}{measure}">{_shown(figure, language)}</a>'
        f"{_beside(figure)}</td>"
    )


def _shown(figure: Figure, language: Language) -> str:
    if figure.state not in _NOTHING:
        # Most are numbers, in which nothing needs to be escaped.
        return figure.text if figure.text.isdecimal() else str(escape(figure.text))
    sign, words = _NOTHING[figure.state]
    spoken = escape(words.in_language(language))
    return f'<span aria-hidden="true">{sign}</span><span class="unseen">{spoken}</span>'


def _beside(figure: Figure) -> str:
    """The note printed in the cell, and the findings that point to it."""
    note = f'<span class="note" lang="zh-Hans">{escape(figure.note)}</span>' if figure.note else ""
    if not figure.findings:
        return note
    numbers = "".join(f"※{number}" for number in figure.findings)
    return f'{note}<span class="flag">{numbers}</span>'


@pass_context
def verdict_cells(
    context: Context, cells: Iterable[tuple[int, Cell | None]], agency_at: str
) -> Markup:
    """An agency's years: shapes that lead to the reasoning behind them, below its address."""
    language: Language = context["language"]
    at = escape(agency_at)
    shown = (_verdict(context.environment, at, year, one, language) for year, one in cells)
    return Markup("".join(shown))  # noqa: S704 - every text in it is escaped


def _verdict(
    environment: Environment, at: str, year: int, cell: Cell | None, language: Language
) -> str:
    if cell is None:
        owed = escape(_NOTHING_OWED.in_language(language))
        return f'<td class="cell"><span class="none" aria-label="{owed}">·</span></td>\n'
    words, inside = _look(environment, cell.verdict, cell.reason, language)
    return (
        f'<td class="cell"><a class="verdict {cell.verdict.value}" href="{at}/{year}"'
        f' title="{year} {words}">{inside}</a></td>\n'
    )


@lru_cache(maxsize=256)
def _look(
    environment: Environment, verdict: Verdict, reason: Reason | None, language: Language
) -> tuple[str, str]:
    """A verdict's words, and its shape with the same for those who do not see it."""
    words = VERDICTS[verdict].in_language(language)
    if reason is not None:
        between = Text("：", ": ").in_language(language)
        words = f"{words}{between}{REASONS[reason].in_language(language)}"
    said = escape(words)
    shape = environment.get_template("macros.html").module.shape(verdict.value)  # type: ignore[attr-defined]
    return said, f'{shape}<span class="unseen">{said}</span>'
