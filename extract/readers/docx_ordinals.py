"""Numbers of lists as Word prints them: 3 as 三, (3), ③, III or c."""

from collections.abc import Callable, Mapping

_CHINESE = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MOST_ROMAN = 3999


def ordinal(number: int, style: str) -> str:
    """`style` is the standard's ST_NumberFormat. What it cannot write is written in digits."""
    spell = _STYLES.get(style)
    return (spell(number) if spell and number > 0 else "") or str(number)


def _counted(number: int, digits: str, ten: str, *, one_ten: bool) -> str:
    if number >= 100:
        return ""
    tens, ones = divmod(number, 10)
    head = "" if not tens else (digits[tens] if tens > 1 or one_ten else "") + ten
    return head + (digits[ones] if ones else "")


def _chinese(number: int) -> str:
    return _counted(number, _CHINESE, "十", one_ten=False)


def _legal(number: int) -> str:
    return _counted(number, _LEGAL, "拾", one_ten=True)


def _digit_by_digit(number: int) -> str:
    return "".join("〇" if digit == "0" else _CHINESE[int(digit)] for digit in str(number))


def _from_row(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _run_of(first: str, count: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(count))


def _letters(first: str) -> Callable[[int], str]:
    """a … z, aa, bb …"""
    return lambda number: (
        chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1) if number <= 780 else ""
    )


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return ""
    text = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        text += sign * times
    return text


_STYLES: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _from_row(_STEMS),
    "ideographZodiac": _from_row(_BRANCHES),
    "ideographEnclosedCircle": _from_row(_run_of("㊀", 10)),
    "decimalEnclosedCircle": _from_row(_run_of("①", 20)),
    "decimalEnclosedCircleChinese": _from_row(_run_of("①", 20)),
    "decimalEnclosedParen": _from_row(_run_of("⑴", 20)),
    "decimalEnclosedFullstop": _from_row(_run_of("⒈", 20)),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
