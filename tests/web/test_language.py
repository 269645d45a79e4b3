"""Both languages at stable addresses, each leading to the other."""

import pytest

from model.text import Language
from tests.web.asking import Client
from web.language import address, split


@pytest.mark.parametrize(
    ("path", "language", "plain"),
    [
        ("/", Language.CHINESE, "/"),
        ("/en", Language.ENGLISH, "/"),
        ("/en/", Language.ENGLISH, "/"),
        ("/en/search", Language.ENGLISH, "/search"),
        ("/english", Language.CHINESE, "/english"),
        ("/search/en", Language.CHINESE, "/search/en"),
    ],
)
def test_the_prefix_is_the_language(path: str, language: Language, plain: str) -> None:
    assert split(path) == (language, plain)


def test_an_address_leads_back_to_itself() -> None:
    for language in Language:
        for path in ("/", "/search", "/report/0a1b"):
            assert split(address(language, path)) == (language, path)


def test_what_has_no_language_has_one_address() -> None:
    assert address(Language.ENGLISH, "/static/nianbao.css") == "/static/nianbao.css"


def test_an_address_leaves_out_what_was_not_asked() -> None:
    assert address(Language.ENGLISH, "/search", {"q": "a b", "year": "", "page": None}) == (
        "/en/search?q=a+b"
    )


@pytest.mark.parametrize(
    ("path", "tag", "other"),
    [("/search?q=公开", "zh-Hans", "/en/search?q="), ("/en/search?q=公开", "en", "/search?q=")],
)
def test_a_page_says_its_language_and_where_the_other_is(
    client: Client, path: str, tag: str, other: str
) -> None:
    page = client.get(path)

    assert f'<html lang="{tag}">' in page.text
    assert page.headers["content-language"] == tag
    assert f'href="{other}%E5%85%AC%E5%BC%80"' in page.text
