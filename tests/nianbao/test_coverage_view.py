"""Coverage on a terminal of 80 columns: no rate loses its sign."""

import io

import pytest
from rich.console import Console

from model.text import Language
from nianbao.views.coverage_view import print_coverage
from nianbao.views.output import Output
from tests.nianbao.test_audit_tables import exported, result


@pytest.mark.parametrize("language", list(Language))
def test_every_rate_keeps_its_percent_sign(language: Language) -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=80)

    print_coverage(Output(language=language, out=console, err=console), exported(result()))

    lines = [line.rstrip() for line in shown.getvalue().splitlines()]
    rows = [line for line in lines if "25–50%" in line]
    assert len(rows) == 4
    assert all(line.endswith("25%") for line in rows)
    assert "…" not in shown.getvalue()
