"""The tables. A change here needs a migration; `tests/storage` compares the two.

Agencies are referred to by id without a foreign key: the archive remembers agencies that the
registry has dropped, and a rebuild registers visits before any registry is imported. Captures
likewise: a damaged record must not take the visits that point to it along.
"""

from collections.abc import Mapping

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from model.agency import Agency
from model.capture import KnownItem, ListedLink
from model.finding import Failure, Finding
from model.ids import MeasureId
from model.place import Place
from model.report import Measure, Report
from model.verdict import Evidence
from storage.database.types import Moment, Value

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

agencies = Table(
    "agencies",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),  # false: no longer in the registry
    Column("name", String, nullable=False),
    Column("level", String, nullable=False),
    Column("region", String, nullable=False),
    Column("value", Value(Agency), nullable=False),
    Index(None, "region"),
)

listings = Table(
    "listings",
    metadata,
    Column("agency", ForeignKey("agencies.id", ondelete="CASCADE"), primary_key=True),
    Column("url", String, primary_key=True),
    Column("position", Integer, nullable=False),
)

obligations = Table(
    "obligations",
    metadata,
    Column("agency", String, primary_key=True),
    Column("reporting_year", Integer, primary_key=True),
    Column("due", Date),
    Column("basis_zh", Text, nullable=False),
    Column("basis_en", Text, nullable=False),
    Index(None, "reporting_year"),
)

crawls = Table(
    "crawls",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("plan", Text),
    Column("simulated", Boolean, nullable=False),
    Column("finished", Moment),
)

