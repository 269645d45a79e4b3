"""The API explained, for whoever writes a program: its document as a page."""

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from web.api.application import PREFIX
from web.language import API_DOCS
from web.reading.api_docs import api_docs
from web.rendering import render

router = APIRouter()


@router.get(API_DOCS)
def documentation(request: Request) -> HTMLResponse:
    api: FastAPI = request.app.state.api
    return render(request, "api.html", view=api_docs(api.openapi(), PREFIX), prefix=PREFIX)
