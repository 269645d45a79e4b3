"""Characters that a page's styled spans dropped, told by words that cannot stand as they do.

`统计期限自20231月1日起至202312月31日止`, `国办公开办函〔202130号`: 年 and 〕 are gone, and perhaps
others that nobody can notice.
"""

import re
from collections.abc import Sequence

from extract.normalise import compact
from model.document import Document, Line, ReadingWarning
from model.place import Place
from model.text import Text

_LOST = re.compile(
    r"(?<!\d)20[0-4]\d(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])日"
    r"|\[20[0-4]\d\d{1,3}号"
    r"|(?<=\D)20[0-4]\d\]\d{1,3}号"
)
_LONGEST = 5_000
_MOST_SHOWN = 5


def lost_characters(document: Document) -> tuple[ReadingWarning, ...]:
    """One warning, with the first places."""
    found: list[tuple[str, Place]] = []
    for block in document.blocks:
        if isinstance(block, Line):
            text = compact(block.text[:_LONGEST])
            found += [
                (match[0], block.place)
                for match in _LOST.finditer(text)
                if not _is_whole(text, match.start())
            ]
    return (_warning(found),) if found else ()


def _is_whole(text: str, start: int) -> bool:
    """`[2021]30号` ends in what looks like a lost opening bracket."""
    return start > 0 and text[start - 1] == "[" and "]" in text[start : start + 5]


def _warning(found: Sequence[tuple[str, Place]]) -> ReadingWarning:
    shown = "、".join(dict.fromkeys(text for text, _ in found[:_MOST_SHOWN]))
    return ReadingWarning(
        code="text.characters_lost",
        text=Text(
            f"正文有 {len(found)} 处疑似缺字（{shown}），可能是网页排版所致，请对照原文",
            f"characters seem to be missing in {len(found)} place(s) of the text ({shown}),"
            " perhaps by the page's styling: compare with the original",
        ),
        place=found[0][1],
    )
