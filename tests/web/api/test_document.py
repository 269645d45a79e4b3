"""The API's document: valid, with words for everything, and true of what the server takes."""

import re
from datetime import date, timedelta
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.web.asking import Client
from web.api.application import create_api
from web.asking import NAMES, Name
from web.site import Site

API = "/api/v1"
DATES = ("published_from", "published_until", "seen_from", "seen_until")


@pytest.fixture(scope="module")
def document(site: Site) -> dict[str, Any]:
    return create_api(site).openapi()


def named(name: str) -> Name:
    return next(one for one in NAMES if one.name == name)


def test_it_is_valid(document: dict[str, Any]) -> None:
    OPENAPI_31_VALIDATOR.validate(document)
    schemas = document["components"]["schemas"]
    assert len(schemas) > 30
    for schema in schemas.values():
        jsonschema_rs.meta.validate(schema)


def test_every_field_and_every_closed_set_is_explained(document: dict[str, Any]) -> None:
    mute = []
    for name, schema in document["components"]["schemas"].items():
        mute += [] if schema.get("description") else [name]
        for field, told in schema.get("properties", {}).items():
            mute += [] if told.get("description") or "$ref" in told else [f"{name}.{field}"]
    assert mute == []
    verdict = document["components"]["schemas"]["Verdict"]["description"]
    assert "`not_found` not found by us / 未见" in verdict


def test_every_parameter_is_explained_with_an_example_that_it_takes(
    document: dict[str, Any], client: Client
) -> None:
    asked = 0
    for path, methods in document["paths"].items():
        query = {}
        for parameter in methods["get"].get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
            if parameter["in"] == "query" and parameter["name"] != "cursor":
                query[parameter["name"]] = parameter["example"]
        if query:
            answer = client.get(f"{API}{path}", params=query)
            assert answer.status_code == 200, answer.text
            asked += 1
    assert asked == 8


def test_days_are_all_the_days_there_are() -> None:
    known = re.compile(named("published_from").schema["pattern"])
    first, last = date(1950, 1, 1), date(2099, 12, 31)
    days = {str(first + timedelta(days=n)) for n in range((last - first).days + 1)}
    spelled = {
        f"{year}-{month:02}-{day:02}"
        for year in range(1948, 2102)
        for month in range(14)
        for day in range(33)
    }
    assert {one for one in spelled if known.match(one)} == days


@pytest.mark.parametrize("name", DATES)
@given(data=st.data())
@settings(max_examples=50, database=None)
def test_whatever_the_document_admits_as_a_time_can_be_read(name: str, data: st.DataObject) -> None:
    asked = named(name)
    pattern = asked.schema["pattern"].replace("$", r"\Z")
    assert asked.read(data.draw(st.from_regex(pattern)))


@pytest.mark.parametrize("name", DATES)
def test_a_program_that_makes_values_from_the_document_has_none_to_throw_away(
    document: dict[str, Any], name: str
) -> None:
    """A pattern beside `format: date` had a generator of requests give up, once in some runs."""
    parameters = document["paths"]["/reports"]["get"]["parameters"]
    alone = next(one for one in parameters if one["name"] == name) | {"required": True}
    operation = {"parameters": [alone], "responses": {"200": {"description": "rows"}}}
    schema = schemathesis.openapi.from_dict(
        {
            "openapi": "3.1.0",
            "info": {"title": "rows", "version": "1"},
            "paths": {"/rows": {"get": operation}},
        }
    )
    made = []
    for number in range(4):

        @seed(number)
        @settings(max_examples=40, database=None)
        @given(case=schema["/rows"]["GET"].as_strategy())
        def collect(case: Any) -> None:
            made.append(case.query[name])

        collect()
    assert len(made) >= 100


def test_a_query_that_cannot_be_read_is_named_and_announced(
    document: dict[str, Any], client: Client
) -> None:
    answer = client.get(f"{API}/search", params={"q": "\U0001d0a4"})  # a symbol, nothing else
    assert answer.status_code == 422
    (wrong,) = answer.json()["problems"]
    assert wrong["name"] == "q"
    assert "only punctuation or symbols" in wrong["what"]["en"]
    assert wrong["remedy"]["zh"] == "写入汉字、字母或数字"
    query = document["paths"]["/search"]["get"]["parameters"][0]
    assert query["name"] == "q"
    assert "nothing but punctuation" in query["description"]


@pytest.mark.parametrize("language", ["", "/en"])
def test_it_is_a_page_for_people_too(
    document: dict[str, Any], client: Client, language: str
) -> None:
    answer = client.get(f"{language}{API}/docs")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    for path in document["paths"]:
        assert f"<code>GET {API}{path}</code>" in answer.text
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in answer.text
    first, second = ("zh-Hans", "en") if language == "" else ("en", "zh-Hans")
    about = answer.text.partition("</ul>")[2].partition("<nav")[0]  # the first words of the page
    said = re.findall(r'<p lang="([^"]+)"', about)
    assert {*said} == {first, second}
    assert said == sorted(said, key=[first, second].index), "the reader's language goes first"
    data = client.get(f"{language}/data").text
    assert f'href="{language}{API}/docs"' in data
