"""What the rules say of a report's figures, so that no audit has to read them all again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checks",
        sa.Column("report", sa.String(12), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.id"], name="fk_checks_report_reports", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", name="pk_checks"),
    )


def downgrade() -> None:
    op.drop_table("checks")
