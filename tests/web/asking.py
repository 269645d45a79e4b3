"""A client to an application in memory. (Starlette's own warns that it wants another library.)"""

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI


class Client:
    """Asks the way a reader's browser on this machine does; a bug is an answer of 500."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.request("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx.Response:
        return self.request("POST", path, **given)

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, given))

    async def _ask(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", timeout=60
        ) as client:
            return await client.request(method, path, **given)
