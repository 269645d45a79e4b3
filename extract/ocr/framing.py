"""The part of a picture around a place, framed."""

import cv2
import numpy as np

from extract.ocr.pages import points_of
from model.place import Box


def framed_png(
    data: bytes,
    number: int,
    box: Box,
    *,
    around: float,
    beside: float,
    colour: tuple[int, int, int],
) -> bytes | None:
    """`around` and `beside` in points, colour as red, green, blue; None for what is no picture."""
    buffer = np.frombuffer(data, dtype=np.uint8)
    try:
        _, pages = cv2.imdecodemulti(buffer, cv2.IMREAD_COLOR, range=(number - 1, number))
    except cv2.error:
        return None
    if not pages:
        return None
    picture = pages[0].copy()
    scale = 1 / points_of(picture.shape[0], picture.shape[1])
    top, bottom = (round(edge * scale) for edge in (box.top - around, box.bottom + around))
    corners = [
        (round((x) * scale), round(y * scale))
        for x, y in ((box.x0 - beside, box.top - beside), (box.x1 + beside, box.bottom + beside))
    ]
    cv2.rectangle(picture, corners[0], corners[1], colour[::-1], max(round(2 * scale), 1))
    return cv2.imencode(".png", picture[max(top, 0) : bottom])[1].tobytes()
