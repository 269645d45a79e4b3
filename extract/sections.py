"""The six sections, found by the words of their headings: markup levels and numbers drift."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from extract.normalise import compact
from extract.paragraphs import joined, paragraphs, wrapping_of
from model.document import Document, Line
from model.form import SectionId
from model.place import Place
from model.report import Section

Labels = Mapping[SectionId, tuple[str, ...]]

_NUMBER = r"(?:[一二三四五六七八九]|\d)"
_PLAIN = re.compile(rf"^(?:第?{_NUMBER}(?:部分)?[、.,:])")
_BRACKETED = re.compile(rf"^\({_NUMBER}\)[、.]?")
_MARKS = "*#_=-·•■◆ "
_TRAILING = "。:;,.、"
# Similarity of a line without its number to a known heading, 0 to 100. Subheadings in brackets
# repeat the sections' words (（一）主动公开情况), so they must fit nearly to the letter.
_LEAST_NUMBERED = 76.0
_LEAST_BRACKETED = 92.0
_LEAST_BARE = 88.0
_EXACT = 97.0
_LONGEST_HEADING = 45
_SHORTEST_OF_A_TITLE = 3
_AFTER_HEADING = re.compile(
    r"[。：:\s\u3000]+[^。：:\s]|20\d\d|[(（][一1]|本|我|全|按|根据|依据|认真|深入|坚持"
)
# What stands below an article on a page, and is none of it.
_PAGE_END = re.compile(
    r"^(?:上一篇|下一篇|\[?打印|关闭窗口|分享到|扫一扫|相关链接|相关阅读|主办单位|主办:|版权所有"
    r"|网站标识码|网站地图|联系我们)|ICP备|公网安备"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line, or two wrapped ones, that heads a section."""

    id: SectionId
    first: int
    """Index of its block."""
    last: int
    text: str
    rest: str
    """Running text that follows in the same line."""
    score: float
    place: Place


def find_headings(
    document: Document, labels: Sequence[Labels], consumed: Collection[int] = frozenset()
) -> tuple[Heading, ...]:
    """The headings in the form's order, each section once; `consumed` blocks are table content.

    Of a table of contents and the text itself, the later one is taken.
    """
    known = _known(labels)
    candidates = [
        heading
        for heading in _candidates(document, known)
        if heading.first not in consumed or heading.score >= _EXACT
    ]
    return _best_chain(candidates, list(SectionId))


def read_sections(
    document: Document, headings: Sequence[Heading], consumed: Collection[int] = frozenset()
) -> tuple[Section, ...]:
    """Each section with its running text: no tables, no lines that were table content."""
    wrapping = wrapping_of(document)
    sections = []
    for place, heading in enumerate(headings, start=1):
        end = headings[place].first if place < len(headings) else len(document.blocks)
        lines = _running(document, range(heading.last + 1, end), consumed)
        text = paragraphs(lines, wrapping)
        if heading.rest:
            text.insert(0, heading.rest)
        sections.append(
            Section(
                id=heading.id,
                heading=heading.text,
                text="\n".join(text),
                place=heading.place,
            )
        )
    return tuple(sections)


def read_preface(
    document: Document,
    headings: Sequence[Heading],
    consumed: Collection[int],
    title: str | None,
) -> str:
    """Running text between the title and the first heading; all of it where there is none."""
    end = headings[0].first if headings else len(document.blocks)
    words = compact(title or "")
    start = 0
    for index, block in enumerate(document.blocks[:end]):
        if isinstance(block, Line):
            text = compact(block.text)
            if len(text) >= _SHORTEST_OF_A_TITLE and text in words:
                start = index + 1
    lines = _running(document, range(start, end), consumed)
    return "\n".join(paragraphs(lines, wrapping_of(document)))


def _running(document: Document, indexes: range, consumed: Collection[int]) -> list[Line]:
    lines: list[Line] = []
    for index in indexes:
        block = document.blocks[index]
        if not isinstance(block, Line) or index in consumed:
            continue
        if document.reader == "html" and _PAGE_END.search(compact(block.text)):
            break
        lines.append(block)
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """All spellings of headings without their numbers, and the section each one heads."""

    spellings: tuple[str, ...]
    sections: tuple[SectionId, ...]


