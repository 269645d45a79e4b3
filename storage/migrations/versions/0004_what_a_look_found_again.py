"""What a look at a listing found again of what earlier looks had shown."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("looks", sa.Column("known_item", sa.JSON()))


def downgrade() -> None:
    op.drop_column("looks", "known_item")
