"""Images of pages: decoded, turned so that ruled lines lie level, and their ruled lines."""

from math import atan, cos, degrees, radians, sin, tan
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Grey, height x width; dark is ink."""

_MOST_SKEW = 5.0
"""Degrees. A page that lies more askew has no grid that we would trust."""
_FEWEST_LINES = 3
_LONG = 0.2
"""Share of the page's width from which on a line tells how the page lies."""

_DARK = 160


class Turned(NamedTuple):
    """An image whose lines are level, and the way back to the image as it was."""

    image: Image
    angle: float
    """Degrees, anticlockwise, by which it was turned about its middle."""


class Rule(NamedTuple):
    """The rectangle around one drawn line, in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def grey(pixels: bytes, width: int, height: int) -> Image:
    return np.frombuffer(pixels, dtype=np.uint8).reshape(height, width)


def decode(data: bytes, most_pages: int) -> list[Image]:
    """The pages of a PNG, JPEG or TIFF. Empty when they cannot be decoded."""
    buffer = np.frombuffer(data, dtype=np.uint8)
    try:
        _, pages = cv2.imdecodemulti(buffer, cv2.IMREAD_GRAYSCALE, range=(0, most_pages))
    except cv2.error:
        return []
    return [page.astype(np.uint8, copy=False) for page in pages if page is not None and page.size]


def scaled(image: Image, factor: float) -> Image:
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=way).astype(np.uint8)


def level(image: Image) -> Turned:
    """Turned by the angle of its long horizontal lines; as it is when there are too few."""
    angle = _skew(image)
    if abs(angle) < 0.02:
        return Turned(image, 0.0)
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )
    return Turned(turned.astype(np.uint8), angle)


def turned_back(
    x: float, y: float, angle: float, width: float, height: float
) -> tuple[float, float]:
    """Where a point of the levelled page stood before; any unit."""
    right, down = x - width / 2, y - height / 2
    sine, cosine = sin(radians(angle)), cos(radians(angle))
    return width / 2 + cosine * right - sine * down, height / 2 + sine * right + cosine * down


def rules(image: Image, shortest: int, thickest: int) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical lines of at least and at most so many pixels."""
    ink = _ink(image)
    across = _lines(ink, (shortest, 1), (1, 3))
    down = _lines(ink, (1, shortest), (3, 1))
    return (
        [rule for rule in across if rule.bottom - rule.top <= thickest],
        [rule for rule in down if rule.x1 - rule.x0 <= thickest],
    )


def ink_within(
    image: Image, box: tuple[int, int, int, int], least: int
) -> tuple[int, int, int, int] | None:
    """The box (x0, top, x1, bottom) around what is printed in a box; None without anything.

    What is less than `least` pixels high does not count: dirt, and the edge of a ruled line.
    """
    x0, top, x1, bottom = box
    _, _, pieces, _ = cv2.connectedComponentsWithStats(
        (image[top:bottom, x0:x1] < _DARK).astype(np.uint8)
    )
    marks = [(x, y, x + w, y + h) for x, y, w, h, _ in pieces[1:].tolist() if h >= least]
    if not marks:
        return None
    return (
        x0 + min(mark[0] for mark in marks),
        top + min(mark[1] for mark in marks),
        x0 + max(mark[2] for mark in marks),
        top + max(mark[3] for mark in marks),
    )


def _lines(ink: Image, shape: tuple[int, int], bridge: tuple[int, int]) -> list[Rule]:
    _, _, boxes, _ = cv2.connectedComponentsWithStats(_strokes(ink, shape, bridge))
    return [
        Rule(int(x), int(y), int(x + width), int(y + height))
        for x, y, width, height, _ in boxes[1:]
    ]


def _strokes(ink: Image, shape: tuple[int, int], bridge: tuple[int, int]) -> Image:
    # A line that is nearly level comes as steps; made a little thicker, they hang together.
    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, bridge))
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(shape[0], 1), max(shape[1], 1)))
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel).astype(np.uint8)


def _ink(image: Image) -> Image:
    """White where something is printed."""
    _, ink = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return ink.astype(np.uint8)


def _skew(image: Image) -> float:
    """Degrees by which level lines fall to the right: turning by it levels them."""
    width = image.shape[1]
    # Short enough to stay whole in the steps that a line askew is made of.
    strokes = _strokes(_ink(image), (width // 50, 1), (1, 3))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(strokes)
    slopes: list[tuple[float, float]] = []
    for number, (x, y, length, height, _) in enumerate(boxes[1:], start=1):
        if length >= width * _LONG and height <= length * tan(radians(_MOST_SKEW)):
            rows, columns = np.nonzero(labels[y : y + height, x : x + length] == number)
            rise, _ = np.polyfit(columns, rows, 1)
            slopes.append((degrees(atan(rise)), float(length)))
    return _weighted_median(slopes) if len(slopes) >= _FEWEST_LINES else 0.0


def _weighted_median(values: list[tuple[float, float]]) -> float:
    values.sort()
    half, passed = sum(weight for _, weight in values) / 2, 0.0
    for value, weight in values:
        passed += weight
        if passed >= half:
            return value
    return 0.0