def _known(labels: Sequence[Labels]) -> _Known:
    known: dict[str, SectionId] = {}
    for form in labels:
        for section, spellings in form.items():
            for spelling in spellings:
                known.setdefault(_without_number(compact(spelling)), section)
    return _Known(spellings=tuple(known), sections=tuple(known.values()))


def _without_number(text: str) -> str:
    return _BRACKETED.sub("", _PLAIN.sub("", text))


def _candidates(document: Document, known: _Known) -> Iterator[Heading]:
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Line):
            continue
        text = block.text.strip().strip(_MARKS).strip()
        if not text:
            continue
        found = _heading_in(text, known, marked=block.heading)
        following = _next_line(document, index)
        if following is not None and (found is None or found[1] < _EXACT):
            longer = joined(text, following[1])
            wrapped = _heading_in(longer, known, marked=block.heading)
            if wrapped is not None and not wrapped[2] and (not found or wrapped[1] > found[1]):
                yield _heading(wrapped, longer, index, following[0], block.place)
                continue
        if found is not None:
            yield _heading(found, text, index, index, block.place)


_Found = tuple[SectionId, float, str]


def _heading(found: _Found, text: str, first: int, last: int, place: Place) -> Heading:
    section, score, rest = found
    head = text[: len(text) - len(rest)].rstrip("。：: \u3000") if rest else text
    return Heading(
        id=section, first=first, last=last, text=head, rest=rest, score=score, place=place
    )


def _next_line(document: Document, index: int) -> tuple[int, str] | None:
    if index + 1 < len(document.blocks):
        block = document.blocks[index + 1]
        if isinstance(block, Line) and block.text.strip():
            return index + 1, block.text.strip()
    return None


def _heading_in(text: str, known: _Known, *, marked: bool) -> _Found | None:
    """Which section the line heads, how well it fits, and running text behind the heading."""
    if len(text) > _LONGEST_HEADING:
        return _run_in(text, known)
    words = compact(text).strip(_TRAILING)
    bare = _without_number(words)
    least = _LEAST_BARE
    if _PLAIN.match(words) or marked:
        least = _LEAST_NUMBERED
    elif bare != words:
        least = _LEAST_BRACKETED
    best = process.extractOne(bare, known.spellings, scorer=fuzz.ratio, score_cutoff=least)
    if best is None:
        return _run_in(text, known)
    return known.sections[best[2]], best[1], ""


def _run_in(text: str, known: _Known) -> _Found | None:
    """A numbered heading with its section's text in the same line: `一、总体情况。2024年…`.

    Without a sign between them (bold type did it) the text must begin as sentences here do.
    """
    if not _PLAIN.match(compact(text[:12])):
        return None
    for end in range(4, min(len(text), _LONGEST_HEADING)):
        rest = text[end:]
        if not _AFTER_HEADING.match(rest):
            continue
        bare = _without_number(compact(text[:end]).rstrip(_TRAILING))
        if bare in known.spellings:
            section = known.sections[known.spellings.index(bare)]
            return section, 100.0, rest.lstrip("。：: \u3000")
    return None


def _best_chain(candidates: Sequence[Heading], order: Sequence[SectionId]) -> tuple[Heading, ...]:
    """The chain in the sections' order that fits best; of equal ones, the latest in the text.

    `chains[n]` is the best chain so far whose last heading is section n or an earlier one.
    """
    chains: list[tuple[float, int, tuple[Heading, ...]]] = [(0.0, 0, ())] * (len(order) + 1)
    for heading in candidates:
        rank = order.index(heading.id)
        score, place, chain = chains[rank]
        longer = (score + heading.score, place + heading.first, (*chain, heading))
        for later in range(rank + 1, len(chains)):
            if longer[:2] > chains[later][:2]:
                chains[later] = longer
    return chains[-1][2]
