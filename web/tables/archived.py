"""What was archived: captures."""

from model.text import Text
from storage.database import Browse, Filters, Page
from web.tables.columns import of_type, text
from web.tables.making import capture_row
from web.tables.parties import OF_AGENCIES
from web.tables.rows import CaptureRow
from web.tables.table import Table, Type


def _captures(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[CaptureRow]:
    page = browse.captures(filters, after=after, limit=limit)
    return Page(items=tuple(map(capture_row, page.items)), after=page.after)


CAPTURES: Table[CaptureRow] = Table(
    name="captures",
    title=Text("快照", "Captures"),
    about=Text(
        "存档的每一次应答及其 WARC 记录；时间新者在前",
        "Every archived response with its WARC record; the latest first",
    ),
    key=("id",),
    filters=OF_AGENCIES | {"seen_from", "seen_until"},
    read=_captures,
    columns=(
        text(
            "id",
            Text("快照编号", "Capture id"),
            Text("WARC-Record-ID 中的编号", "As in its WARC-Record-ID"),
            lambda row: row.id,
            width=38,
        ),
        text(
            "url",
            Text("网址", "URL"),
            Text("所请求的网址", "Address that was asked"),
            lambda row: row.url,
            width=50,
        ),
        of_type(
            Type.MOMENT,
            "at",
            Text("存档时间", "Captured"),
            Text("WARC-Date", "WARC-Date"),
            lambda row: row.at,
            width=20,
        ),
        of_type(
            Type.INTEGER,
            "http_status",
            Text("HTTP 状态", "HTTP status"),
            Text("手工加入的文件为空", "Empty for a file that was added by hand"),
            lambda row: row.http_status,
        ),
        text(
            "media_type",
            Text("文件类型", "Media type"),
            Text("服务器所称", "As the server said"),
            lambda row: row.media_type,
            width=24,
        ),
        of_type(
            Type.INTEGER,
            "length",
            Text("字节数", "Octets"),
            Text("内容的长度", "Length of the payload"),
            lambda row: row.length,
        ),
        text(
            "sha256",
            Text("SHA-256", "SHA-256"),
            Text("内容的摘要", "Digest of the payload"),
            lambda row: row.digest,
            width=20,
        ),
        text(
            "warc",
            Text("WARC 文件", "WARC file"),
            Text("存档文件名", "Name of the archive file"),
            lambda row: row.record.warc,
            width=30,
        ),
        of_type(
            Type.INTEGER,
            "warc_offset",
            Text("记录位置", "Record offset"),
            Text("记录在存档文件中的起始字节", "First octet of the record in the file"),
            lambda row: row.record.offset,
        ),
        of_type(
            Type.INTEGER,
            "warc_length",
            Text("记录长度", "Record length"),
            Text("记录的字节数", "Octets of the record"),
            lambda row: row.record.length,
        ),
        text(
            "refers_to",
            Text("同于", "Same as"),
            Text("内容与此快照相同，未重复存储", "Its content is that of this capture"),
            lambda row: row.refers_to,
            width=20,
        ),
        text(
            "truncated",
            Text("未完整", "Truncated"),
            Text("内容不完整的原因", "Why the body is not whole"),
            lambda row: row.truncated,
        ),
        of_type(
            Type.FLAG,
            "imported",
            Text("他人存档", "Imported"),
            Text("由他人存档，时间与内容为其所称", "Archived by others: their claim"),
            lambda row: row.imported,
        ),
        text(
            "agency",
            Text("机关编号", "Agency id"),
            Text("首次为哪个机关而请求", "For which agency it was asked first"),
            lambda row: row.agency,
            width=18,
        ),
        text(
            "purpose",
            Text("目的", "Purpose"),
            Text(
                "listing 栏目、report 报告、attachment 附件、robots、part、discovery、added",
                "listing, report, attachment, robots, part, discovery or added",
            ),
            lambda row: row.purpose,
        ),
    ),
)
