"""One module a page: thin handlers that ask, have `web.reading` make a view of it, and render."""

from fastapi import APIRouter

from web.pages import home, search

ROUTERS: tuple[APIRouter, ...] = (home.router, search.router)
