"""Settings: `nianbao.toml` in the home, overridden by NIANBAO_* in the environment.

Read once, at the top of a command, and passed down. `NIANBAO_HARVEST__DELAY=5` overrides
`[harvest] delay`.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    IPvAnyNetwork,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from model.errors import Problem, SettingsError
from model.text import Language, Text

FILE_NAME = "nianbao.toml"


class Part(BaseModel):
    # The docstrings under the fields are the reference of the settings, see `nianbao.reference`.
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class TlsSettings(Part):
    """One host that is asked although its certificate or its TLS is not what it should be."""

    host: str = Field(min_length=1, pattern=r"^[^/:\s]+(?::\d+)?$")
    """Without a scheme: www.example.gov.cn, or with a port if it is only that one."""
    reason: str = Field(min_length=1)
    """Why; it is archived with every answer that was got like that."""
    unverified: bool = False
    """Take any certificate: expired, self-signed, of another host."""
    old: bool = False
    """Take TLS 1.0 and 1.1, weak ciphers and insecure renegotiation."""

    @model_validator(mode="after")
    def _allows_something(self) -> Self:
        if not self.unverified and not self.old:
            raise ValueError("set unverified or old, else it excepts nothing")
        return self


class HarvestSettings(Part):
    delay: float = Field(default=2.0, ge=0)
    """Seconds between two requests to one host. Lower it only for sites you run yourself."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds until a request is given up as unreachable."""
    max_bytes: int = Field(default=64 * 1024 * 1024, gt=0)
    """A longer response is cut there, archived as truncated and never read as a report."""
    max_pages: int = Field(default=200, gt=0)
    """Pages of one listing; beyond it the listing counts as not read to its end."""
    retry_pause: float = Field(default=5.0, ge=0)
    """Seconds before a request that failed in passing is repeated; doubled for the next time."""
    hosts_at_a_time: int = Field(default=128, gt=0)
    """Hosts asked side by side, each by one connection."""
    contact: str = ""
    """E-mail or page where a site's operator reaches you; sent with every request."""
    browser: tuple[str, ...] = ()
    """Ids of agencies whose listings only a script builds: read in the system's Chromium."""
    tls: tuple[TlsSettings, ...] = ()
    """Exceptions for old servers, one [[harvest.tls]] for each host; all others are verified."""


class ProcessSettings(Part):
    workers: int = Field(default_factory=lambda: max(1, (os.cpu_count() or 1) - 1), ge=1)
    """Processes that read documents; by default one less than the machine has processors."""
    time_limit: float = Field(default=60.0, gt=0)
    """Seconds for one document; then its worker is killed and the document is a failure."""
    memory_limit: int = Field(default=2 * 1024**3, gt=0)
    """Bytes of address space of one worker (Linux)."""
    ocr: Literal["auto", "off"] = "auto"
    """Whether scans and pictures are read, after everything else, where nianbao[ocr] is there."""
    ocr_time_limit: float = Field(default=300.0, gt=0)
    """Seconds for one scan; five to ten a page are usual."""
    ocr_memory_limit: int = Field(default=6 * 1024**3, gt=0)
    """Bytes of address space of the worker that reads scans (Linux); it uses about 1.2 GB."""


class AuditSettings(Part):
    grace_days: int = Field(default=0, ge=0)
    """Days after the due date that still count as in time."""


class SearchSettings(Part):
    engine: Literal["whoosh", "tantivy"] = "whoosh"
    """tantivy (nianbao[tantivy]) for more than 20,000 reports; both find the same."""


class ScheduleSettings(Part):
    at: str = Field(default="09:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    """When the day's run begins, China time. In office hours: servers are up, and not at night."""
    retry_minutes: int = Field(default=10, ge=1)
    """Minutes until a run that found another harvest under way is tried again."""


class SealSettings(Part):
    tsa: HttpUrl | None = None
    """Address of an authority (RFC 3161) that is asked to time-stamp every seal."""
    tsa_roots: Path | None = None
    """PEM file, in the home or absolute, with the root certificates that stamps must lead to; by
    default those that the system trusts."""
    tsa_timeout: float = Field(default=30.0, gt=0)
    """Seconds until the authority is given up for this time."""


class WebSettings(Part):
    title: str = ""
    """What the pages call themselves; by default the name of this software."""
    contact: str = ""
    """Where readers reach the operator; shown on every page. By default that of [harvest]."""
    hosts: tuple[str, ...] = ()
    """Names under which the server may be asked for, beside loopback: nianbao.example.org."""
    token: str = ""
    """Who knows it may record decisions and notes. Better set as NIANBAO_WEB__TOKEN."""
    user_header: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    """X-Remote-User: whom a trusted proxy names there may record, too. It must set or drop it."""
    proxies: tuple[IPvAnyNetwork, ...] = ()
    """Addresses or networks of proxies to trust, beside loopback: 10.0.0.5, 10.1.0.0/16."""
    requests_a_minute: int = Field(default=600, ge=1)
    """From one address; beyond it a reader is asked to wait."""
    origins: tuple[str, ...] = ()
    """Sites whose pages may read the API (CORS): https://example.org; * for all."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        env_prefix="NIANBAO_",
        env_nested_delimiter="__",
    )

    lang: Language | None = None
    """zh or en; by default that of the locale."""
    database: str | None = None
    """SQLAlchemy URL; by default the file nianbao.db in the home."""
    harvest: HarvestSettings = HarvestSettings()
    process: ProcessSettings = ProcessSettings()
    audit: AuditSettings = AuditSettings()
    search: SearchSettings = SearchSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    seal: SealSettings = SealSettings()
    web: WebSettings = WebSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # The file comes in as init values; the environment is stronger than the file.
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load_settings(home: Path) -> Settings:
    """Raises SettingsError with every problem of the file and the environment at once."""
    path = home / FILE_NAME
    text = _read(path)
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            str(path),
            Text(f"不是有效的 TOML：{error}", f"is not valid TOML: {error}"),
            Text("按提示的行改正", "mend the line it names"),
        ) from error
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(
            str(path),
            Text("有设置不成立", "has settings that cannot hold"),
            Text(
                "逐条改正，或改正相应的 NIANBAO_ 环境变量",
                "mend each, or the NIANBAO_ environment variable of that name",
            ),
            problems=[
                _problem(path, text, [str(part) for part in item["loc"]], item["msg"])
                for item in error.errors()
            ],
        ) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            str(path),
            Text(f"读不了：{error}", f"cannot be read: {error}"),
            Text("检查文件的权限和编码（UTF-8）", "check its permissions and encoding (UTF-8)"),
        ) from error


def _problem(path: Path, text: str, loc: list[str], message: str) -> Problem:
    key = re.compile(rf"^\s*\[?\s*{re.escape(loc[-1])}\s*[\]=]", re.MULTILINE)
    found = key.search(text)
    name = ".".join(loc)
    variable = "NIANBAO_" + "__".join(loc).upper()
    return Problem(
        source=str(path) if found else variable,
        line=text.count("\n", 0, found.end()) + 1 if found else None,
        field=name,
        what=Text(f"值不成立（{message}）", message),
        remedy=Text(f"改正 {name}，或删去用默认值", f"mend {name}, or remove it for the default"),
    )
