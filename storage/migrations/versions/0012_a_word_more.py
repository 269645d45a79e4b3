"""Nothing but the views, which are made anew: verdicts have one more reason to be spelled out."""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every migration makes the views anew: see `storage.database.migrate`."""


def downgrade() -> None:
    """The same."""
