"""The statutory tables of a document, cell by cell, by label.

One problem, whatever shape a table comes in: align a noisy sequence of label and value tokens with
the form's known rows and columns. A chain of steps whose results can be looked at one by one:

    document → tokens → items → windows → candidates → alignment → columns → choices → measures
"""

from extract.tables.reading import MeasuresRead, read_measures

__all__ = ["MeasuresRead", "read_measures"]
