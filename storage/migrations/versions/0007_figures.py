"""Figures once more, compact, for conditions on them; the form and the shape of each report."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AT_ONCE = 200
"""Reports in memory together: each is some tens of kilobytes."""


def upgrade() -> None:
    op.create_table(
        "shapes",
        sa.Column("shape", sa.String(length=16), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("shape", "measure", name="pk_shapes"),
    )
    op.create_table(
        "figures",
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("report", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Float()),
        sa.PrimaryKeyConstraint("measure", "report", name="pk_figures"),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.id"], name="fk_figures_report_reports", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_figures_report", "figures", ["report"])
    op.add_column("reports", sa.Column("form", sa.String()))
    op.add_column("reports", sa.Column("shape", sa.String(length=16)))
    if not op.get_context().as_sql:
        _fill(op.get_bind())
    op.create_index(
        "ix_reports_current_form_shape_id", "reports", ["current", "form", "shape", "id"]
    )


def downgrade() -> None:
    op.drop_index("ix_reports_current_form_shape_id", "reports")
    op.drop_column("reports", "shape")
    op.drop_column("reports", "form")
    op.drop_table("figures")
    op.drop_table("shapes")


def _fill(connection: sa.Connection) -> None:
    reports = sa.table("reports", *map(sa.column, ("id", "facts", "measures", "form", "shape")))
    figures = sa.table("figures", *map(sa.column, ("measure", "report", "value")))
    shapes = sa.table("shapes", *map(sa.column, ("shape", "measure")))
    known: set[str] = set()
    for row in _stored(connection, reports):
        measures = _plain(row.measures)
        shape = None
        if measures:
            shape = sha256("\n".join(sorted(measures)).encode()).hexdigest()[:16]
        if shape and shape not in known:
            known.add(shape)
            connection.execute(
                sa.insert(shapes), [{"shape": shape, "measure": measure} for measure in measures]
            )
        numbers = {id_: _number(measure) for id_, measure in measures.items()}
        rows = [
            {"measure": id_, "report": row.id, "value": value}
            for id_, value in numbers.items()
            if value != 0
        ]
        if rows:
            connection.execute(sa.insert(figures), rows)
        connection.execute(
            sa.update(reports)
            .where(reports.c.id == row.id)
            .values(form=_plain(row.facts).get("form"), shape=shape)
        )


def _stored(connection: sa.Connection, reports: Any) -> Iterator[Any]:
    ids = list(connection.execute(sa.select(reports.c.id)).scalars())
    for start in range(0, len(ids), AT_ONCE):
        chosen = ids[start : start + AT_ONCE]
        yield from connection.execute(
            sa.select(reports.c.id, reports.c.facts, reports.c.measures).where(
                reports.c.id.in_(chosen)
            )
        ).all()


def _plain(stored: Any) -> dict[str, Any]:
    """JSON as a driver gives it: text from SQLite, the value itself from others."""
    plain: dict[str, Any] = json.loads(stored) if isinstance(stored, str | bytes) else stored
    return plain


def _number(measure: dict[str, Any]) -> float | None:
    if measure["state"] != "read" or measure["value"] is None:
        return None
    return float(measure["value"])
