"""The form files: complete, consistent, and refused with every problem when broken."""

from collections import Counter

import pytest

from extract.forms import FormDefinition, load_forms, read_form
from model.errors import ExtractionError
from model.form import SectionId, ValueType
from model.ids import MeasureId
from tests.shared import SHARED, needs_shared

FORMS = {str(form.id): form for form in load_forms()}

MINIMAL = """
id: "2030"
document: 某函〔2030〕1号
detect: [本年新表数量]
sections:
  overview: [一、总体情况]
  proactive: [二、主动公开]
  applications: [三、申请]
  remedies: [四、复议]
  problems: [五、问题]
  other_matters: [六、其他]
tables:
  - id: t3
    blocks:
      - head: [申请人情况]
        unit: 件
        columns:
          - {id: person, labels: [自然人]}
          - {id: total, labels: [总计]}
        rows:
          - {id: t3.received, labels: [一、新收]}
          - group: （二）其他处理
            merged_as: t3.other
            rows:
              - {id: t3.other.late, labels: [1.逾期]}
              - {id: t3.other.rest, labels: [2.其他]}
identities:
  - {rule: applications.row_sum, table: t3, for_each: row, left: [person], right: [total]}
"""


def statutory(form: FormDefinition) -> list[MeasureId]:
    return [cell for cell in form.form.measures if cell not in form.form.optional]


def test_every_generation_is_there_oldest_first() -> None:
    assert [form.id for form in load_forms()] == ["2014", "2019", "2021"]


@pytest.mark.parametrize(
    ("form", "tables"),
    [
        ("2014", {"s": 58}),
        ("2019", {"t2": 22, "t3": 161, "t4": 15}),
        ("2021", {"t2": 10, "t3": 175, "t4": 15}),
    ],
)
def test_a_form_has_the_cells_of_the_order(form: str, tables: dict[str, int]) -> None:
    cells = Counter(cell.split(".")[0] for cell in statutory(FORMS[form]))
    assert cells == tables


def test_the_2021_form_has_42_sums_and_those_of_the_merged_row() -> None:
    rules = Counter(identity.rule for identity in FORMS["2021"].form.identities)
    assert rules == {
        "applications.balance": 7,
        "applications.result_sum": 7,
        "applications.row_sum": 25 + 1,
        "remedies.outcome_sum": 3,
    }


def test_sums_of_the_2019_form_take_the_other_results_as_one_row() -> None:
    form = FORMS["2019"].form
    results = next(i for i in form.identities if i.rule == "applications.result_sum")
    # The order's one row stands for its parts, which some reports print.
    assert len(results.left) == 18 + 3
    parts = form.merged[MeasureId(f"t3.other.{results.instance}")]
    assert set(parts) <= set(results.left)
    assert form.optional == {part for parts in form.merged.values() for part in parts}


def test_a_merged_cell_knows_its_parts() -> None:
    merged = FORMS["2021"].form.merged
    assert merged[MeasureId("t3.other.total")] == (
        "t3.other.correction_overdue.total",
        "t3.other.fee_overdue.total",
        "t3.other.other.total",
    )
    assert len(merged) == 7


def test_people_read_a_label_path() -> None:
    measures = FORMS["2021"].form.measures
    secret = measures[MeasureId("t3.denied.state_secret.natural_person")]
    assert secret.label == "不予公开 / 属于国家秘密 / 自然人"
    fees = measures[MeasureId("t2.fees.amount_wan_yuan")]
    assert (fees.label, fees.type, fees.unit) == (
        "行政事业性收费 / 本年收费金额",
        ValueType.DECIMAL,
        "万元",
    )


@pytest.mark.parametrize("form", [FORMS["2019"], FORMS["2021"]], ids=lambda form: str(form.id))
def test_every_section_has_its_official_heading(form: FormDefinition) -> None:
    numerals = "一二三四五六"
    for numeral, section in zip(numerals, SectionId, strict=True):
        assert form.section_labels[section][0].startswith(f"{numeral}、")


def test_a_new_generation_needs_no_code() -> None:
    form = read_form(MINIMAL, "2030.yaml")
    assert list(form.form.measures) == [
        "t3.received.person",
        "t3.received.total",
        "t3.other.late.person",
        "t3.other.late.total",
        "t3.other.rest.person",
        "t3.other.rest.total",
        "t3.other.person",
        "t3.other.total",
    ]
    assert form.form.measures[MeasureId("t3.other.late.person")].label == "其他处理 / 逾期 / 自然人"
    assert [identity.instance for identity in form.form.identities] == [
        "t3.received",
        "t3.other.late",
        "t3.other.rest",
        "t3.other",
    ]


def test_all_problems_of_a_form_file_are_told_at_once() -> None:
    broken = (
        MINIMAL.replace("  overview: [一、总体情况]\n", "")
        .replace("unit: 件", "units: 件")
        .replace("labels: [自然人]", "labels: []")
        .replace("right: [total]", "right: [sum]")
    )
    with pytest.raises(ExtractionError) as caught:
        read_form(broken, "broken.yaml")
    assert {problem.field for problem in caught.value.problems} == {
        "sections.overview",
        "tables[0].blocks[0].units",
        "tables[0].blocks[0].columns[0].labels",
        "identities.applications.row_sum",
    }
    assert "broken.yaml" in str(caught.value)
    assert "sections.overview" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: text", ""),
        ("id: t3.received", "id: t3.other.late"),
        ("for_each: row", "for_each: page"),
        ("table: t3", "table: t9"),
        ("detect: [本年新表数量]", "detect: []"),
        ("labels: [自然人]", "labels: [自然人], type: length"),
        ("[一、新收]", "{}"),
    ],
)
def test_a_broken_form_file_is_refused(old: str, new: str) -> None:
    text = MINIMAL.replace(old, new) if old in MINIMAL else "- a list"
    with pytest.raises(ExtractionError):
        read_form(text, "form.yaml")


def test_a_file_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(ExtractionError, match="valid YAML"):
        read_form("id: [", "form.yaml")


@needs_shared
@pytest.mark.parametrize("year", ["2019", "2021"])
def test_cells_are_those_of_the_reconstructed_format(year: str) -> None:
    text = (SHARED / "format" / f"format_{year}.yaml").read_text(encoding="utf-8")
    for cell in statutory(FORMS[year]):
        assert cell in text or cell.rpartition(".")[0] in text
