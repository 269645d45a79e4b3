"""What an audit quotes of pages and reports, without what points to a person: see `web.masking`."""

from dataclasses import replace

from audit.reasoning import Check, Reasoning, Step
from model.verdict import AuditResult
from web.reading.persons import masked_finding, masked_text


def masked_result(result: AuditResult) -> AuditResult:
    return replace(result, findings=tuple(map(masked_finding, result.findings)))


def masked_reasoning(reasoning: Reasoning) -> Reasoning:
    return replace(
        reasoning,
        steps=tuple(map(_step, reasoning.steps)),
        checks=tuple(map(_check, reasoning.checks)),
    )


def _step(step: Step) -> Step:
    return replace(step, lines=tuple(map(masked_text, step.lines)))


def _check(check: Check) -> Check:
    return replace(check, remark=masked_text(check.remark) if check.remark else None)
