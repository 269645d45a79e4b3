"""The figures and words of the invented reports: the data says the parts, the sums are made here.

So a printed sum can be wrong only where the data says so, under `misprints`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "social_welfare_org",
    "legal_service_org",
    "other_org",
)
RESULTS = (
    "granted",
    "partially_granted",
    "denied.state_secret",
    "denied.prohibited_by_law",
    "denied.three_safety_one_stability",
    "denied.third_party_rights",
    "denied.internal_affairs",
    "denied.process_information",
    "denied.enforcement_case_file",
    "denied.administrative_inquiry",
    "unable.not_held",
    "unable.no_existing_information",
    "unable.still_unclear_after_correction",
    "not_processed.petition_complaint",
    "not_processed.repeat_request",
    "not_processed.public_publication",
    "not_processed.mass_repeated",
    "not_processed.confirm_or_reissue",
    "other.correction_overdue",
    "other.fee_overdue",
    "other.other",
)
OTHER_PARTS = tuple(result for result in RESULTS if result.startswith("other."))
REMEDIES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOMES = ("upheld", "corrected", "other_result", "pending")
SECTIONS = ("overview", "proactive", "applications", "remedies", "problems", "other_matters")
_QUOTED = {
    "new": "t3.new_received.total",
    "old": "t3.carried_in.total",
    "done": "t3.result_total.total",
    "left": "t3.carried_out.total",
    "granted": "t3.granted.total",
    "partly": "t3.partially_granted.total",
    "made": "t2.normative_docs.made",
    "in_force": "t2.normative_docs.in_force",
    "licences": "t2.licensing.decisions",
    "penalties": "t2.penalty.decisions",
    "reconsidered": "t4.reconsideration.total",
    "sued": "t4.litigation_direct.total",
    "sued_after": "t4.litigation_after_reconsideration.total",
}
"""What paragraphs may quote in braces."""

Row = dict[str, int]
"""A row of table 3: applicant → count, `total` included."""


class Holding(StrEnum):
    """What holds the report."""

    PAGE = "page"
    PDF = "pdf"
    DOCX = "docx"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a report says from a day on."""

    since: date
    cells: Mapping[str, str]
    """Measure id → printed text; every cell of the form, merged ones in place of their parts."""
    text: Mapping[str, tuple[str, ...]]
    """Section → its paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """One agency's report on one year, as its page or file prints it."""

    agency: str
    year: int
    published: date
    one_row_other: bool
    """（六）其他处理 stands in one row, as in the format of 2019."""
    form: Holding
    """What holds the report: its page, or a file or pictures behind the page."""
    files: tuple[str, ...]
    """Names in `demo/data/` of the PDF or the pictures."""
    appears: date
    """The day on which it appears on the site; `published` is what the site says."""
    withdrawn: date | None
    """From this day on it is not there any more."""
    filed: str | None
    """`SITE:PATH` of the column that holds it instead of its agency's own."""
    editions: tuple["Edition", ...]
    """What it said from which day on, in the order of time; the first since it appeared."""

    @property
    def cells(self) -> Mapping[str, str]:
        """Measure id → printed text, as it stood at first."""
        return self.editions[0].cells

    @property
    def text(self) -> Mapping[str, tuple[str, ...]]:
        """Section → its paragraphs, as they stood at first."""
        return self.editions[0].text

    def on(self, day: date) -> "ReportData":
        """The report as it reads on a day."""
        standing = [edition for edition in self.editions if edition.since <= day]
        return replace(self, editions=(standing[-1] if standing else self.editions[0],))


def report_title(agency_name: str, year: int) -> str:
    return f"{agency_name}{year}年政府信息公开工作年度报告"


