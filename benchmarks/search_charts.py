"""How the engines grow, drawn: one SVG for each thing measured."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pygal

# pygal looks for plugins in a way Python gave up long ago; every later import would warn of it.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

Value = Callable[[Mapping[str, Any]], float]


def draw(
    folder: Path, runs: Sequence[Mapping[str, Any]], measures: Mapping[str, tuple[str, Value]]
) -> list[Path]:
    """`measures`: file name → title and the value of a run. Both axes are logarithmic."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _chart(folder / f"{name}.svg", title, runs, value)
        for name, (title, value) in measures.items()
    ]


def _chart(path: Path, title: str, runs: Sequence[Mapping[str, Any]], value: Value) -> Path:
    chart = pygal.XY(
        title=title,
        x_title="reports",
        logarithmic=True,
        xrange=None,
        x_value_formatter=lambda count: f"{count:,.0f}",
        value_formatter=lambda number: f"{number:,.3g}",
        show_x_guides=True,
        width=760,
        height=460,
        js=[],
    )
    for engine in dict.fromkeys(run["engine"] for run in runs):
        points = [(run["count"], value(run)) for run in runs if run["engine"] == engine]
        chart.add(engine, points)
    chart.render_to_file(str(path))
    return path