captures = Table(
    "captures",
    metadata,
    Column("id", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("http_status", Integer),
    Column("media_type", String),
    Column("payload_digest", String(64), nullable=False),
    Column("payload_length", BigInteger, nullable=False),
    Column("warc", String, nullable=False),
    Column("record_offset", BigInteger, nullable=False),
    Column("record_length", BigInteger, nullable=False),
    Column("refers_to", String),
    Column("stored_digest", String(64)),
    Column("etag", String),
    Column("last_modified", String),
    Column("truncated", String),
    Index(None, "payload_digest", "at"),
    Index(None, "url", "at"),
    Index(None, "at", "id"),
)

visits = Table(
    "visits",
    metadata,
    Column("id", String, primary_key=True),
    Column("crawl", ForeignKey("crawls.id"), nullable=False),
    Column("url", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("purpose", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("agency", String),
    Column("listing", String),
    Column("title", Text),
    Column("declared", Date),
    Column("reporting_year", Integer),
    Column("http_status", Integer),
    Column("detail", Text),
    Column("capture", String),
    Column("warc", String),
    Column("record_offset", BigInteger),
    Column("record_length", BigInteger),
    Column("not_before", Moment),
    Index(None, "crawl", "url"),
    Index(None, "agency"),
    Index(None, "capture"),
)

looks = Table(
    "looks",
    metadata,
    Column("crawl", ForeignKey("crawls.id"), primary_key=True),
    Column("agency", String, primary_key=True),
    Column("listing", String, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("end", String, nullable=False),
    Column("detail", Text),
    Column("family", String),
    Column("pages", Value(tuple[str, ...]), nullable=False),
    Column("links", Value(tuple[ListedLink, ...]), nullable=False),
    Column("freshest", Date),
    Column("known_item", Value(KnownItem)),
    Index(None, "agency"),
    Index(None, "listing", "crawl"),
)

archived = Table(
    "archived",
    metadata,
    Column("warc", String, primary_key=True),
    Column("until", BigInteger, nullable=False),  # everything before this offset is known
)

documents = Table(
    "documents",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("code_version", String, nullable=False),
    Column("outcome", String, nullable=False),  # report or failure
)

reports = Table(
    "reports",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("digest", ForeignKey("documents.digest", ondelete="CASCADE"), nullable=False),
    Column("agency", String),
    Column("agency_name", String, nullable=False),
    Column("reporting_year", Integer),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("capture", String, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("code_version", String, nullable=False),
    Column("content_digest", String(64), nullable=False),
    Column("edition", String(64)),  # null until a document stored before these two is read again
    Column("substance", String(64)),
    Column("facts", Value(Report), nullable=False),  # without sections and measures
    Column("measures", Value(Mapping[MeasureId, Measure]), nullable=False),
    Column("form", String),
    Column("shape", String(16)),  # of its measures, see `figures`; null when it has none
    Index(None, "agency", "reporting_year"),
    Index(None, "reporting_year"),
    Index(None, "digest"),
    Index(None, "first_at", "id"),
    # All that a condition on figures has to know of a report: its row, with all it says, is large.
    Index(None, "current", "form", "shape", "id"),
)

shapes = Table(
    "shapes",  # which measures a report has; thousands of reports share one
    metadata,
    Column("shape", String(16), primary_key=True),
    Column("measure", String, primary_key=True),
)

figures = Table(
    "figures",  # the measures once more, for conditions: without the zeros, which are most of them
    metadata,
    Column("measure", String, primary_key=True),
    Column("report", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("value", Float),  # null: not read
    Index(None, "report"),
    sqlite_with_rowid=False,
)

checks = Table(
    "checks",  # what the rules say of the figures of a report: a cache
    metadata,
    Column("report", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("made_by", String, nullable=False),  # other rules check anew
    Column("findings", Value(tuple[Finding, ...]), nullable=False),
)

sections = Table(
    "sections",
    metadata,
    Column("report", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("section", String, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("place", Value(Place), nullable=False),
)

audits = Table(
    "audits",  # those that a stored verdict or finding is from
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("as_of", Moment, nullable=False),
    Column("made_by", String),  # program and settings: another one judges anew
)

verdicts = Table(
    "verdicts",  # as audited at `audits.as_of`: a cache, made again by every audit
    metadata,
    Column("agency", String, primary_key=True),
    Column("reporting_year", Integer, primary_key=True),
    Column("audit", ForeignKey("audits.id"), nullable=False),
    Column("agency_name", String, nullable=False),
    Column("region", String, nullable=False),  # empty when the registry has dropped the agency
    Column("level", String, nullable=False),
    Column("due", Date),
    Column("basis_zh", Text, nullable=False),
    Column("basis_en", Text, nullable=False),
    Column("verdict", String, nullable=False),
    Column("reason", String),
    Column("graded", Boolean, nullable=False),
    Column("explanation_zh", Text, nullable=False),
    Column("explanation_en", Text, nullable=False),
    Column("declared", Date),
    Column("last_absent", Moment),
    Column("first_seen", Moment),
    Column("report", String),
    Column("evidence", Value(tuple[Evidence, ...]), nullable=False),
    Column("changed", Moment, nullable=False),  # of the first audit that gave this very verdict
    Column("known", Integer),  # the last of `touched` that it knows; null: to be judged anew
    # What matrices count is in the index: they never touch the rows.
    Index(None, "reporting_year", "region", "agency", "level", "verdict", "reason"),
    Index(None, "region", "agency", "reporting_year"),
    Index(None, "verdict", "reporting_year"),
    Index(None, "first_seen"),
    Index(None, "changed"),
    Index(None, "report"),
    Index(None, "audit"),
)

# In the order of pages, latest year first; a scan backwards would turn the places around too.
Index(
    "ix_verdicts_by_place",
    verdicts.c.reporting_year.desc(),
    verdicts.c.region,
    verdicts.c.agency,
)

findings = Table(
    "findings",  # of the same audits
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("audit", ForeignKey("audits.id"), nullable=False),
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("certainty", String, nullable=False),
    Column("agency", String),
    Column("region", String, nullable=False),  # both empty when nobody is known to own the report
    Column("level", String, nullable=False),
    Column("reporting_year", Integer, nullable=False),
    Column("report", String),
    Column("position", Integer, nullable=False, server_default="0"),  # among those of its year
    Column("first_seen", Moment, nullable=False),  # as in `first_found`
    Column("value", Value(Finding), nullable=False),
    Index(None, "agency", "reporting_year"),
    Index(None, "reporting_year", "region", "rule", "severity", "certainty"),
    Index(None, "rule", "reporting_year"),
    Index(None, "report"),
    Index(None, "first_seen", "fingerprint"),
    Index(None, "audit"),
)

Index(
    "ix_findings_by_place",
    findings.c.reporting_year.desc(),
    findings.c.region,
    findings.c.fingerprint,
)

touched = Table(
    "touched",  # whose evidence changed last by which transaction
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("seq", Integer, nullable=False),  # counts transactions that stored evidence
    Column("at", Moment),  # the latest moment of what it stored
    Index(None, "seq"),
    Index(None, "at"),
)

first_found = Table(
    "first_found",  # kept when a finding goes, so that one that comes again is no news
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

finding_cells = Table(
    "finding_cells",
    metadata,
    Column("finding", ForeignKey("findings.fingerprint", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("report", String),
    Column("measure", String, nullable=False),
    Index(None, "report", "measure"),
)

failures = Table(
    "failures",
    metadata,
    Column("stage", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("code", String, nullable=False),
    Column("digest", String(64)),
    Column("value", Value(Failure), nullable=False),
    Index(None, "digest"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("by", String, primary_key=True),
    Column("note", Text),
)
