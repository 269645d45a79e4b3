"""What the words mean and how the figures are made, so that anyone can argue with it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.reading.methods import methods_view
from web.rendering import render

router = APIRouter()


@router.get("/methods")
def methods(request: Request) -> HTMLResponse:
    return render(request, "methods.html", view=methods_view())