def read_reports(agency: str, data: Mapping[str, Any]) -> Iterable[ReportData]:
    """Reports in the order of their years; what one carries out the next one carries in.

    Raises ValueError when more is dealt with than came in.
    """
    carried: Mapping[str, int] | None = None
    for row in data["report"]:
        applications = _applications(row, row.get("carried_in", {}) if carried is None else carried)
        carried = {key: applications["carried_out"][key] for key in APPLICANTS}
        if min(carried.values()) < 0:
            raise ValueError(f"{agency} {row['year']}: more is dealt with than came in")
        cells = {
            **_proactive(row["proactive"]),
            **_table_3(applications, one_row_other=row.get("one_row_other", False)),
            **_remedies(row.get("remedies", {})),
        }
        cells = _misprinted(cells, row.get("misprints", {}))
        appears = row.get("appears", row["published"])
        yield ReportData(
            agency=agency,
            year=row["year"],
            published=row["published"],
            one_row_other=row.get("one_row_other", False),
            form=Holding(row.get("form", "page")),
            files=tuple(row.get("files", ())),
            appears=appears,
            withdrawn=row.get("withdrawn"),
            filed=row.get("filed"),
            editions=tuple(_editions(row, cells, appears)),
        )


def _editions(row: Mapping[str, Any], cells: dict[str, str], appears: date) -> Iterator[Edition]:
    """The first, then one for each silent edit, with the cells and sections it names changed."""
    words = dict(row["text"])
    for edit in ({"on": appears}, *row.get("edit", ())):
        cells = _misprinted(cells, edit.get("cells", {}))
        words = {**words, **edit.get("text", {})}
        yield Edition(
            since=edit["on"],
            cells=MappingProxyType(cells),
            text=MappingProxyType(_text(words, cells)),
        )


def _text(given: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The paragraphs of each section, with the figures they quote put in from the tables."""
    quoted = {name: cells[measure] for name, measure in _QUOTED.items()}
    return {
        section: tuple(
            line.strip().format_map(quoted) for line in given[section].splitlines() if line.strip()
        )
        for section in SECTIONS
    }


def _applications(row: Mapping[str, Any], carried_in: Mapping[str, int]) -> dict[str, Row]:
    unknown = set(row["results"]) - set(RESULTS)
    if unknown:
        raise ValueError(f"{row['year']}: no such results: {sorted(unknown)}")
    results = {result: _counts(row["results"].get(result, {})) for result in RESULTS}
    new, old = _counts(row["new_received"]), _counts(carried_in)
    done = {key: sum(result[key] for result in results.values()) for key in APPLICANTS}
    left = {key: new[key] + old[key] - done[key] for key in APPLICANTS}
    rows = {"new_received": new, "carried_in": old, **results, "result_total": done}
    rows["carried_out"] = left
    return {name: {**counts, "total": sum(counts.values())} for name, counts in rows.items()}


def _counts(given: Mapping[str, int]) -> Row:
    unknown = set(given) - set(APPLICANTS)
    if unknown:
        raise ValueError(f"no such applicants: {sorted(unknown)}")
    return {key: given.get(key, 0) for key in APPLICANTS}


def _table_3(rows: Mapping[str, Row], *, one_row_other: bool) -> dict[str, str]:
    shown = dict(rows)
    if one_row_other:
        parts = [shown.pop(part) for part in OTHER_PARTS]
        shown["other"] = {key: sum(part[key] for part in parts) for key in (*APPLICANTS, "total")}
    return {
        f"t3.{name}.{applicant}": str(count)
        for name, counts in shown.items()
        for applicant, count in counts.items()
    }


def _proactive(given: Mapping[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for row in ("rules", "normative_docs"):
        for column, count in zip(("made", "repealed", "in_force"), given[row], strict=True):
            cells[f"t2.{row}.{column}"] = str(count)
    for row in ("licensing", "penalty", "coercion"):
        cells[f"t2.{row}.decisions"] = str(given[row])
    cells["t2.fees.amount_wan_yuan"] = given["fees"]
    return cells


def _remedies(given: Mapping[str, list[int]]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for group in REMEDIES:
        counts = given.get(group, [0, 0, 0, 0])
        for outcome, count in zip((*OUTCOMES, "total"), (*counts, sum(counts)), strict=True):
            cells[f"t4.{group}.{outcome}"] = str(count)
    return cells


def _misprinted(cells: dict[str, str], misprints: Mapping[str, str]) -> dict[str, str]:
    unknown = set(misprints) - set(cells)
    if unknown:
        raise ValueError(f"no such cells: {sorted(unknown)}")
    return {**cells, **misprints}
