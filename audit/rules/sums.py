"""What the rules on sums share: a finding for each equality of the form that does not hold."""

from audit.identities import Holds, Weighing, total, weigh
from audit.wording import broken_sum, quotes
from model.finding import Certainty, Finding, Severity
from model.form import Form
from model.ids import RuleId
from model.report import Report


def broken_sums(rule: RuleId, report: Report, form: Form) -> tuple[Finding, ...]:
    """Silent where a term is missing: unknown is not wrong."""
    weighings = (
        weigh(identity, form, report.measures)
        for identity in form.identities
        if identity.rule == rule
    )
    return tuple(
        _finding(weighing, form) for weighing in weighings if weighing.holds is Holds.FAILED
    )


def _finding(weighing: Weighing, form: Form) -> Finding:
    """Its cells are those on both sides, the total first."""
    return Finding(
        rule=weighing.identity.rule,
        severity=Severity.ERROR,
        certainty=Certainty.CONFIRMED if weighing.certain else Certainty.UNCONFIRMED,
        message=broken_sum(weighing, form),
        left=str(total(weighing.left)),
        right=str(total(weighing.right)),
        cells=tuple(cell.id for cell in (*weighing.right, *weighing.left)),
        quotes=quotes(weighing, form),
    )
