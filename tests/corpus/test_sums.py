"""Random figures stay as printed, and those that do not add up get findings: in every format."""

from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from audit import check_report
from extract.reading import read_document
from extract.report import extract_report
from model.form import Identity
from model.ids import MeasureId
from model.report import MeasureState, Report
from tests.corpus import by_reportlab
from tests.corpus.cases import Case
from tests.corpus.figures import as_printed
from tests.corpus.scoring import Printed
from tests.corpus.web_pages import web_page
from tests.corpus.word_files import word_file


def plain_text(case: Case) -> bytes:
    lines = [case.title, *case.before]
    for sheet in case.sheets:
        lines.append(sheet.title)
        for row in sheet.grid_rows:
            cells = [""] * sheet.columns
            for cell in row:
                cells[cell.column] = cell.text
            lines.append("\t".join(cells))
    return "\n".join([*lines, *case.after]).encode()


FORMATS: Mapping[str, Callable[[Case], bytes]] = {
    "html": lambda case: web_page(case).encode(),
    "txt": plain_text,
    "pdf": by_reportlab.make,
    "docx": word_file,
}
PRINTINGS = [("2021", False), ("2021", True), ("2019", False)]


def read(case: Case, kind: str) -> Report:
    name = f"报告.{kind}"
    return extract_report(read_document(FORMATS[kind](case), name), name=name)


def lacks_a_term(identity: Identity, truth: Mapping[MeasureId, Printed]) -> bool:
    return any(truth[cell].value is None for cell in (*identity.left, *identity.right))


def broken_sums(case: Case) -> Counter[tuple[str, str, str]]:
    """Rule, left and right of every sum of the form that the printed figures break."""
    truth = case.figures.truth
    broken: Counter[tuple[str, str, str]] = Counter()
    for written in case.definition.form.identities:
        identity = as_printed(written, case.definition, merged=case.merged)
        if not lacks_a_term(identity, truth):
            left, right = (
                sum(truth[cell].value or 0 for cell in side)
                for side in (identity.left, identity.right)
            )
            if left != right:
                broken[str(identity.rule), str(left), str(right)] += 1
    return broken


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("form", "merged"), PRINTINGS)
def test_wrong_sums_are_kept_and_found(kind: str, form: str, merged: bool) -> None:
    case = Case(producer=kind, form=form, layout="ruled", kind="broken", merged=merged)

    report = read(case, kind)

    read_cells = {
        cell: measure.value
        for cell, measure in report.measures.items()
        if measure.state is MeasureState.READ
    }
    printed = {
        cell: one.value
        for cell, one in case.figures.truth.items()
        if one.state is MeasureState.READ
    }
    assert read_cells == printed
    findings = check_report(report, case.definition.form)
    found = Counter((str(one.rule), one.left, one.right) for one in findings)
    assert found == broken_sums(case)
    assert found.total() > 20
    assert {one.certainty for one in findings} == {"confirmed"}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("form", "merged"), PRINTINGS)
def test_sums_that_hold_get_none(kind: str, form: str, merged: bool) -> None:
    case = Case(producer=kind, form=form, layout="ruled", kind="sound", merged=merged)

    assert not broken_sums(case)
    assert check_report(read(case, kind), case.definition.form) == ()
