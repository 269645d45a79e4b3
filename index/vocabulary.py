"""What words of a query can mean here: figures, rules, forms. Handed in by those who know them."""

from dataclasses import dataclass, field

from index.measures import MeasureNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    measures: MeasureNames = field(default_factory=MeasureNames)
    rules: tuple[str, ...] = ()
    """Ids of the audit's rules. Empty: any is taken for one."""
    forms: tuple[str, ...] = ()
    """Generations of the form. Empty: any is taken for one."""


NO_VOCABULARY = Vocabulary()
