"""The language of a page by its address: Chinese at `/search`, English at `/en/search`.

Addresses are stable and can be sent to others: no cookie, no negotiation. Routes know nothing of
it: the prefix is taken off before they are asked.
"""

from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from model.text import Language

ENGLISH = "/en"
API_DOCS = "/api/v1/docs"
"""A page for people among what is for programs."""
_OF_NO_LANGUAGE = ("/static/", "/api/", "/archived/", "/feeds/")
TAGS = {Language.CHINESE: "zh-Hans", Language.ENGLISH: "en"}
"""As HTML and HTTP name them."""


class LanguagePrefix:
    """Takes `/en` off the path, and leaves the language in the request's state."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        language, path = split(scope["path"])
        state = {**scope.get("state", {}), "language": language}
        inner = {**scope, "path": path, "state": state}

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and not path.startswith(_OF_NO_LANGUAGE):
                MutableHeaders(scope=message).setdefault("Content-Language", TAGS[language])
            await send(message)

        await self._app(inner, receive, tagged)


def split(path: str) -> tuple[Language, str]:
    """The language and the path without its prefix."""
    if path == ENGLISH:
        return Language.ENGLISH, "/"
    if path.startswith(f"{ENGLISH}/"):
        return Language.ENGLISH, path.removeprefix(ENGLISH)
    return Language.CHINESE, path


def address(language: Language, path: str, query: dict[str, object] | None = None) -> str:
    """Where a page of ours is in a language. Empty and None values of the query are left out."""
    plain = language is Language.CHINESE or (path.startswith(_OF_NO_LANGUAGE) and path != API_DOCS)
    where = path if plain else f"{ENGLISH}{path}".removesuffix("/")
    given = {key: value for key, value in (query or {}).items() if value not in (None, "", ())}
    return f"{where}?{urlencode(given, doseq=True)}" if given else where
