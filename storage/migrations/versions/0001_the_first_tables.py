"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_owing()
    _create_harvest()
    _create_reports()
    _create_audit()


def downgrade() -> None:
    for table in (
        "decisions",
        "failures",
        "finding_cells",
        "findings",
        "sections",
        "reports",
        "documents",
        "archived",
        "looks",
        "visits",
        "captures",
        "crawls",
        "obligations",
        "listings",
        "agencies",
    ):
        op.drop_table(table)


def _create_owing() -> None:
    """Who owes what."""
    op.create_table(
        "agencies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
    )
    op.create_index("ix_agencies_region", "agencies", ["region"])

    op.create_table(
        "listings",
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"], ["agencies.id"], name="fk_listings_agency_agencies", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agency", "url", name="pk_listings"),
    )

    op.create_table(
        "obligations",
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("reporting_year", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("basis_zh", sa.Text(), nullable=False),
        sa.Column("basis_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "reporting_year", name="pk_obligations"),
    )
    op.create_index("ix_obligations_reporting_year", "obligations", ["reporting_year"])


def _create_harvest() -> None:
    """What happened when we looked."""
    op.create_table(
        "crawls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("plan", sa.Text()),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("finished", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_crawls"),
    )

    op.create_table(
        "captures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("http_status", sa.Integer()),
        sa.Column("media_type", sa.String()),
        sa.Column("payload_digest", sa.String(length=64), nullable=False),
        sa.Column("payload_length", sa.BigInteger(), nullable=False),
        sa.Column("warc", sa.String(), nullable=False),
        sa.Column("record_offset", sa.BigInteger(), nullable=False),
        sa.Column("record_length", sa.BigInteger(), nullable=False),
        sa.Column("refers_to", sa.String()),
        sa.Column("stored_digest", sa.String(length=64)),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        sa.Column("truncated", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_index("ix_captures_payload_digest_at", "captures", ["payload_digest", "at"])
    op.create_index("ix_captures_url_at", "captures", ["url", "at"])

    op.create_table(
        "visits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("crawl", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("agency", sa.String()),
        sa.Column("listing", sa.String()),
        sa.Column("title", sa.Text()),
        sa.Column("declared", sa.Date()),
        sa.Column("reporting_year", sa.Integer()),
        sa.Column("http_status", sa.Integer()),
        sa.Column("detail", sa.Text()),
        sa.Column("capture", sa.String()),
        sa.Column("warc", sa.String()),
        sa.Column("record_offset", sa.BigInteger()),
        sa.Column("record_length", sa.BigInteger()),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.id"], name="fk_visits_crawl_crawls"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index("ix_visits_agency", "visits", ["agency"])
    op.create_index("ix_visits_capture", "visits", ["capture"])
    op.create_index("ix_visits_crawl", "visits", ["crawl"])

    op.create_table(
        "looks",
        sa.Column("crawl", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("listing", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("end", sa.String(), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.Column("family", sa.String()),
        sa.Column("pages", JSON, nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column("freshest", sa.Date()),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.id"], name="fk_looks_crawl_crawls"),
        sa.PrimaryKeyConstraint("crawl", "agency", "listing", "at", name="pk_looks"),
    )
    op.create_index("ix_looks_agency", "looks", ["agency"])

    op.create_table(
        "archived",
        sa.Column("warc", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("warc", name="pk_archived"),
    )


def _create_reports() -> None:
    """What the documents say."""
    op.create_table(
        "documents",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_documents"),
    )

    op.create_table(
        "reports",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String()),
        sa.Column("agency_name", sa.String(), nullable=False),
        sa.Column("reporting_year", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("capture", sa.String(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("measures", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["documents.digest"], name="fk_reports_digest_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_agency_reporting_year", "reports", ["agency", "reporting_year"])
    op.create_index("ix_reports_digest", "reports", ["digest"])
    op.create_index("ix_reports_reporting_year", "reports", ["reporting_year"])

    op.create_table(
        "sections",
        sa.Column("report", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.id"], name="fk_sections_report_reports", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", "position", name="pk_sections"),
    )


def _create_audit() -> None:
    """What we say about it, and what people say about that."""
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

    op.create_table(
        "finding_cells",
        sa.Column("finding", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("report", sa.String()),
        sa.Column("measure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding"],
            ["findings.id"],
            name="fk_finding_cells_finding_findings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding", "position", name="pk_finding_cells"),
    )
    op.create_index("ix_finding_cells_report_measure", "finding_cells", ["report", "measure"])

    op.create_table(
        "failures",
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64)),
        sa.Column("value", JSON, nullable=False),
        sa.PrimaryKeyConstraint("stage", "subject", name="pk_failures"),
    )
    op.create_index("ix_failures_digest", "failures", ["digest"])

    op.create_table(
        "decisions",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("fingerprint", "at", "kind", "by", name="pk_decisions"),
    )
