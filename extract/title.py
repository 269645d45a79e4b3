"""The title of a document, and whose report it says it is."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.normalise import compact, one_line
from extract.paragraphs import joined
from model.capture import LinkKind
from model.document import Document, Line, ReadingWarning
from model.text import Text
from registry.titles import TitleReading, full_name, read_title

# Titles stand at the top; breadcrumbs and a page's head may come first.
_MOST_LINES_ABOVE = 60
_MOST_LINES_OF_A_TITLE = 4
_META_TITLES = ("articletitle", "title")
_META_SOURCES = ("contentsource", "source", "author")
_AGENCY = re.compile(
    r"^[\u4e00-\u9fff（）()]{2,40}(?:政府|局|厅|委|委员会|办|办公室|室|院|部|署|站|所|中心|支队|大队|总队|处|管委会"
    r"|社|会|省|市|区|县|旗|盟|州|乡|镇|街道|苏木|公司|集团|学校|大学|海关|法院|馆|台|[）)])$"
)
_BREADCRUMB = re.compile(r"[>»›:：]|首页")
# A name that begins with the kind of place and not with its name: 市公安局. Not 市中区, 市场监管局.
_NAMELESS = re.compile(r"^(?:市(?![中南北]区|场|辖)|区(?!域)|[县州省])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What stands as the title, how it reads, and the agency it or the text names."""

    text: str | None
    reading: TitleReading
    agency_printed: str | None
    agency_name: str | None
    warnings: tuple[ReadingWarning, ...] = ()


def find_title(document: Document, before: int) -> Title:
    """Looks above block `before` (the first heading), then in the page's meta data."""
    text, reading, end = _printed_title(document, before) or _meta_title(document)
    if text is None or reading.kind is not LinkKind.REPORT:
        return Title(text=text, reading=reading, agency_printed=None, agency_name=None)
    printed = reading.agency
    warnings: list[ReadingWarning] = []
    if printed is None:
        printed = _agency_beside(document, end)
    if printed is None:
        printed, warnings = _agency_of_meta(document)
    name = full_name(printed) if printed else None
    if name and _NAMELESS.match(name):
        name, more = _completed(document, name)
        warnings = [*warnings, *more]
    return Title(
        text=text,
        reading=reading,
        agency_printed=printed,
        agency_name=name,
        warnings=tuple(warnings),
    )


_Printed = tuple[str | None, TitleReading, int]


def _printed_title(document: Document, before: int) -> _Printed | None:
    """The best title in the lines; its last block's index tells where to look for an agency."""
    lines = [
        (index, block.text.strip())
        for index, block in enumerate(document.blocks[: min(before, len(document.blocks))])
        if isinstance(block, Line) and block.text.strip()
    ][:_MOST_LINES_ABOVE]
    best: _Printed | None = None
    best_worth = (0, 0, 0)
    for start in range(len(lines)):
        for count, (text, end) in enumerate(_joins(lines, start), start=1):
            reading = read_title(text)
            if reading.kind is LinkKind.OTHER or not _is_plausible(reading, count, lines[start][1]):
                continue
            told = (reading.agency is not None) + (reading.reporting_year is not None)
            worth = (1 + told, -count, -start)
            if best is None or worth > best_worth:
                best, best_worth = (one_line(text), reading, end), worth
    return best


def _joins(lines: Sequence[tuple[int, str]], start: int) -> Iterator[tuple[str, int]]:
    text = ""
    for index, line in lines[start : start + _MOST_LINES_OF_A_TITLE]:
        text = joined(text, line) if text else line
        yield text, index


def _is_plausible(reading: TitleReading, count: int, first: str) -> bool:
    """Joining lines must complete a title, not glue a breadcrumb before one."""
    if count == 1:
        return True
    if _BREADCRUMB.search(first):
        return False
    if reading.agency is None:
        return True
    whole_first_line = compact(first) == compact(reading.agency)
    return not whole_first_line or _AGENCY.match(reading.agency) is not None


def _meta_title(document: Document) -> _Printed:
    meta = {name.lower(): value for name, value in reversed(document.meta)}
    found: _Printed | None = None
    for name in _META_TITLES:
        text = meta.get(name)
        if text:
            reading = read_title(text)
            if reading.kind is not LinkKind.OTHER:
                return text, reading, 0
            found = found or (text, reading, 0)
    return found or (None, TitleReading(kind=LinkKind.OTHER), 0)


def _agency_beside(document: Document, title_end: int) -> str | None:
    """A title that names nobody has the agency in the next line."""
    for block in document.blocks[title_end + 1 : title_end + 4]:
        if isinstance(block, Line) and block.text.strip():
            text = compact(block.text)
            return block.text.strip() if _AGENCY.match(text) else None
    return None


def _agency_of_meta(document: Document) -> tuple[str | None, list[ReadingWarning]]:
    meta = {name.lower(): value for name, value in reversed(document.meta)}
    for name in _META_SOURCES:
        source = meta.get(name, "").strip()
        if _AGENCY.match(source):
            return source, [_warning("agency.from_meta", source)]
    return None, []


def _completed(document: Document, name: str) -> tuple[str, list[ReadingWarning]]:
    """The name with its place as the text most often prints it: 洛阳 + 市公安局."""
    pattern = re.compile(rf"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{{2,6}}?){re.escape(name)}")
    places = Counter(
        place
        for block in document.blocks
        if isinstance(block, Line)
        for place in pattern.findall(compact(block.text))
    )
    if not places:
        return name, [_warning("agency.without_place", name)]
    full = places.most_common(1)[0][0] + name
    return full, [_warning("agency.completed_from_text", full)]


_WARNINGS = {
    "agency.from_meta": Text(
        "标题没有写明机关，机关名称取自网页的来源信息：{}",
        "the title names no agency; it was taken from the page's source: {}",
    ),
    "agency.completed_from_text": Text(
        "标题里的机关名称缺少地名，已按正文补全：{}",
        "the agency in the title lacks its place; completed from the text: {}",
    ),
    "agency.without_place": Text(
        "机关名称缺少地名，正文也没有写明：{}",
        "the agency's name lacks its place and the text does not tell it: {}",
    ),
}


def _warning(code: str, name: str) -> ReadingWarning:
    text = _WARNINGS[code]
    return ReadingWarning(code=code, text=Text(text.zh.format(name), text.en.format(name)))
