"""What was concluded, as the JSON body of a WARC metadata record."""

from dataclasses import dataclass, replace

from model.capture import Look, Visit
from model.finding import Decision
from storage.archive.identity import clean_uri, digest_of
from storage.codec import CodecError, decode, encode, from_plain

Conclusion = Visit | Look | Decision

_KINDS: dict[str, type[Conclusion]] = {"visit": Visit, "look": Look, "decision": Decision}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Envelope:
    nianbao: str
    """What `value` is: `visit`, `look` or `decision`."""
    value: object


def to_body(item: Conclusion) -> bytes:
    # Where the record stands is known from the record itself.
    value = replace(item, record=None) if isinstance(item, Visit) else item
    return encode(_Envelope(nianbao=_kind(item), value=value))


def from_body(body: bytes) -> Conclusion:
    """Raises: CodecError."""
    envelope = decode(body, _Envelope)
    kind = _KINDS.get(envelope.nianbao)
    if kind is None:
        raise CodecError(f"metadata of unknown kind {envelope.nianbao!r}")
    return from_plain(envelope.value, kind)


def uri_of(item: Conclusion, body: bytes) -> str:
    """A name of its own: under the page's URL, replay tools would show it in place of the page."""
    name = item.id if isinstance(item, Visit) else digest_of(body)[:32]
    return clean_uri(f"urn:nianbao:{_kind(item)}:{name}")


def _kind(item: Conclusion) -> str:
    return type(item).__name__.lower()
