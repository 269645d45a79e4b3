"""The form in which texts and queries are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.canonical import canonical, canonical_with_origins, printable, tokens
from index.needles import LEXICON, needle, token_weights

# Characters that have made trouble: widths, compositions, blanks, marks, scripts, dots, surrogates.
TROUBLE = st.text(
    st.sampled_from(
        "公开办 　\t\n\r\x00\u200b\ufeff\ufe0f１２12.．,，。aＡbBée\u0301①㈠…½ßﬀ⼈人"
        "《》“”﹁〔—'-_ｶガ각İ\ud800𠮷😀"
    )
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("２０２４年", "2024年"),
        ("ＡＰＰ发布", "app发布"),
        ("依申请\n公开", "依申请公开"),
        ("2024 年", "2024年"),
        ("公\u200b开", "公开"),
        ("⼈民政府", "人民政府"),
        ("“双公示”", "「双公示」"),
        ("Cafe\u0301", "café"),
        ("open  data", "OPEN\u3000data"),
    ],
)
def test_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("24", "2024年"),
        ("3", "增长3.5%"),
        ("5", "增长3.5%"),
        ("open data", "opendata"),
        ("opendata", "open data"),
        ("政府信息公开", "政府、信息公开"),
        ("政府公开", "政府\n\n公开"),
        ("pen", "open"),
    ],
)
def test_not_contained(inner: str, outer: str) -> None:
    assert canonical(inner) not in canonical(outer)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("民政", "县人民政府"),
        ("2024年", "（2024 年）"),
        ("3.5", "增长３．５%"),
        ("data平台", "Open Data 平台"),
        ("网站、微信", "网站、微信等"),
    ],
)
def test_contained(inner: str, outer: str) -> None:
    assert canonical(inner) in canonical(outer)


@given(TROUBLE)
def test_origins_follow_the_text(text: str) -> None:
    searched, origins = canonical_with_origins(text)
    assert searched == canonical(text)
    assert len(origins) == len(searched)
    assert origins == sorted(origins)
    assert all(0 <= origin < len(printable(text)) for origin in origins)


@given(st.text(st.sampled_from("依申请公开，。0123a b\n"), min_size=1))
def test_without_special_signs_it_is_plain_text(text: str) -> None:
    letters = [char for char in canonical(text) if char not in "\x1f\n"]
    plain = unicodedata.normalize("NFKC", text)
    assert letters == [char for char in plain if not char.isspace()]


def test_tokens_are_pairs_and_words() -> None:
    assert list(tokens(canonical("收到3.5万件 Open-Data，办"))) == [
        "收到", "万件", "3.5", "open", "data",
    ]  # fmt: skip


@given(TROUBLE, TROUBLE, TROUBLE)
def test_a_text_is_indexed_under_the_tokens_of_every_needle_it_contains(
    before: str, phrase: str, after: str
) -> None:
    text = canonical(before + phrase + after)
    sought = needle(phrase)
    if sought.text and sought.text in text:
        assert set(sought.tokens) <= set(token_weights(text))


@given(TROUBLE, TROUBLE)
def test_an_exact_needle_is_contained_wherever_its_token_is(phrase: str, text: str) -> None:
    sought, searched = needle(phrase), canonical(text)
    if sought.exact:
        assert (sought.tokens[0] in token_weights(searched)) == (sought.text in searched)


def test_the_lexicon_holds_only_terms_that_are_no_tokens_otherwise() -> None:
    assert len(LEXICON) > 40
    assert all(len(term) > 2 and term.isalpha() and canonical(term) == term for term in LEXICON)
    assert needle("依申请公开").tokens == ("依申请公开",)
    assert "依申请公开" in token_weights(canonical("关于依申请\n公开的"))
    assert "依申请公开" not in token_weights(canonical("关于依申请，公开的"))
