"""Charts as SVG that carries no style and no script of its own, each with the table it says.

pygal draws; what it would inline the content security policy forbids, so that is taken off and our
own style sheet gives the colours (`figure.chart`). Use with the macro `chart_with_table`.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import pygal
from markupsafe import Markup

from model.text import Language, Text

# pygal looks for plugins in a way Python gave up long ago; every later import would warn of it.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_SVG = "{http://www.w3.org/2000/svg}"
_TAKEN_OFF = frozenset({"style", "script", "desc"})
_WIDTH, _HEIGHT = 960, 300
_MOST_TICKS = 6
_OPTIONS = {pygal.Line: {"dots_size": 3}}
_KEPT = 256
"""Charts, some ten kilobytes each: drawing one takes longer than the rest of its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    name: Text
    values: tuple[float | int | None, ...]
    """One for each point; None leaves a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`chart_with_table` shows it."""

    title: Text
    svg: Markup
    columns: list[str]
    """Names of the series."""
    rows: tuple[tuple[str, tuple[float | int | None, ...]], ...]
    """Each point with its values."""


def line_chart(
    title: Text, points: Sequence[str], series: Sequence[Series], language: Language
) -> Chart:
    """Values over time."""
    return _drawn(pygal.Line, title, tuple(points), tuple(series), language)


def bar_chart(
    title: Text, points: Sequence[str], series: Sequence[Series], language: Language
) -> Chart:
    """Values side by side."""
    return _drawn(pygal.Bar, title, tuple(points), tuple(series), language)


@lru_cache(maxsize=_KEPT)
def _drawn(
    kind: Any, title: Text, points: tuple[str, ...], series: tuple[Series, ...], language: Language
) -> Chart:
    drawn = kind(
        css=[],
        js=[],
        width=_WIDTH,
        height=_HEIGHT,
        explicit_size=False,
        show_legend=False,  # a page's own is read aloud, wraps, and shows how a line is dashed
        show_minor_x_labels=True,
        no_data_text="",
        allow_interruptions=True,
        pretty_print=False,
        include_x_axis=True,  # from zero: a short axis makes a small change look large
        y_labels=_ticks(series),
        **_OPTIONS.get(kind, {}),
    )
    drawn.x_labels = list(points)
    for one in series:
        drawn.add(one.name.in_language(language), list(one.values))
    return Chart(
        title=title,
        svg=_bare(drawn.render(is_unicode=True), title.in_language(language)),
        columns=[one.name.in_language(language) for one in series],
        rows=tuple(
            (point, tuple(one.values[place] for one in series))
            for place, point in enumerate(points)
        ),
    )


def _ticks(series: Sequence[Series]) -> list[float]:
    """Round steps from nought, whole numbers for counts: at most six of them."""
    values = [value for one in series for value in one.values if value is not None]
    most = max((float(value) for value in values), default=1.0) or 1.0
    step = next(size for size in _steps(values) if most / size <= _MOST_TICKS)
    return [step * place for place in range(math.ceil(most / step) + 1)]


def _steps(values: Sequence[float | int]) -> Iterator[float]:
    """1, 2, 5, 10, 20, 50, ...; from a thousandth where the values are not whole."""
    whole = all(isinstance(value, int) for value in values)
    for power in range(0 if whole else -3, 18):
        for base in (1, 2, 5):
            yield base * 10.0**power if power < 0 else base * 10**power


def _bare(svg: str, title: str) -> Markup:
    """Without declaration, styles, scripts; a picture with a name to those who do not see it."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn by ourselves a moment ago
    for parent in list(root.iter()):
        for name in ("style", "onload", "onclick"):
            parent.attrib.pop(name, None)
        for child in list(parent):
            if child.tag.removeprefix(_SVG) in _TAKEN_OFF:
                parent.remove(child)
    for named in root.iter(f"{_SVG}title"):
        if named.text == "Pygal":
            named.text = title
    root.set("role", "img")
    root.set("aria-label", title)
    root.attrib.pop("id", None)
    ET.register_namespace("", _SVG[1:-1])
    # Every text in it was escaped when it was written as XML.
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704
