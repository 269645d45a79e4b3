"""The data: tables with their dictionaries, feeds, and the API, explained."""

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from web.api.application import PREFIX
from web.reading.data import FEEDS, data_view
from web.rendering import render

router = APIRouter()


@router.get("/data")
def data(request: Request) -> HTMLResponse:
    api: FastAPI = request.app.state.api
    view = data_view(api.openapi(), PREFIX)
    return render(request, "data.html", view=view, feeds=FEEDS, prefix=PREFIX)
