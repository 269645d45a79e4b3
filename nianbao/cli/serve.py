"""`nianbao serve`: the web pages and the API."""

import ipaddress
from typing import Annotated

import typer

from model.errors import UsageError
from model.text import Text
from nianbao.cli.run import Run, command
from nianbao.clock import system_clock

HostOption = Annotated[
    str, typer.Option("--host", help="监听的地址 Address to listen on; loopback by default.")
]
PortOption = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="端口 Port; 0: any that is free.")
]


def register(app: typer.Typer) -> None:
    command(app, "serve")(serve)


def serve(run: Run, host: HostOption = "127.0.0.1", port: PortOption = 8000) -> None:
    """网页与接口：检索、看报告、看证据。 The web pages and the API."""
    # What serves pages takes a second to load, and every other command does without it.
    from nianbao.serving.home_site import serving  # noqa: PLC0415
    from nianbao.serving.running import run_server  # noqa: PLC0415

    _check_names(run, host)
    with serving(run.home, system_clock, warm=True) as site:
        empty = not any(site.database.counts().values())

        def ready(address: str) -> None:
            run.output.say(
                Text(
                    f"网页已就绪：{address}\n英文：{address}en\n按 Ctrl-C 结束。",
                    f"The pages are at {address}en\nIn Chinese: {address}\nCtrl-C ends it.",
                )
            )
            if empty:
                _explain(run)

        run_server(site, host, port, ready=ready, verbose=run.output.verbose)


def _explain(run: Run) -> None:
    folder = run.home.folder
    run.output.say(
        Text(
            f"{folder} 里还没有数据。可以先：\n"
            f"  nianbao demo                              看演示（虚构，离线）\n"
            f"  nianbao serve --home nianbao-demo         看演示的网页\n"
            f"  nianbao add 报告.pdf --home {folder}      加入手头的报告\n"
            f"  nianbao registry import 名录.csv --home {folder}，再 nianbao harvest",
            f"There is no data in {folder} yet. You may:\n"
            f"  nianbao demo                              see the demo (invented, offline)\n"
            f"  nianbao serve --home nianbao-demo         and its pages\n"
            f"  nianbao add REPORT.pdf --home {folder}    add reports that you have\n"
            f"  nianbao registry import AGENCIES.csv --home {folder}, then nianbao harvest",
        )
    )


def _check_names(run: Run, host: str) -> None:
    """Beyond loopback the names under which others may ask must be known."""
    if _is_loopback(host) or run.home.settings.web.hosts:
        return
    raise UsageError(
        f"--host {host}",
        Text(
            "对外提供服务，须写明以哪些名称提供",
            "serves others, so the names it serves under must be known",
        ),
        Text(
            f'在 {run.home.settings_file} 中写 [web] hosts = ["nianbao.example.org"]',
            f'write [web] hosts = ["nianbao.example.org"] in {run.home.settings_file}',
        ),
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
