"""When a site asked us to come back, and visits of a crawl found by their URL."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visits", sa.Column("not_before", sa.DateTime(timezone=True)))
    # A harvest asks for every URL whether it has been visited: it must not keep them in memory.
    op.create_index("ix_visits_crawl_url", "visits", ["crawl", "url"])
    op.drop_index("ix_visits_crawl", "visits")


def downgrade() -> None:
    op.create_index("ix_visits_crawl", "visits", ["crawl"])
    op.drop_index("ix_visits_crawl_url", "visits")
    op.drop_column("visits", "not_before")
