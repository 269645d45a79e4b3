"""The recogniser of characters: RapidOCR with the models of its wheel. It never fetches any."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rapidocr import RapidOCR

    from extract.ocr.image import Image

_LIBRARIES = ("rapidocr", "onnxruntime", "cv2")

_LEAST_CONFIDENCE = 0.7
"""For a line that the engine did not find by itself; those it finds have a limit of its own."""


class Word(NamedTuple):
    """What stands in one place of a page, in pixels of its image."""

    text: str
    confidence: float
    """Of the engine, 0 to 1."""
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Models:
    detection: Path
    recognition: Path


def is_available() -> bool:
    """Whether the extra is installed, with its models."""
    return all(map(find_spec, _LIBRARIES)) and _models() is not None


def recognise(image: "Image") -> list[Word]:
    """All words of an image whose text is upright, nearly."""
    result = _engine()(image, use_det=True, use_rec=True, use_cls=False)
    # Without a word the engine gives a result of another type, or one of nothing.
    boxes, texts, scores = (getattr(result, name, None) for name in ("boxes", "txts", "scores"))
    if boxes is None or texts is None or scores is None:
        return []
    return [
        Word(text, float(score), *map(float, (*box.min(axis=0), *box.max(axis=0))))
        for box, text, score in zip(boxes, texts, scores, strict=True)
    ]


def recognise_line(image: "Image") -> tuple[str, float] | None:
    """The text of an image that holds one line, and the confidence. None when it is not clear."""
    result = _engine()(image, use_det=False, use_rec=True, use_cls=False)
    texts, scores = getattr(result, "txts", None), getattr(result, "scores", None)
    if not texts or not scores or not texts[0].strip() or scores[0] < _LEAST_CONFIDENCE:
        return None
    return texts[0].strip(), float(scores[0])


def _models() -> _Models | None:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "models"
    detection, recognition = (sorted(folder.glob(f"*_{task}_*.onnx")) for task in ("det", "rec"))
    if not detection or not recognition:
        return None
    return _Models(detection=detection[0], recognition=recognition[0])


@cache
def _engine() -> "RapidOCR":
    from rapidocr import RapidOCR  # noqa: PLC0415 - an extra, and a second to load

    models = _models()
    if models is None:
        raise RuntimeError("asked to recognise without is_available()")
    # With paths given it looks for no model elsewhere.
    parameters: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Det.model_path": str(models.detection),
        "Rec.model_path": str(models.recognition),
    }
    return RapidOCR(params=parameters)
