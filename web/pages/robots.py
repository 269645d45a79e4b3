"""What crawlers of others may look at: reports and audits, not copies of other people's pages."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

router = APIRouter()

_RULES = """\
User-agent: *
Disallow: /archived/
Disallow: /api/
Disallow: /export/
Disallow: /search
Disallow: /en/search
"""


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    return PlainTextResponse(_RULES)
