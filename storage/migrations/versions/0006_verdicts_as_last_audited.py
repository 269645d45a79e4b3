"""Verdicts as last audited, and the findings of the same audits.

What stood in `findings` came from an audit and comes again with the next one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_table("finding_cells")
    op.drop_table("findings")
    _create_verdicts()
    _create_findings()
    _create_cells(sa.Column("finding", sa.String(), nullable=False), "findings.fingerprint")


def downgrade() -> None:
    for table in ("finding_cells", "first_found", "findings", "verdicts", "audits"):
        op.drop_table(table)
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("agency", sa.String()),
        sa.Column("reporting_year", sa.Integer()),
        sa.Column("report", sa.String()),
        sa.Column("value", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
    )
    op.create_index("ix_findings_agency_reporting_year", "findings", ["agency", "reporting_year"])
    op.create_index("ix_findings_report", "findings", ["report"])
    op.create_index("ix_findings_scope", "findings", ["scope"])
    _create_cells(sa.Column("finding", sa.Integer(), nullable=False), "findings.id")


def _create_verdicts() -> None:
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audits"),
    )
    op.create_table(
        "verdicts",
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("reporting_year", sa.Integer(), nullable=False),
        sa.Column("audit", sa.Integer(), nullable=False),
        sa.Column("agency_name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("basis_zh", sa.Text(), nullable=False),
        sa.Column("basis_en", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("graded", sa.Boolean(), nullable=False),
        sa.Column("explanation_zh", sa.Text(), nullable=False),
        sa.Column("explanation_en", sa.Text(), nullable=False),
        sa.Column("declared", sa.Date()),
        sa.Column("last_absent", MOMENT),
        sa.Column("first_seen", MOMENT),
        sa.Column("report", sa.String()),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["audit"], ["audits.id"], name="fk_verdicts_audit_audits"),
        sa.PrimaryKeyConstraint("agency", "reporting_year", name="pk_verdicts"),
    )
    for columns in (
        ["reporting_year", "region", "agency", "level", "verdict", "reason"],
        ["region", "agency", "reporting_year"],
        ["verdict", "reporting_year"],
        ["first_seen"],
        ["changed"],
        ["report"],
        ["audit"],
    ):
        op.create_index(f"ix_verdicts_{'_'.join(columns)}", "verdicts", columns)


def _create_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("audit", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("agency", sa.String()),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("reporting_year", sa.Integer(), nullable=False),
        sa.Column("report", sa.String()),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.ForeignKeyConstraint(["audit"], ["audits.id"], name="fk_findings_audit_audits"),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_findings"),
    )
    for columns in (
        ["agency", "reporting_year"],
        ["reporting_year", "region", "rule", "severity", "certainty"],
        ["rule", "reporting_year"],
        ["report"],
        ["first_seen", "fingerprint"],
        ["audit"],
    ):
        op.create_index(f"ix_findings_{'_'.join(columns)}", "findings", columns)
    op.create_table(
        "first_found",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_first_found"),
    )


def _create_cells(key: sa.Column[str] | sa.Column[int], refers_to: str) -> None:
    op.create_table(
        "finding_cells",
        key,
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("report", sa.String()),
        sa.Column("measure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding"],
            [refers_to],
            name="fk_finding_cells_finding_findings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding", "position", name="pk_finding_cells"),
    )
    op.create_index("ix_finding_cells_report_measure", "finding_cells", ["report", "measure"])
