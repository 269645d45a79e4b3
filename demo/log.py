"""The sites' own log: every request that came in, for tests of the crawler's manners."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

LOG_FILE = "demo-requests.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request and how it was answered."""

    at: datetime
    """When it came in, by the clock on the wall."""
    day: date
    """Of the demo's clock."""
    host: str
    """As asked for: `127.0.0.1:port`."""
    site: str
    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """Names in lower case."""
    status: int

    @property
    def user_agent(self) -> str:
        return self.headers.get("user-agent", "")


class RequestLog:
    """Appends to a file in a folder; each line is one write, so a kill leaves whole lines."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / LOG_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def add(self, request: Request) -> None:
        line = {
            "at": request.at.isoformat(),
            "day": request.day.isoformat(),
            "host": request.host,
            "site": request.site,
            "method": request.method,
            "path": request.path,
            "status": request.status,
            "headers": dict(request.headers),
        }
        os.write(self._file, (json.dumps(line, ensure_ascii=False) + "\n").encode())


def read_log(folder: Path) -> tuple[Request, ...]:
    """All requests to the sites of a folder, those of earlier runs included, in their order."""
    path = folder / LOG_FILE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return tuple(_request(json.loads(line)) for line in text.splitlines())


def _request(line: dict[str, object]) -> Request:
    headers = line["headers"]
    return Request(
        at=datetime.fromisoformat(str(line["at"])),
        day=date.fromisoformat(str(line["day"])),
        host=str(line["host"]),
        site=str(line["site"]),
        method=str(line["method"]),
        path=str(line["path"]),
        status=int(str(line["status"])),
        headers=MappingProxyType(dict(headers) if isinstance(headers, dict) else {}),
    )
