"""Builders of documents and small reports for the tests."""

from model.document import Attachment, Block, Document, Line
from model.place import Place

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TITLE = "云渡县财政局2024年政府信息公开工作年度报告"
PROSE = "本机关认真执行条例，按时公开政府信息，全年没有收到意见。"


def document(
    *texts: str,
    reader: str = "html",
    marked: tuple[str, ...] = (),
    meta: tuple[tuple[str, str], ...] = (),
    attachments: tuple[Attachment, ...] = (),
) -> Document:
    """A document of lines; those in `marked` are flagged as headings."""
    blocks: list[Block] = [
        Line(text=text, place=Place(line=number), heading=text in marked)
        for number, text in enumerate(texts, start=1)
    ]
    return Document(
        media_type="text/html",
        reader=reader,
        blocks=tuple(blocks),
        meta=meta,
        attachments=attachments,
    )


def report_lines(title: str = TITLE, headings: tuple[str, ...] = HEADINGS) -> list[str]:
    """A report of text only: title, then each heading with a paragraph."""
    return [title, *(line for heading in headings for line in (heading, PROSE))]
