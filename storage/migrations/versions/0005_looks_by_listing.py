"""Looks by listing: an audit asks what one site showed in one crawl, whosever its listings are."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_looks_listing_crawl", "looks", ["listing", "crawl"])


def downgrade() -> None:
    op.drop_index("ix_looks_listing_crawl", "looks")
