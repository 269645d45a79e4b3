"""Old Word documents come out as printed; whatever LibreOffice does, each gets its own answer."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from extract.forms import FormDefinition, load_forms
from extract.office import converter, to_docx
from extract.readers.old_word import media_type_of
from extract.reading import read_document
from extract.report import extract_report
from extract.tables import read_measures
from model.document import Line
from model.errors import (
    ConversionError,
    Damaged,
    Encrypted,
    NoConverter,
    TimedOut,
    UnknownType,
)
from model.form import SectionId
from model.ids import MeasureId
from model.report import MeasureState
from tests.extract.docx_files import docx, listed, paragraph, sheet_blocks
from tests.extract.form_sheets import cells_of, fill
from tests.office import needs_office
from tests.shared import SHARED, needs_shared

LIMIT = 60.0
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rtf(text: str) -> bytes:
    return b"{\\rtf1\\ansi " + text.encode("ascii") + b"}"


def stream(name: str) -> bytes:
    """A compound file that has an entry of this name and nothing else."""
    return COMPOUND.ljust(1024, b"\0") + name.encode("utf-16-le").ljust(128, b"\0")


def program(folder: Path, script: str) -> Path:
    """In LibreOffice's place; `$OUT` is where it writes, `$FILES` what it is to convert."""
    path = folder / "soffice"
    path.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --outdir ]; do shift; done\nOUT=$2\nshift 2\nFILES=$*\n'
        'write() { cp "$0.docx" "$OUT/$(basename "${1%.*}").docx"; }\n' + script
    )
    path.chmod(0o755)
    Path(f"{path}.docx").write_bytes(docx(paragraph("converted")))
    return path


WELL = 'for FILE in $FILES; do write "$FILE"; done\n'


def texts(answer: bytes | ConversionError) -> list[str]:
    assert isinstance(answer, bytes)
    blocks = read_document(answer, "x.docx").blocks
    return [block.text for block in blocks if isinstance(block, Line)]


def as_old_word(data: bytes, folder: Path) -> bytes:
    """The docx as Word 97 wrote it."""
    source = folder / "form.docx"
    source.write_bytes(data)
    subprocess.run(
        [
            *(str(converter()), f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "doc", "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=LIMIT,
    )
    return (folder / "form.doc").read_bytes()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (stream("WordDocument"), "application/msword"),
        (rtf("x"), "application/rtf"),
        (stream("Workbook"), None),
        (stream("EncryptedPackage"), None),
        (docx(paragraph("x")), None),
        (b"%PDF-1.4", None),
        (COMPOUND, None),
    ],
)
def test_the_content_tells_what_must_be_converted(data: bytes, media_type: str | None) -> None:
    assert media_type_of(data) == media_type


@pytest.mark.parametrize("data", [stream("WordDocument"), rtf("x")])
def test_without_libreoffice_the_error_says_what_to_install(data: bytes) -> None:
    (answer,) = to_docx([("报告.doc", data)], program=None, time_limit=LIMIT)
    assert isinstance(answer, NoConverter)
    assert answer.source == "报告.doc"
    assert "libreoffice-writer" in answer.remedy.zh
    assert "libreoffice-writer" in answer.remedy.en
    with pytest.raises(NoConverter):
        read_document(data, "报告.doc")


def test_other_old_office_files_are_named() -> None:
    with pytest.raises(UnknownType):
        read_document(stream("Workbook"), "表.xls")


def test_files_are_answered_in_their_order(tmp_path: Path) -> None:
    files = [("甲.doc", rtf("1")), ("甲.doc", stream("WordDocument")), ("乙.wps", rtf("2"))]
    answers = to_docx(files, program=program(tmp_path, WELL), time_limit=LIMIT)
    assert [texts(answer) for answer in answers] == [["converted"]] * 3


def test_a_file_that_hangs_is_stopped_and_the_others_are_read(tmp_path: Path) -> None:
    script = 'for FILE in $FILES; do grep -q HANG "$FILE" && sleep 600; write "$FILE"; done'
    files = [("a", rtf("1")), ("b", rtf("HANG")), ("c", rtf("3"))]
    began = time.monotonic()
    first, second, third = to_docx(files, program=program(tmp_path, script), time_limit=2)
    assert time.monotonic() - began < 30
    assert texts(first) == texts(third) == ["converted"]
    assert isinstance(second, TimedOut)
    assert second.source == "b"


def test_what_the_stopped_program_started_is_stopped_too(tmp_path: Path) -> None:
    mark = tmp_path / "late"
    script = f"({'sleep 3'}; touch {mark}) & {WELL} sleep 600"
    (answer,) = to_docx([("a", rtf("1"))], program=program(tmp_path, script), time_limit=1)
    assert texts(answer) == ["converted"]
    time.sleep(3)
    assert not mark.exists()


def test_a_file_that_kills_it_is_damaged_and_the_others_are_read(tmp_path: Path) -> None:
    script = 'for FILE in $FILES; do grep -q DIE "$FILE" && kill -9 $$; write "$FILE"; done'
    files = [("a", rtf("1")), ("b", rtf("DIE")), ("c", rtf("3")), ("d", rtf("DIE"))]
    first, second, third, fourth = to_docx(
        files, program=program(tmp_path, script), time_limit=LIMIT
    )
    assert texts(first) == texts(third) == ["converted"]
    assert isinstance(second, Damaged)
    assert isinstance(fourth, Damaged)
    assert (second.source, fourth.source) == ("b", "d")


