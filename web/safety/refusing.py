"""An answer given before any page is asked: short, in both languages, without a template."""

from starlette.responses import PlainTextResponse

from model.text import Text


def refusal(status: int, why: Text, headers: dict[str, str] | None = None) -> PlainTextResponse:
    return PlainTextResponse(f"{why.zh}\n{why.en}\n", status_code=status, headers=headers)
