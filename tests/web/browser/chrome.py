"""The system's Chromium, as a reader has it, and what it noticed while pages were read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

from crawler.browser import chromium

_WORDS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    # No test asks for anything beyond this machine, whatever a page says.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def started() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=_WORDS,
            # As root Chromium's own walls cannot be put up.
            chromium_sandbox=os.geteuid() != 0,
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Noticed:
    """What no reader of a calm page should ever meet."""

    base: str
    errors: list[str] = field(default_factory=list)
    """Exceptions of scripts, and what the console calls errors."""
    dialogs: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    """Requests to other places than the server."""

    def page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme in {"http", "https", "ws", "wss"} and not request.url.startswith(self.base):
            self.strangers.append(request.url)


@contextmanager
def reading(browser: Browser, base: str, *, width: int = 1440, **more: Any) -> Iterator[Page]:
    """A page of a reader's own; what it noticed is held against it at the end."""
    noticed = Noticed(base)
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 900}, locale="zh-CN", **more
    )
    context.set_default_timeout(30_000)
    context.on("page", noticed.page)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert not noticed.errors
    assert not noticed.dialogs
    assert not noticed.strangers
