"""Cells of the statistical tables as pages show them: hostile text stays text."""

from dataclasses import dataclass, replace

from jinja2 import Environment
from jinja2.runtime import new_context

from model.ids import MeasureId
from model.report import MeasureState
from model.text import Language
from web.cells import cell_links, figure_cells
from web.reading.tables import Figure

AT = "/report/0123456789ab/cell/"
READ = Figure(
    measure=MeasureId("t3.granted.total"),
    text="12",
    state=MeasureState.READ,
    uncertain=False,
    note=None,
    findings=(),
)


@dataclass(frozen=True, slots=True)
class _Page:
    language: Language

    def cells(self, *figures: Figure, with_id: bool = True) -> str:
        context = new_context(Environment(), "page", {}, {"language": self.language})
        return str(figure_cells(context, figures, AT, with_id))

    def links(self, *cells: tuple[MeasureId, str]) -> str:
        context = new_context(Environment(), "page", {}, {"language": self.language})
        return str(cell_links(context, cells, AT))


CHINESE, ENGLISH = _Page(Language.CHINESE), _Page(Language.ENGLISH)


def test_a_number_leads_to_its_proof() -> None:
    assert CHINESE.cells(READ) == (
        f'<td class="n figure read" id="{READ.measure}"><a href="{AT}{READ.measure}">12</a></td>'
    )
    assert " id=" not in CHINESE.cells(READ, with_id=False)


def test_what_was_not_read_has_a_sign_and_a_word() -> None:
    blank = replace(READ, state=MeasureState.BLANK, text="␣")
    absent = replace(READ, state=MeasureState.ABSENT, text="?", columns=3)

    assert '<span aria-hidden="true">␣</span><span class="unseen">空白</span>' in CHINESE.cells(
        blank
    )
    shown = ENGLISH.cells(absent)
    assert '<span aria-hidden="true">?</span><span class="unseen">not read</span>' in shown
    assert ' colspan="3"' in shown


def test_what_points_to_a_cell_stands_in_it() -> None:
    shown = CHINESE.cells(replace(READ, uncertain=True, findings=(2, 5)), READ)

    assert 'class="n figure read uncertain flagged"' in shown
    assert '<span class="flag">※2※5</span></td>' in shown
    assert shown.count("<td") == shown.count("</td>") == 2


def test_hostile_text_stays_text() -> None:
    hostile = '"><script>x</script>&'
    shown = CHINESE.cells(
        replace(READ, measure=MeasureId(hostile), text=hostile, note=hostile),
    )

    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 4
    assert shown.count('"') == CHINESE.cells(replace(READ, note="x")).count('"')


def test_cells_are_named_one_after_the_other() -> None:
    one, other = (READ.measure, "予以公开 / 总计"), (MeasureId("x"), "<b>&")

    assert CHINESE.links(one) == f'<a href="{AT}{READ.measure}">予以公开 / 总计</a>'
    assert CHINESE.links(one, other).endswith(f'</a>、<a href="{AT}x">&lt;b&gt;&amp;</a>')
    assert "</a>, <a" in ENGLISH.links(one, other)
    assert CHINESE.links() == ""
