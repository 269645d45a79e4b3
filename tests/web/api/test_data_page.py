"""The page that explains what can be taken away: every link on it leads somewhere."""

import re

import pytest

from tests.web.asking import Client


@pytest.mark.parametrize("path", ["/data", "/en/data"])
def test_its_links_lead_to_files_and_feeds(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    links = set(re.findall(r'href="((?:/en)?/(?:export|feeds|api)/[^"]+)"', page.text))
    assert len(links) > 40
    for link in sorted(links):
        if link.endswith((".csv", "openapi.json", ".atom", "lang=en")):
            assert client.get(link).status_code == 200, link


def test_it_says_every_parameter_in_both_languages(client: Client) -> None:
    chinese, english = client.get("/data").text, client.get("/en/data").text
    assert "区划代码，含其下所有" in chinese
    assert "Division code with all below it" in english
    assert "Division code with all below it" not in chinese
