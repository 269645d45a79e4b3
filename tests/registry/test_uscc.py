import pytest

from registry.uscc import check_digit, is_uscc


@pytest.mark.parametrize("code", ["11370800004312263P", "1133102400268125XW", "12620600MB0523338C"])
def test_codes_in_use(code: str) -> None:
    assert is_uscc(code)


@pytest.mark.parametrize(
    "code",
    [
        "234234234444444444",
        "11370800004312263Q",
        "11370800004312263",
        "11370800004312263P ",
        "I" * 18,
    ],
)
def test_others(code: str) -> None:
    assert not is_uscc(code)


def test_two_neighbours_exchanged_are_noticed() -> None:
    body = "11370800004312263"
    swapped = "11378000004312263"

    assert check_digit(body) != check_digit(swapped)
