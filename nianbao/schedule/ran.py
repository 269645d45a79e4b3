"""What one run of the schedule did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    at: datetime
    exit: int
    """Exit code of the first step that did not end well, else 0."""
    busy: bool = False
    """Somebody else was harvesting: worth trying again soon."""
    steps: Mapping[str, Any] = field(default_factory=dict)
    """What each command says with --json."""
