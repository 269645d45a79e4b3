from datetime import UTC, date, datetime, timedelta

import pytest

from model.errors import UsageError
from nianbao.clock import clock_from, end_of_day, local_day, local_text, parse_moment


def test_a_day_means_its_last_second_in_china() -> None:
    assert parse_moment("2025-01-31") == datetime(2025, 1, 31, 15, 59, 59, tzinfo=UTC)
    assert local_day(end_of_day(date(2025, 1, 31))) == date(2025, 1, 31)


def test_the_first_moment_after_the_deadline_is_the_next_day_in_china() -> None:
    midnight = datetime(2025, 1, 31, 16, 0, tzinfo=UTC)

    assert local_day(midnight) == date(2025, 2, 1)
    assert local_text(midnight) == "2025-02-01 00:00"


def test_a_moment_without_a_zone_is_chinese_time() -> None:
    assert parse_moment("2025-02-20T09:00") == datetime(2025, 2, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["tomorrow", "2025-02-30", "2025/02/20", ""])
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_moment(text)

    assert caught.value.source == text


def test_a_simulated_clock_starts_where_told_and_runs_on() -> None:
    clock = clock_from("2025-02-20T09:00:00+08:00")
    first, second = clock(), clock()

    assert timedelta(0) <= first - datetime(2025, 2, 20, 1, 0, tzinfo=UTC) < timedelta(seconds=60)
    assert second >= first
