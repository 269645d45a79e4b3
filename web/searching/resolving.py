"""What the database knows put into a query, so that an engine can answer the rest.

A condition on figures is satisfied, not satisfied or unknown, and of the unknown neither it nor its
negation holds. Negations are therefore carried down to such conditions (De Morgan's laws hold with
three values too), and each is replaced by the reports of which it, or its negation, is known.
"""

from collections.abc import Callable

from index.query import (
    AllOf,
    AnyOf,
    Condition,
    HasSection,
    Not,
    OfForm,
    OneOf,
    Stored,
    WithFinding,
    Within,
    WithReason,
    WithVerdict,
)
from model.figures import Measured
from storage.database import Answer, Database

Answers = Callable[[Stored], Answer]


def answers_of(database: Database) -> Answers:
    """What the database says, each condition asked once."""
    known: dict[Stored, Answer] = {}

    def answer(condition: Stored) -> Answer:
        if condition not in known:
            known[condition] = _asked(database, condition)
        return known[condition]

    return answer


def answered(condition: Condition, answers: Answers) -> Condition:
    """The reports of which the condition is known to hold, without what only a database knows."""
    match condition:
        case Measured() | WithVerdict() | WithReason() | WithFinding() | OfForm():
            return OneOf(answers(condition).yes)
        case AllOf(conditions):
            return AllOf(tuple(answered(one, answers) for one in conditions))
        case AnyOf(conditions):
            return AnyOf(tuple(answered(one, answers) for one in conditions))
        case Within(section, inner):
            return Within(section, answered(inner, answers))
        case Not(inner):
            return _denied(inner, answers) if asks_database(inner) else condition
        case _:
            return condition


def asks_database(condition: Condition) -> bool:
    match condition:
        case Measured() | WithVerdict() | WithReason() | WithFinding() | OfForm():
            return True
        case AllOf(conditions) | AnyOf(conditions):
            return any(map(asks_database, conditions))
        case Not(inner) | Within(_, inner):
            return asks_database(inner)
        case _:
            return False


def _denied(condition: Condition, answers: Answers, section: str | None = None) -> Condition:
    """The reports of which the condition is known not to hold; phrases are those of `section`."""
    match condition:
        case Measured() | WithVerdict() | WithReason() | WithFinding() | OfForm():
            return OneOf(answers(condition).no)
        case AllOf(conditions):
            return AnyOf(tuple(_denied(one, answers, section) for one in conditions))
        case AnyOf(conditions):
            return AllOf(tuple(_denied(one, answers, section) for one in conditions))
        case Within(name, inner):
            return AnyOf((Not(HasSection(name)), _denied(inner, answers, name)))
        case Not(inner):
            held = answered(inner, answers)
            return held if section is None else Within(section, held)
        case _:
            return Not(condition if section is None else Within(section, condition))


def _asked(database: Database, condition: Stored) -> Answer:
    match condition:
        case Measured():
            return database.measured(condition)
        case WithVerdict(value):
            return database.with_verdict(value)
        case WithReason(value):
            return database.with_reason(value)
        case WithFinding(rule):
            return database.with_finding(rule)
        case OfForm(value):
            return database.of_form(value)
