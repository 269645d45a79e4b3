"""统一社会信用代码: the check digit of GB 32100-2015."""

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_SHAPE = re.compile(f"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")


def is_uscc(code: str) -> bool:
    """Whether shape and check digit are right.

    Placeholders on real pages (234234234444444444) fail on the check digit.
    """
    return _SHAPE.fullmatch(code) is not None and code[17] == check_digit(code[:17])


def check_digit(body: str) -> str:
    """The eighteenth character for the first seventeen.

    Raises ValueError for a character outside the code's alphabet.
    """
    total = sum(
        _ALPHABET.index(character) * weight
        for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return _ALPHABET[-total % 31]
