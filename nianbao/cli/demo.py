"""Placeholder until the crawler is there."""

import typer


def register(app: typer.Typer) -> None:
    del app
