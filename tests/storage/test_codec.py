"""Every value that is stored comes back the same, down to the scale of an amount."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.agency import Agency, Obligation
from model.capture import Capture, Look, Visit
from model.finding import Decision, Failure, Finding
from model.ids import MeasureId
from model.report import Measure, MeasureState, Report, ReportVersion
from storage.codec import CodecError, decode, encode, from_plain, to_plain
from tests.storage.builders import a_capture, a_look

STORED = (
    Agency, Obligation, Capture, Visit, Look, Decision, Finding, Failure, Measure, Report,
    ReportVersion,
)  # fmt: skip

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(
    Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.just(Decimal("1E+3"))
)
st.register_type_strategy(
    datetime, st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(fold=0))
)
st.register_type_strategy(
    Report,
    st.builds(
        Report,
        measures=st.dictionaries(st.text().map(MeasureId), st.from_type(Measure), max_size=3),
    ),
)


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_stored_type_comes_back_the_same(kind: type[object], data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    for back in (decode(encode(value), kind), from_plain(to_plain(value), kind)):
        assert back == value
        # Equal decimals may differ in scale; their repr does too.
        assert repr(back) == repr(value)


def test_an_amount_keeps_its_printed_scale_and_a_count_stays_a_count() -> None:
    amount = Measure(
        id=MeasureId("a"), value=Decimal("100.00"), raw="100.00", state=MeasureState.READ
    )
    count = Measure(id=MeasureId("b"), value=100, raw="100", state=MeasureState.READ)
    assert b'"value":"100.00"' in encode(amount)
    assert b'"value":100,' in encode(count)
    assert isinstance(decode(encode(count), Measure).value, int)


def test_a_number_too_long_for_a_machine_word_is_kept() -> None:
    # Digits of several cells that ran together; what was read is what is stored.
    long = Measure(id=MeasureId("a"), value=10**40 + 1, raw=None, state=MeasureState.READ)
    assert decode(encode(long), Measure) == long
    assert from_plain(decode(encode(to_plain(long)), object), Measure) == long


def test_json_is_readable_by_anyone() -> None:
    look = encode(a_look())
    assert b'"end":"read_to_end"' in look
    assert b'"at":"2025-04-01T01:02:03.456789Z"' in look
    assert "解读".encode() in look


def test_keys_of_a_later_version_are_passed_over() -> None:
    newer = encode(a_capture()).replace(b'{"id"', b'{"colour":"red","id"', 1)
    assert decode(newer, Capture) == a_capture()


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"\xff", b"[]", b'{"id":1}', b'{"id":"x"}'],
)
def test_what_is_no_such_value_is_refused(broken: bytes) -> None:
    with pytest.raises(CodecError):
        decode(broken, Capture)


def test_a_plain_value_of_another_shape_is_refused() -> None:
    with pytest.raises(CodecError):
        from_plain({"id": 1}, Capture)
