"""Why a reading is not certain: the codes that `Measure.doubt` takes."""

from enum import StrEnum


class Doubt(StrEnum):
    LABEL_UNCLEAR = "label_unclear"
    """The row's label is damaged so much that it may be another one."""
    HEAD_UNCLEAR = "head_unclear"
    """No head was seen above the row; the form's order of columns was taken."""
    ROW_UNCLEAR = "row_unclear"
    """The values stand on a line of their own beside a row that was lost: they may be its."""
    STRAY_NUMBER = "stray_number"
    """A number stands by that no row has: a page number, or the rest of a figure cut in two."""
    VIEWS_DISAGREE = "views_disagree"
    """The count of a row's cells and their places under the head name different columns."""
    COLUMNS_BY_SUMS = "columns_by_sums"
    """The row has lost values; the form's sums chose the columns of the others."""
    TABLE_REPEATED = "table_repeated"
    """The table is printed more than once, with another number in this cell."""
    NUMBER_WRAPPED = "number_wrapped"
    """The digits stood on two lines; they were joined."""
    UNIT_DIFFERS = "unit_differs"
    """The cell prints another unit than the form's head; the number is kept as printed."""
    OCR = "ocr"
    """The cell was recognised from an image."""
    NOT_A_NUMBER = "not_a_number"
    """The cell holds words."""