def test_a_file_that_it_passes_over_is_damaged(tmp_path: Path) -> None:
    script = 'for FILE in $FILES; do grep -q BAD "$FILE" || write "$FILE"; done'
    files = [("a", rtf("1")), ("b", rtf("BAD"))]
    first, second = to_docx(files, program=program(tmp_path, script), time_limit=LIMIT)
    assert texts(first) == ["converted"]
    assert isinstance(second, Damaged)


def test_half_a_file_is_none(tmp_path: Path) -> None:
    script = (
        'for FILE in $FILES; do write "$FILE"; case $FILE in *0000*)'
        ' head -c 300 "$0.docx" > "$OUT/0000.docx"; kill -9 $$;; esac; done'
    )
    (answer,) = to_docx([("a", rtf("1"))], program=program(tmp_path, script), time_limit=LIMIT)
    assert isinstance(answer, Damaged)


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "exit 0", "sleep 600"])
def test_a_program_that_does_not_work_is_our_trouble_not_the_document_s(
    tmp_path: Path, script: str
) -> None:
    files = [("a", rtf("1")), ("b", rtf("2"))]
    for answer in to_docx(files, program=program(tmp_path, script), time_limit=1):
        assert isinstance(answer, NoConverter)
        assert "libreoffice-writer" in answer.remedy.en


def test_a_program_that_is_gone_is_our_trouble_too(tmp_path: Path) -> None:
    (answer,) = to_docx([("a", rtf("1"))], program=tmp_path / "gone", time_limit=LIMIT)
    assert isinstance(answer, NoConverter)


@needs_office
@pytest.mark.parametrize("form", load_forms(), ids=lambda form: str(form.id))
def test_every_figure_of_an_old_word_form_comes_out_as_printed(
    form: FormDefinition, tmp_path: Path
) -> None:
    figures = {cell: str(7 * number) for number, cell in enumerate(cells_of(form))}
    blocks = [block for sheet in fill(form, figures) for block in sheet_blocks(sheet)]
    old = as_old_word(docx(*blocks), tmp_path)
    assert media_type_of(old) == "application/msword"
    (answer,) = to_docx([("form.doc", old)], program=converter(), time_limit=LIMIT)
    assert isinstance(answer, bytes)
    measures = read_measures(read_document(answer, "form.docx"), load_forms())
    assert measures.form == form.id
    raw = {key: m.raw for key, m in measures.measures.items() if m.state is MeasureState.READ}
    assert raw == figures


@needs_office
def test_ordinals_that_old_word_counted_are_read(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    old = as_old_word(docx(listed("总体情况"), listed("其他"), numbering=numbering), tmp_path)
    (answer,) = to_docx([("x.doc", old)], program=converter(), time_limit=LIMIT)
    assert texts(answer) == ["一、总体情况", "二、其他"]


@needs_office
@needs_shared
def test_a_real_report_as_an_old_word_file_is_read_to_the_last_figure() -> None:
    name = "lod_s0.doc"
    data = (SHARED / "reports" / "generated" / name).read_bytes()
    truth = json.loads((SHARED / "seeds" / "000_98b9844beaabac24.truth.json").read_text("utf-8"))
    (answer,) = to_docx([(name, data)], program=converter(), time_limit=LIMIT)
    assert isinstance(answer, bytes)
    report = extract_report(read_document(answer, name), name=name)
    assert (report.agency_name, report.reporting_year) == (truth["agency"], 2024)
    assert [section.id for section in report.sections] == list(SectionId)
    printed = {key: value for key, value in truth["measures"].items() if value is not None}
    assert {key: str(report.measures[MeasureId(key)].value) for key in printed} == {
        key: str(value) for key, value in printed.items()
    }


@needs_shared
def test_an_old_word_file_with_a_password_is_encrypted() -> None:
    data = bytearray((SHARED / "reports" / "generated" / "lod_s0.doc").read_bytes())
    (start,) = (at for at in range(0, len(data), 512) if data[at : at + 2] == b"\xec\xa5")
    data[start + 11] |= 1  # the flag for it, at the beginning of the Word stream
    assert media_type_of(bytes(data)) is None
    with pytest.raises(Encrypted):
        read_document(bytes(data), "x.doc")


@contextmanager
def _listening(heard: list[str]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the base class names them

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@needs_office
def test_nothing_is_fetched_and_no_other_file_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("of another file")
    heard: list[str] = []
    with _listening(heard) as port:
        fields = [
            f'INCLUDEPICTURE "http://127.0.0.1:{port}/a.png" \\\\d',
            f'INCLUDETEXT "http://127.0.0.1:{port}/b.txt"',
            f'INCLUDETEXT "{secret}"',
            f'INCLUDETEXT "{secret.as_uri()}"',
        ]
        body = "before " + "\\par ".join(
            f"{{\\field{{\\*\\fldinst {{ {field} }}}}{{\\fldrslt {{shown}}}}}}" for field in fields
        )
        (answer,) = to_docx([("x.rtf", rtf(body))], program=converter(), time_limit=LIMIT)
    assert heard == []
    read = " ".join(texts(answer))
    assert "before" in read
    assert "shown" in read
    assert "of another file" not in read


@needs_office
def test_damaged_old_word_files_are_answered_and_sound_ones_beside_them_read() -> None:
    half = stream("WordDocument")
    files = [("a", rtf("one")), ("b", half), ("c", half + b"\xff" * 9000), ("d", rtf("two"))]
    first, *_, last = to_docx(files, program=converter(), time_limit=LIMIT)
    assert texts(first) == ["one"]
    assert texts(last) == ["two"]
