"""How verdicts, rules and figures come about: taken from where they are defined."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit import rules
from audit.explanations import ADVICE, MEANINGS
from extract.forms import load_forms
from model.form import Form
from model.text import Text
from model.verdict import Reason, Verdict
from model.words import RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    id: str
    name: Text
    ground: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsView:
    verdicts: Mapping[Verdict, Text]
    reasons: Mapping[Reason, Text]
    """What can be done about each."""
    rules: tuple[RuleView, ...]
    forms: tuple[Form, ...]
    """Newest first."""


def methods_view() -> MethodsView:
    return MethodsView(
        verdicts=MEANINGS,
        reasons=ADVICE,
        rules=tuple(_rules()),
        forms=tuple(reversed([one.form for one in load_forms()])),
    )


def _rules() -> Iterator[RuleView]:
    for one in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{one.name}")
        if hasattr(module, "RULE"):
            yield RuleView(id=module.RULE, name=RULES[module.RULE], ground=module.GROUND)
