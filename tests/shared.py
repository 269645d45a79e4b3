"""The real documents beside the checkout. They are not part of the project; CI has them."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

needs_shared = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(),
    reason="the real reports are not here: put them into ../shared beside the checkout",
)
