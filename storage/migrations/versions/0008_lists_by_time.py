"""Lists of captures and reports by time. Views for people come with every migration."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_captures_at_id", "captures", ["at", "id"])
    op.create_index("ix_reports_first_at_id", "reports", ["first_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_reports_first_at_id", "reports")
    op.drop_index("ix_captures_at_id", "captures")
