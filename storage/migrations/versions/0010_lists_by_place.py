"""Verdicts and findings in the order of their pages, latest year first."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    latest_first = sa.text("reporting_year DESC")
    op.create_index("ix_verdicts_by_place", "verdicts", [latest_first, "region", "agency"])
    op.create_index("ix_findings_by_place", "findings", [latest_first, "region", "fingerprint"])


def downgrade() -> None:
    op.drop_index("ix_findings_by_place", "findings")
    op.drop_index("ix_verdicts_by_place", "verdicts")
