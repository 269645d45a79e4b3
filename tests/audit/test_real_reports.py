"""The sums of real reports, from their cell-level truth."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from audit import check_report, count_identities
from extract.forms import load_forms
from model.form import Form
from model.report import Report
from tests.audit.builders import cell, content
from tests.shared import SHARED, needs_shared

HONGZE = SHARED / "reports" / "hongze-district-2023.truth.json"

pytestmark = needs_shared


def form() -> Form:
    return next(known.form for known in load_forms() if known.id == "2021")


def report(truth: Path) -> Report:
    measures = json.loads(truth.read_text("utf-8"))["measures"]
    values = {key: Decimal(v) if isinstance(v, str) else v for key, v in measures.items()}
    return content({key: cell(key, values.get(key)) for key in form().measures})


def test_hongze_has_exactly_two_impossible_totals() -> None:
    found = check_report(report(HONGZE), form())

    assert [(one.rule, one.left, one.right, one.cells[0]) for one in found] == [
        ("remedies.outcome_sum", "11", "0", "t4.reconsideration.total"),
        ("remedies.outcome_sum", "5", "0", "t4.litigation_after_reconsideration.total"),
    ]


def test_hongze_sums_its_results_with_the_merged_row() -> None:
    counts = count_identities(report(HONGZE), form())

    assert (counts.failed, counts.unknown) == (2, 3)  # the three leaves of （六） are not printed


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_the_seeds_add_up(seed: str) -> None:
    (truth,) = (SHARED / "seeds").glob(f"{seed}_*.truth.json")
    counts = count_identities(report(truth), form())

    assert check_report(report(truth), form()) == ()
    assert counts.failed == 0
    if seed == "001":  # 21 rows have lost a column: what they hold cannot be summed
        assert counts.unknown > 20
    else:
        assert counts.passed == 42
