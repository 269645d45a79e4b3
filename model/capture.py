"""What happened when we looked: visits, captures, and looks at listings."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from model.ids import AgencyId, CaptureId, CrawlId, Digest, VisitId


class Outcome(StrEnum):
    """How a visit ended. A closed set: everything that can happen maps to one of these."""

    CAPTURED = "captured"
    UNCHANGED = "unchanged"
    NOT_FOUND = "not_found"
    SOFT_404 = "soft_404"
    MOVED = "moved"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    ROBOTS = "robots"
    NEEDS_SCRIPT = "needs_script"
    WRONG_TYPE = "wrong_type"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    REJECTED = "rejected"
    """We declined: a host outside the registry or a private address."""


class Purpose(StrEnum):
    """Why a URL was visited."""

    ROBOTS = "robots"
    LISTING = "listing"
    REPORT = "report"
    ATTACHMENT = "attachment"
    PART = "part"
    """What a listing's script asked for when a browser ran it."""
    DISCOVERY = "discovery"
    """On the way to a listing that the registry does not know yet; no verdict rests on it."""
    ADDED = "added"
    """A local file given by the user, archived as a resource record; or a report found in an
    archive of others' that the user gave: its capture is then `imported`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlace:
    """A WARC record: file name in the archive's folder, offset and length of its gzip member."""

    warc: str
    offset: int
    length: int


IMPORTED = "imported-"
"""Beginning of the names of WARC files that hold what others archived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One archived response (or added file)."""

    id: CaptureId
    url: str
    at: datetime
    """UTC, time zone aware; the WARC-Date of its record."""
    http_status: int | None
    """None for an added file."""
    media_type: str | None
    payload_digest: Digest
    payload_length: int
    record: RecordPlace
    refers_to: CaptureId | None = None
    """For a revisit record: the capture that holds the payload."""
    stored_digest: Digest | None = None
    """SHA-256 of the body as the server sent it, when a content coding makes it differ."""
    etag: str | None = None
    last_modified: str | None = None
    """ETag and Last-Modified as sent: the validators of the next conditional request."""
    truncated: str | None = None
    """WARC-Truncated reason (`length`, `time`, `disconnect`); None when the body is whole."""

    @property
    def imported(self) -> bool:
        """Whether others archived it: `at` and all it holds are then their claim, not our look."""
        return self.record.warc.startswith(IMPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One attempt to get an answer from a URL, whatever came."""

    id: VisitId
    crawl: CrawlId
    url: str
    """As asked; of a POST as replay tools look it up: the form behind it."""
    at: datetime
    purpose: Purpose
    outcome: Outcome
    agency: AgencyId | None = None
    listing: str | None = None
    """URL of the listing whose look caused the visit."""
    title: str | None = None
    """Link text that led here, or the file name of an added file."""
    declared: date | None = None
    """Publication date shown beside the link on the listing."""
    reporting_year: int | None = None
    """Year given by the user (`add --year`) or read from the link's title."""
    http_status: int | None = None
    detail: str | None = None
    """Technical cause, e.g. `DNSLookupError`; for people there is the outcome."""
    capture: CaptureId | None = None
    not_before: datetime | None = None
    """When the site asked us to come back (Retry-After), UTC."""
    record: RecordPlace | None = None
    """The metadata record that archives this visit."""


class LinkKind(StrEnum):
    REPORT = "report"
    LOOKALIKE = "lookalike"
    """A title of the same family that is not a report; `refused` says which."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLink:
    """One entry of a listing."""

    url: str
    title: str
    kind: LinkKind
    reporting_year: int | None = None
    declared: date | None = None
    refused: str | None = None
    """Why a look-alike was refused: `interpretation`, `rule_of_law`, `website_report`, ..."""
    other_agency: str | None = None
    """The agency that its title names, when that is another than the one whose column this is."""
    same_as: str | None = None
    """URL of the entry that stands for the same report: this one is its picture version, its page
    for telephones, its file or its copy on another site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """An earlier report of the agency, looked for again where an earlier look had shown it."""

    url: str
    title: str
    reporting_year: int | None
    found: bool
    shown_before: int
    """Reports of the agency that the earlier look showed."""
    gone: tuple[str, ...] = ()
    """Titles of those that this look does not show any more."""

    @property
    def shrunk(self) -> bool:
        """Whether so much is gone that the list itself is in doubt; one may be withdrawn."""
        return len(self.gone) > max(1, self.shown_before // 5)


class LookEnd(StrEnum):
    """How far the reading of a listing got."""

    READ_TO_END = "read_to_end"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    NEEDS_SCRIPT = "needs_script"
    UNREADABLE = "unreadable"
    """Answered, but no entries could be read, or the paging broke off."""
    UNRECOGNISED = "unrecognised"
    """Answered, but it is nothing that any family knows as a listing of annual reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One reading of one listing of one agency, all its pages, at one time.

    This is what a verdict of absence rests on, so it records what was seen, not what was concluded.
    """

    crawl: CrawlId
    agency: AgencyId
    listing: str
    at: datetime
    end: LookEnd
    detail: str | None
    """For people and logs: what went wrong when `end` is not READ_TO_END."""
    family: str | None
    """CMS family that read it; None when nothing was read."""
    pages: tuple[CaptureId, ...]
    links: tuple[ListedLink, ...]
    freshest: date | None
    """The latest date shown anywhere on the listing: is the site alive?"""
    known_item: KnownItem | None = None
    """Whether an earlier report was found again; None when no earlier look had shown one."""
