"""Ground: the form counts whole things: applications, decisions, documents. Amounts are exempt, and
the 2019 form's 本年增/减 may fall below zero.
"""

from audit.wording import label_of, name_of
from model.finding import Certainty, Finding, Quote, Severity
from model.form import Form, MeasureDefinition, ValueType
from model.ids import RuleId
from model.report import Measure, MeasureState, Report
from model.text import Text

RULE = RuleId("measures.not_a_count")
GROUND = Text(
    "表格所计的是件数，应为不小于零的整数。金额除外；2019年格式的“本年增/减”可为负。",
    "The form counts whole things, so a figure is a whole number from nought. Amounts are "
    "exempt, and the change within the year of the 2019 form may be negative.",
)
"""For readers: what the rule stands on, and when it is silent."""


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return tuple(
        _finding(measure, form)
        for measure in report.measures.values()
        if measure.id in form.measures and _is_wrong(measure, form.measures[measure.id])
    )


def _is_wrong(measure: Measure, definition: MeasureDefinition) -> bool:
    if measure.state is not MeasureState.READ or measure.value is None:
        return False
    if definition.type is ValueType.DECIMAL:
        return False
    negative = definition.type is ValueType.COUNT and measure.value < 0
    return negative or measure.value != int(measure.value)


def _finding(measure: Measure, form: Form) -> Finding:
    label = label_of(measure.id, form)
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        certainty=Certainty.CONFIRMED if measure.stated else Certainty.UNCONFIRMED,
        message=Text(
            f"{label}为{measure.value}，而此栏应是件数（非负整数）",
            f"{name_of(measure.id)} is {measure.value}, where a count belongs",
        ),
        left=str(measure.value),
        cells=(measure.id,),
        quotes=(Quote(text=f"{label}：{measure.raw}", place=measure.place),),
    )
