"""Whose evidence changed since it was judged: only these are judged anew.

Verdicts stored before know no such thing, so the next audit judges everybody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "touched",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_touched"),
    )
    op.create_index("ix_touched_seq", "touched", ["seq"])
    op.create_index("ix_touched_at", "touched", ["at"])
    op.execute(
        "INSERT INTO touched (kind, key, seq, at) SELECT 'everybody', '', 1, at FROM ("
        "SELECT max(at) AS at FROM (SELECT max(at) AS at FROM captures"
        " UNION ALL SELECT max(at) FROM visits UNION ALL SELECT max(at) FROM looks) AS each"
        ") AS latest WHERE at IS NOT NULL"
    )
    op.add_column("audits", sa.Column("made_by", sa.String()))
    op.add_column("verdicts", sa.Column("known", sa.Integer()))
    op.add_column(
        "findings", sa.Column("position", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("findings", "position")
    op.drop_column("verdicts", "known")
    op.drop_column("audits", "made_by")
    op.drop_table("touched")
