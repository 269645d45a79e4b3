"""What makes a version: digests of what was read, in place of one version a payload.

Reports that are stored already have neither, so every document is to be read again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("edition", sa.String(length=64)))
    op.add_column("reports", sa.Column("substance", sa.String(length=64)))
    op.execute("UPDATE documents SET code_version = ''")


def downgrade() -> None:
    op.drop_column("reports", "substance")
    op.drop_column("reports", "edition")
