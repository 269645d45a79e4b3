"""HEAD is answered as GET is, without the body (RFC 9110, 9.3.2): link checkers and caches ask so.

FastAPI's routes answer the methods that they name and no others.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadsOfPages:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def headers_only(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, headers_only)
