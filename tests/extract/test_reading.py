import pytest

from extract.reading import read_document
from model.document import Line
from model.errors import ConversionError, Damaged, Empty, TooLarge, UnknownType


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        ("清禾市财政局".encode(), "x.txt", "text"),
        ("清禾市财政局".encode(), "x.md", "markdown"),
        ("# 一、总体情况\n正文".encode(), "x.txt", "markdown"),
        ("|甲|乙|\n|---|---|\n|1|2|".encode(), "x", "markdown"),
        ("<!DOCTYPE html><p>正文</p>".encode(), "x.pdf", "html"),
        ("\ufeff\n<!-- 注 --><html><p>正文</p>".encode(), "x.txt", "html"),
        (b"<table><tr><td>1<td>2</table>", "x.md", "html"),
        ("<html><p>正文</p>".encode("utf-16"), "x", "html"),
        ("小于号 < html 不在开头".encode(), "x.html", "text"),
    ],
)
def test_the_content_tells_the_type(data: bytes, name: str, reader: str) -> None:
    assert read_document(data, name).reader == reader


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf\n", b"\0\0\0", b"<html></html>"])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(Empty) as caught:
        read_document(data, "报告.txt")
    assert caught.value.source == "报告.txt"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"GIF89a\x01\0\x01\0", "GIF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "二进制"),
    ],
)
def test_other_types_are_named_with_a_remedy(data: bytes, kind: str) -> None:
    with pytest.raises(UnknownType) as caught:
        read_document(data, "附件")
    assert kind in caught.value.what.zh
    assert caught.value.remedy.zh
    assert caught.value.remedy.en


def test_huge_payloads_are_refused_before_they_are_read() -> None:
    with pytest.raises(TooLarge):
        read_document(b"a" * 101_000_000, "x.txt")


def test_bytes_without_an_encoding_are_damaged_or_read_but_never_a_traceback() -> None:
    data = bytes(range(1, 256)) * 40
    try:
        document = read_document(data, "x")
    except ConversionError as error:
        assert isinstance(error, Damaged)  # noqa: PT017 - which of the two is up to the detector
    else:
        assert document.blocks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-32"])
def test_text_in_any_common_encoding(encoding: str) -> None:
    text = "清禾市〇二四年政府信息公开，共㐂１２件。\n第二行"
    document = read_document(text.encode(encoding), "x.txt")
    assert [line.text for line in document.blocks if isinstance(line, Line)] == text.split("\n")
    assert document.warnings == ()


def test_a_declared_encoding_that_lies_is_overruled_by_the_bytes() -> None:
    page = "<html><meta charset=utf-8><p>清禾市财政局年度报告</p>".encode("gb18030")
    lines = [line.text for line in read_document(page, "x").blocks if isinstance(line, Line)]
    assert lines == ["清禾市财政局年度报告"]
    page = "<html><meta charset=gb2312><p>清禾市财政局年度报告</p>".encode()
    lines = [line.text for line in read_document(page, "x").blocks if isinstance(line, Line)]
    assert lines == ["清禾市财政局年度报告"]


def test_a_declared_encoding_that_is_true_is_used() -> None:
    page = "<html><meta charset='big5'><p>清禾縣政府資訊公開</p>".encode("big5")
    lines = [line.text for line in read_document(page, "x").blocks if isinstance(line, Line)]
    assert lines == ["清禾縣政府資訊公開"]


def test_a_few_broken_characters_are_told_not_fatal() -> None:
    data = ("清禾市财政局公开政府信息十条。" * 20).encode()
    document = read_document(data[:100] + b"\xff" + data[100:], "x.txt")
    assert [warning.code for warning in document.warnings] == ["encoding.characters_lost"]
    line = document.blocks[0]
    assert isinstance(line, Line)
    assert line.text.count("清禾市") >= 19
