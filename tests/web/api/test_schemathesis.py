"""Requests that the OpenAPI document allows, and requests that it does not, in great variety.

A real server on loopback; every check that Schemathesis has. The build tries few examples of each
operation; `NIANBAO_SCHEMATHESIS_EXAMPLES=150` tries more for some minutes.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import schemathesis
import uvicorn
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from web.app import create_app
from web.site import Site

EXAMPLES = int(os.environ.get("NIANBAO_SCHEMATHESIS_EXAMPLES", "4"))
_STARTED_WITHIN = 30
_MADE_WITHIN = 120
_CONFIG = {
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
    # A query of a permitted length may still be too long once it is written into an address.
    "checks": {"negative_data_rejection": {"expected-statuses": ["400", "404", "414", "422"]}},
    # What a query may say is a language: no schema tells which strings are of it.
    "operations": [
        {
            "include-path": "/search",
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ["200", "404", "414", "422"]}
            },
        }
    ],
}


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    hurried = replace(site, requests_a_minute=10**9)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(hurried), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        until = time.monotonic() + _STARTED_WITHIN
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_the_server_keeps_what_its_document_promises(address: str) -> None:
    load_all_checks()
    config = SchemathesisConfig.from_dict(_CONFIG)
    schema = schemathesis.openapi.from_url(
        f"{address}/api/v1/openapi.json",
        config=config,
        timeout=_MADE_WITHIN,  # the document is made when it is first asked for
    )
    failures: list[str] = []
    done = 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.FatalError | events.NonFatalError):
            failures.append(str(event))
        if not isinstance(event, events.ScenarioFinished):
            continue
        for checks in event.recorder.checks.values():
            done += len(checks)
            failures += [
                f"{check.failure_info.failure.title}\n{check.failure_info.code_sample}"
                for check in checks
                if check.failure_info is not None
            ]
    assert not failures, "\n\n".join(failures)
    assert len(CHECKS.get_all_names()) > 10
    assert done > 500
