import pytest

from extract.normalise import compact, normalise, one_line, printed


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("⼀、总体情况", "一、总体情况"),
        ("部⻔、⼈⺠、⾏政、⻓期、⻚", "部门、人民、行政、长期、页"),
        ("⼾籍", "户籍"),
        ("清\u200b禾\ufeff市", "清禾市"),
        ("（一）“双公示”　7", "（一）“双公示”　7"),
    ],
)
def test_printed_changes_only_look_alikes_and_the_invisible(source: str, shown: str) -> None:
    assert printed(source) == shown


def test_normalise_makes_one_spelling_and_keeps_white_space() -> None:
    assert normalise("（一）〔２０２１〕３０号　“三安全”―") == '(一)[2021]30号 "三安全"-'


def test_every_supplementary_radical_folds_to_something_else() -> None:
    radicals = [chr(code) for code in range(0x2E80, 0x2EF4) if code not in (0x2E80, 0x2E9A)]
    assert [radical for radical in radicals if printed(radical) == radical] == []


def test_compact_takes_out_line_wraps_and_ideographic_spaces() -> None:
    assert compact("规　章\n 1.属于\t国家秘密") == "规章1.属于国家秘密"


def test_one_line_keeps_characters() -> None:
    assert one_line(" 结果\n维持　（１） ") == "结果 维持 （１）"
