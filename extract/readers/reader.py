"""What a reader is, and the troubles all of them can have."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from model.document import Block, Document, Line
from model.errors import Damaged, Empty, Encrypted, NoTextLayer, TooLarge
from model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A document type: how to tell it by its bytes, and how to read it."""

    name: str
    recognises: Callable[[bytes, str], bool]
    """Given the whole payload and its name; the name may only break a tie."""
    read: Callable[[bytes, str], Document]
    """Raises a ConversionError that names the source."""
    most_bytes: int


MOST_PARTS = 50_000
"""Lines and cells of a document. The longest report has some thousands; beyond this it is none, and
what follows would take minutes."""


def limited(blocks: Iterator[Block], source: str) -> tuple[Block, ...]:
    """All blocks, read no further than there may be. Raises TooLarge."""
    kept: list[Block] = []
    parts = 0
    for block in blocks:
        parts += 1 if isinstance(block, Line) else len(block.cells)
        demand_few(parts, source)
        kept.append(block)
    return tuple(kept)


def demand_few(parts: int, source: str) -> None:
    """Raises TooLarge when there are more lines and cells than a report can have."""
    if parts > MOST_PARTS:
        raise too_large(
            source,
            Text(
                f"有 {MOST_PARTS:,} 个以上的行和单元格",
                f"it has more than {MOST_PARTS:,} lines and cells",
            ),
        )


def empty(source: str) -> Empty:
    return Empty(
        source,
        Text("文件里没有任何内容", "the file holds nothing"),
        Text(
            "请确认文件已完整下载或另存，再试一次",
            "check that the file was downloaded or saved completely, then try again",
        ),
    )


def damaged(source: str, detail: Text) -> Damaged:
    return Damaged(
        source,
        Text(f"文件已损坏，无法读取：{detail.zh}", f"the file is damaged: {detail.en}"),
        Text(
            "请重新下载；如果原网站上的文件也打不开，请换用网页版或其他格式",
            "download it again; if the original does not open either, use the web page or another"
            " format",
        ),
    )


def too_large(source: str, detail: Text) -> TooLarge:
    return TooLarge(
        source,
        Text(f"文件过大：{detail.zh}", f"the file is too large: {detail.en}"),
        Text(
            "年度报告通常只有几页；请确认选对了文件，或把报告部分单独存成一个文件",
            "an annual report has a few pages: check that it is the right file, or save the report"
            " part as a file of its own",
        ),
    )


def password_needed(source: str) -> Encrypted:
    return Encrypted(
        source,
        Text("文件设有打开密码", "the file can only be opened with a password"),
        Text(
            "请取得无密码的版本，或打开后另存为无密码的文件",
            "get a version without a password, or open it and save it without one",
        ),
    )


def no_text(source: str, why: Text) -> NoTextLayer:
    return NoTextLayer(
        source,
        Text(f"没有可读取的文字：{why.zh}", f"has no readable text: {why.en}"),
        Text(
            "请换用该报告的网页版或文字版；如只有这一份，安装文字识别：pip install 'nianbao[ocr]'，"
            "并确认 [process] ocr 为 auto，再运行 nianbao process --again",
            "use the web page or a text version; if there is no other, install what recognises"
            " text: pip install 'nianbao[ocr]', with [process] ocr = auto, then run"
            " nianbao process --again",
        ),
    )
