"""Marks on the measures of a document whose text was recognised from images."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extract.tables.doubts import Doubt
from model.document import Document, Line
from model.ids import MeasureId
from model.place import Place
from model.report import Measure, MeasureState


def marked(
    measures: Mapping[MeasureId, Measure], document: Document
) -> Mapping[MeasureId, Measure]:
    """Each measure from a recognised cell with the engine's confidence and, at least, this doubt.

    What follows from such cells by the form's sums is in doubt as they are.
    """
    confidences = {
        place: confidence for place, confidence in _seen(document) if confidence is not None
    }
    if not confidences:
        return measures
    return {cell: _marked(measure, confidences) for cell, measure in measures.items()}


def _marked(measure: Measure, confidences: Mapping[Place, float]) -> Measure:
    confidence = confidences.get(measure.place) if measure.place else None
    if confidence is None and measure.state is not MeasureState.INFERRED:
        return measure
    return replace(measure, doubt=measure.doubt or Doubt.OCR, confidence=confidence)


def _seen(document: Document) -> Iterator[tuple[Place, float | None]]:
    for block in document.blocks:
        for part in (block,) if isinstance(block, Line) else block.cells:
            yield part.place, part.confidence
