"""Views for people who open the SQLite file itself, with Datasette say: plain columns, no JSON.

Names are stable: questions that others wrote go on working. Moments are in China's time, as
`2025-02-20 09:00:00`; words of closed sets stand beside their Chinese. Made anew by each migration,
for SQLite lets no table change that a view rests on; other databases have no such readers.
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from model.text import Text
from model.words import LEVELS, REASONS, SECTIONS, SEVERITIES, STATES, VERDICTS
from storage.database.schema import metadata

_WORDS: Mapping[str, Mapping[Any, Text]] = {
    "LEVELS": LEVELS,
    "REASONS": REASONS,
    "SECTIONS": SECTIONS,
    "SEVERITIES": SEVERITIES,
    "STATES": STATES,
    "VERDICTS": VERDICTS,
}
_SHORT = re.compile(r"\[(\w+) ([^\]]+)\]")
"""`[VERDICTS v.verdict]`, `[china v.at]`, `[who a.name]`: see `_long`."""
_WHO = """
    @ AS agency_name, a.region, json_extract(a.value, '$.region_name') AS region_name, a.level,
    [LEVELS a.level] AS level_zh, json_extract(a.value, '$.kind') AS kind"""

VIEWS: Mapping[str, str] = {
    "v_agencies": """
        SELECT a.id AS agency, [who a.name],
            json_extract(a.value, '$.parent') AS parent,
            json_extract(a.value, '$.duty') AS duty,
            json_extract(a.value, '$.since') AS since,
            json_extract(a.value, '$.until') AS until,
            json_extract(a.value, '$.successor') AS successor,
            (SELECT group_concat(value, '; ') FROM json_each(a.value, '$.aliases')) AS aliases,
            (SELECT group_concat(value, '; ') FROM json_each(a.value, '$.listings')) AS listings,
            a.listed AS in_registry
        FROM agencies a""",
    "v_verdicts": """
        SELECT v.agency, [who v.agency_name], v.reporting_year, v.due,
            v.verdict, [VERDICTS v.verdict] AS verdict_zh,
            v.reason, [REASONS v.reason] AS reason_zh, v.graded,
            v.explanation_zh, v.explanation_en, v.declared,
            [china v.last_absent] AS last_absent, [china v.first_seen] AS first_seen,
            v.report, v.basis_zh, v.basis_en,
            (SELECT group_concat(json_extract(e.value, '$.capture'), '; ')
                FROM json_each(v.evidence) e) AS captures,
            [china u.as_of] AS audited, [china v.changed] AS changed
        FROM verdicts v JOIN audits u ON u.id = v.audit
            LEFT JOIN agencies a ON a.id = v.agency""",
    "v_reports": """
        SELECT r.id AS report, r.agency, [who r.agency_name],
            r.reporting_year, r.version, r.current,
            json_extract(r.facts, '$.title') AS title, json_extract(r.facts, '$.form') AS form,
            json_extract(r.facts, '$.scope') AS scope,
            coalesce(v.declared, json_extract(r.facts, '$.declared')) AS declared,
            [china r.first_at] AS first_seen,
            v.verdict, [VERDICTS v.verdict] AS verdict_zh,
            c.url, c.media_type, r.digest AS sha256, r.capture, c.warc,
            c.record_offset AS warc_offset
        FROM reports r LEFT JOIN captures c ON c.id = r.capture
            LEFT JOIN agencies a ON a.id = r.agency
            LEFT JOIN verdicts v ON v.report = r.id""",
    "v_measures": """
        SELECT r.id AS report, r.agency, [who r.agency_name],
            r.reporting_year, r.current, m.key AS measure,
            json_extract(m.value, '$.value') AS value, json_extract(m.value, '$.raw') AS raw,
            json_extract(m.value, '$.state') AS state,
            [STATES json_extract(m.value, '$.state')] AS state_zh,
            json_extract(m.value, '$.note') AS note, json_extract(m.value, '$.doubt') AS doubt,
            json_extract(m.value, '$.place.page') AS page,
            json_extract(m.value, '$.place.line') AS line
        FROM reports r JOIN json_each(r.measures) m LEFT JOIN agencies a ON a.id = r.agency""",
    "v_sections": """
        SELECT s.report, r.agency, r.agency_name, r.reporting_year, s.position, s.section,
            [SECTIONS s.section] AS section_zh, s.heading, s.text
        FROM sections s JOIN reports r ON r.id = s.report""",
    "v_findings": """
        SELECT f.fingerprint AS finding, f.agency, [who a.name], f.reporting_year, f.report, f.rule,
            f.severity, [SEVERITIES f.severity] AS severity_zh, f.certainty,
            json_extract(f.value, '$.message.zh') AS message_zh,
            json_extract(f.value, '$.message.en') AS message_en,
            json_extract(f.value, '$.left') AS "left", json_extract(f.value, '$.right') AS "right",
            (SELECT group_concat(value, '; ') FROM json_each(f.value, '$.cells')) AS cells,
            (SELECT group_concat(value, '; ') FROM json_each(f.value, '$.captures')) AS captures,
            [china f.first_seen] AS first_seen, [china u.as_of] AS audited
        FROM findings f JOIN audits u ON u.id = f.audit LEFT JOIN agencies a ON a.id = f.agency""",
    "v_visits": """
        SELECT v.id AS visit, [china v.at] AS at, v.agency, a.name AS agency_name, v.purpose,
            v.outcome, v.http_status, v.url, v.title, v.declared, v.reporting_year, v.detail,
            v.listing, v.capture, v.crawl, v.warc, v.record_offset AS warc_offset
        FROM visits v LEFT JOIN agencies a ON a.id = v.agency""",
    "v_looks": """
        SELECT [china l.at] AS at, l.agency, a.name AS agency_name, l.listing, l.end,
            l.detail, l.family, l.freshest, json_array_length(l.pages) AS pages,
            json_array_length(l.links) AS links,
            json_extract(l.known_item, '$.title') AS known_item,
            json_extract(l.known_item, '$.found') AS known_item_found, l.crawl
        FROM looks l LEFT JOIN agencies a ON a.id = l.agency""",
    "v_captures": """
        SELECT c.id AS capture, [china c.at] AS at, c.url, c.http_status, c.media_type,
            c.payload_length AS octets, c.payload_digest AS sha256, c.refers_to, c.truncated,
            c.warc, c.record_offset AS warc_offset, c.record_length AS warc_length
        FROM captures c""",
    "v_failures": """
        SELECT f.stage, f.subject, f.code, json_extract(f.value, '$.what.zh') AS what_zh,
            json_extract(f.value, '$.what.en') AS what_en,
            json_extract(f.value, '$.remedy.zh') AS remedy_zh,
            json_extract(f.value, '$.remedy.en') AS remedy_en
        FROM failures f""",
}
"""Name → the question that it answers."""


def tables_behind() -> tuple[str, ...]:
    """Every table of ours: the views say what they hold."""
    return tuple(metadata.tables)


def drop_views(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for name in VIEWS:
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def create_views(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for name, question in VIEWS.items():
            connection.exec_driver_sql(f"CREATE VIEW {name} AS {_written_out(question)}")


def _written_out(question: str) -> str:
    return _SHORT.sub(_long, question)


def _long(short: re.Match[str]) -> str:
    """A moment in China, the columns of an agency, or the Chinese for a word of a closed set."""
    name, column = short.groups()
    match name:
        case "china":
            return f"datetime({column}, '+8 hours')"
        case "who":
            return _written_out(_WHO.replace("@", column))
        case _:
            words = _WORDS[name].items()
            cases = " ".join(f"WHEN '{word}' THEN '{text.zh}'" for word, text in words)
            return f"CASE {column} {cases} END"
