"""A listing taken from an address list is no ground for an absence until a look confirms it."""

from audit import decide
from model.verdict import Reason, Verdict, VerdictRecord
from tests.audit.builders import LISTING, OWED, agency, at, link, look, observations

UNCONFIRMED = agency(unconfirmed=(LISTING,))


def verdict(*years: int) -> VerdictRecord:
    links = [link(year) for year in years]
    looks = [look(at("2024-02-02"), *links), look(at("2024-02-05"), *links)]
    return decide(OWED, UNCONFIRMED, observations(looks=looks), as_of=at("2024-03-01"))


def test_nothing_was_ever_seen_there() -> None:
    record = verdict()

    assert (record.verdict, record.reason) == (Verdict.UNOBSERVABLE, Reason.NO_LISTING_KNOWN)


def test_an_earlier_report_shows_that_it_is_the_column() -> None:
    assert verdict(2022, 2021).verdict is Verdict.NOT_FOUND


def test_the_report_itself_is_found_there_all_the_same() -> None:
    assert verdict(2022, 2023).verdict is not Verdict.NOT_FOUND
