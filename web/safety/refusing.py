"""An answer given before any page is asked: short, in both languages, without a template."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from model.text import Text
from web.api.problems import http_problem

_API = "/api/"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An ASGI application: words for people, problem details for programs."""

    status: int
    why: Text
    headers: Mapping[str, str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._response(scope["path"])(scope, receive, send)

    def _response(self, path: str) -> Response:
        if path.startswith(_API):
            return http_problem(path, self.status, self.headers, what=self.why)
        words = f"{self.why.zh}\n{self.why.en}\n"
        return PlainTextResponse(words, status_code=self.status, headers=dict(self.headers))


def refusal(status: int, why: Text, headers: Mapping[str, str] | None = None) -> Refusal:
    return Refusal(status, why, headers or {})
