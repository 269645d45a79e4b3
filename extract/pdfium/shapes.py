"""The painted paths of a page, told apart as pdfminer does.

A path is split at every moveto; five points that come back over right angles are a rectangle; of
curves the end points count. Clipping is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import c_float, c_int, c_uint
from itertools import compress, islice, repeat

import pypdfium2.raw as pdfium

from extract.pdfium import calls
from extract.pdfium.filling import Places
from extract.pdfium.frame import Matrix
from extract.pdfium.paths import Path
from extract.readers.drawing import Shape

_MOVETO, _BEZIERTO = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_BEZIERTO
_WHITE = [255, 255, 255]

_MODES = Places(c_int, values=2, arguments=2)
_COLOURS = Places(c_uint, values=4, arguments=4)
_MATRICES = Places(c_float, values=6)
_POINTS = Places(c_float, values=2, arguments=2)

_Point = tuple[float, float]
_Segment = tuple[int, int, _Point]
"""Its type, whether it closes its chain, where it ends."""


def shapes_of(paths: Sequence[Path]) -> Iterator[Shape]:
    """What can be seen of the paths, as displayed. Raises PdfiumFailed."""
    handles = [path.handle for path in paths]
    modes = _MODES.filled(calls.path_mode, handles)
    fillings = _visible(calls.filling_colour, handles, modes[0::2])
    lines = _visible(calls.line_colour, handles, modes[1::2])
    painted = [one for one in zip(paths, lines, fillings, strict=True) if one[1] or one[2]]
    seen = [path.handle for path, _, _ in painted]
    flat = iter(_MATRICES.filled(calls.object_matrix, seen))
    matrices = zip(flat, flat, flat, flat, flat, flat, strict=True)
    segments = _segments([path for path, _, _ in painted])
    last: tuple[object, ...] = ()
    for (path, shows_line, shows_filling), own in zip(painted, matrices, strict=True):
        # Nearly all paths of a page have the same.
        if (own, path.outer) != last:
            last = own, path.outer
            a, b, c, d, e, f = path.outer.after(Matrix(*own))
        for chain in _chains(islice(segments, path.segments)):
            points = [(a * x + c * y + e, b * x + d * y + f) for x, y in chain]
            yield _shape(points, shows_line, shows_filling)


def _visible(
    colour_of: Callable[..., int], paths: Sequence[calls.Pointer], painted: Sequence[float]
) -> list[bool]:
    """Which of the paths are painted, and not in white."""
    known, values = _COLOURS.asked(colour_of, list(compress(paths, painted)))
    flat = iter(values)
    colours = zip(known, flat, flat, flat, flat, strict=True)
    shows = (not (is_known and colour == _WHITE) for is_known, *colour, _ in colours)
    return [bool(one) and next(shows) for one in painted]


def _segments(paths: Sequence[Path]) -> Iterator[_Segment]:
    """Those of all the paths, one after the other."""
    found = [
        segment
        for path in paths
        for segment in map(calls.path_segment, repeat(path.handle), range(path.segments))
    ]
    flat = iter(_POINTS.filled(calls.segment_point, found))
    return zip(
        map(calls.segment_type, found),
        map(calls.segment_closes, found),
        zip(flat, flat, strict=True),
        strict=True,
    )


def _chains(segments: Iterable[_Segment]) -> Iterator[list[_Point]]:
    """The points between two movetos; a closed chain ends where it begins."""
    chain: list[_Point] = []
    controls = 0
    for kind, closes, point in segments:
        if kind == _MOVETO:
            if len(chain) > 1:
                yield chain
            chain = []
        controls = controls + 1 if kind == _BEZIERTO else 0
        # A curve has three points: two that pull it, and its end.
        if controls % 3 == 0:
            chain.append(point)
        if closes and chain[-1] != chain[0]:
            chain.append(chain[0])
    if len(chain) > 1:
        yield chain


def _shape(points: list[_Point], shows_line: bool, shows_filling: bool) -> Shape:
    if len(points) == 5 and _is_rectangle(points):
        (ax, ay), (bx, by) = points[0], points[2]
        corners = ((min(ax, bx), min(ay, by)), (max(ax, bx), max(ay, by)))
        return Shape(corners, True, shows_line, shows_filling)
    return Shape(tuple(points), False, shows_line, shows_filling)


def _is_rectangle(points: list[_Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    upright = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
    lying = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    return last == points[0] and (upright or lying)
