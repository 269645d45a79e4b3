"""The checks on figures, made once a report and kept with it."""

from collections.abc import Mapping
from functools import cache

from audit import check_by_form
from extract.forms import load_forms
from model.form import Form
from model.ids import FormId
from model.report import Report
from nianbao.stages.judges import rules_digest
from storage.database import Checks


@cache
def forms_by_id() -> Mapping[FormId, Form]:
    return {definition.form.id: definition.form for definition in load_forms()}


def checks_of(report: Report) -> Checks:
    return Checks(made_by=rules_digest(), findings=check_by_form(report, forms_by_id()))
