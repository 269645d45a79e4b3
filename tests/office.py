"""LibreOffice for the tests that need it: absent on a developer's machine, never in CI."""

import os

import pytest

from extract.office import converter

needs_office = pytest.mark.skipif(
    converter() is None and not os.environ.get("CI"),
    reason="LibreOffice is not installed: apt install libreoffice-writer-nogui",
)
