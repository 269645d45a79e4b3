"""Word documents come out as they are printed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.forms import FormDefinition, load_forms
from extract.reading import read_document
from extract.report import extract_report
from extract.tables import read_measures
from model.document import Document, Line, Table
from model.errors import Empty, NoTextLayer
from model.form import SectionId, ValueType
from model.ids import MeasureId
from model.report import MeasureState
from tests.extract.documents import HEADINGS, PROSE, TITLE
from tests.extract.docx_files import (
    W,
    as_docx,
    cell,
    docx,
    paragraph,
    parts,
    row,
    run,
    styled,
    table,
    zipped,
)
from tests.extract.form_sheets import cells_of, fill
from tests.shared import SHARED, needs_shared

FORMS = load_forms()
_PRINTED = {
    ValueType.COUNT: st.integers(0, 3_000_000).map(str),
    ValueType.SIGNED_COUNT: st.integers(-30, 30).map(str),
    ValueType.DECIMAL: st.decimals(0, 20_000, places=3).map(str),
}


def read(*body: str) -> Document:
    return read_document(docx(*body), "报告.docx")


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells]
        for block in document.blocks
        if isinstance(block, Table)
    ]


@st.composite
def filled(draw: st.DrawFn) -> tuple[FormDefinition, dict[MeasureId, str]]:
    form = draw(st.sampled_from(FORMS))
    return form, {cell: draw(_PRINTED[form.form.measures[cell].type]) for cell in cells_of(form)}


@given(form_and_figures=filled())
@settings(max_examples=10, deadline=None)
def test_every_figure_of_a_form_comes_out_as_printed(
    form_and_figures: tuple[FormDefinition, dict[MeasureId, str]],
) -> None:
    form, figures = form_and_figures
    measures = read_measures(read_document(as_docx(fill(form, figures)), "x.docx"), FORMS)
    assert measures.form == form.id
    raw = {key: m.raw for key, m in measures.measures.items() if m.state is MeasureState.READ}
    assert raw == figures
    mixed = figures.keys() & form.form.optional
    assert [one.code for one in measures.warnings] == (["form.mixed"] if mixed else [])


@needs_shared
def test_a_real_report_as_a_word_file_is_read_to_the_last_figure() -> None:
    name = "lod_s0.docx"
    document = read_document((SHARED / "reports" / "generated" / name).read_bytes(), name)
    truth = json.loads((SHARED / "seeds" / "000_98b9844beaabac24.truth.json").read_text("utf-8"))
    report = extract_report(document, name=name)
    assert (report.agency_name, report.reporting_year) == (truth["agency"], 2024)
    assert [section.id for section in report.sections] == list(SectionId)
    printed = {key: value for key, value in truth["measures"].items() if value is not None}
    assert len(printed) > 190
    assert {key: str(report.measures[MeasureId(key)].value) for key in printed} == {
        key: str(value) for key, value in printed.items()
    }


def test_a_report_of_text_has_title_agency_year_and_six_sections() -> None:
    body = [styled(TITLE, "a")]
    for heading in HEADINGS:
        body += [paragraph(heading), paragraph(PROSE)]
    report = extract_report(read(*body), name="x.docx")
    assert report.agency_name == "云渡县财政局"
    assert report.reporting_year == 2024
    assert [section.text for section in report.sections] == [PROSE] * 6


def test_a_paragraph_is_a_line_and_its_place_is_its_number() -> None:
    document = read(paragraph("甲"), paragraph(""), paragraph("乙", "丙"), table(row("丁", "戊")))
    assert lines(document) == ["甲", "乙丙"]
    assert [block.place.line for block in document.blocks] == [1, 3, 4]
    grid = document.blocks[-1]
    assert isinstance(grid, Table)
    assert [one.place.line for one in grid.cells] == [4, 5]
    assert document.reader == "docx"
    assert document.media_type.endswith("wordprocessingml.document")


def test_tabs_and_line_breaks_are_kept_as_printed() -> None:
    document = read(
        paragraph(run("甲"), "<w:r><w:tab/></w:r>", run("乙"), "<w:r><w:br/></w:r>", run("丙")),
        paragraph(run("20"), "<w:r><w:noBreakHyphen/></w:r>", run("24")),
        paragraph(run("丁"), '<w:r><w:br w:type="page"/></w:r>', run("戊")),
    )
    assert lines(document) == ["甲\t乙", "丙", "20-24", "丁", "戊"]


def test_blanks_are_kept_only_where_the_file_asks_for_it() -> None:
    document = read(
        paragraph("<w:r><w:t> 甲 </w:t></w:r>", '<w:r><w:t xml:space="preserve"> 乙</w:t></w:r>')
    )
    assert lines(document) == ["甲 乙"]


def test_headings_are_flagged_by_style_and_by_outline() -> None:
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="a"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="Body Text"/></w:style>'
        '<w:style w:styleId="c"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
        "</w:style>"
        '<w:style w:styleId="d"><w:name w:val="y"/><w:basedOn w:val="d"/></w:style>'
    )
    body = [styled(name, name) for name in ("1", "a", "b", "c", "d", "unknown")]
    body.append(paragraph("e", properties='<w:outlineLvl w:val="0"/>'))
    body.append(paragraph("f", properties='<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>'))
    document = read_document(docx(*body, styles=styles), "x.docx")
    flagged = [b.text for b in document.blocks if isinstance(b, Line) and b.heading]
    assert flagged == ["1", "a", "c", "e"]


def test_spans_and_merges_are_one_cell() -> None:
    span, restart = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    document = read(
        table(
            row(cell("甲", properties=span + restart), "乙"),
            row(cell("", properties=span + "<w:vMerge/>"), "1"),
            row("丙", "丁", "2"),
        )
    )
    assert grids(document) == [
        [
            (0, 0, 2, 2, "甲"),
            (0, 2, 1, 1, "乙"),
            (1, 2, 1, 1, "1"),
            (2, 0, 1, 1, "丙"),
            (2, 1, 1, 1, "丁"),
            (2, 2, 1, 1, "2"),
        ]
    ]


def test_a_merge_ends_where_another_begins() -> None:
    restart = '<w:vMerge w:val="restart"/>'
    document = read(
        table(
            row(cell("甲", properties=restart), "1"),
            row(cell("乙", properties=restart), "2"),
            row(cell("", properties='<w:vMerge w:val="continue"/>'), "3"),
            row("丙", "4"),
        )
    )
    assert [one for one in grids(document)[0] if one[1] == 0] == [
        (0, 0, 1, 1, "甲"),
        (1, 0, 2, 1, "乙"),
        (3, 0, 1, 1, "丙"),
    ]


def test_a_merge_that_continues_nothing_keeps_its_text() -> None:
    document = read(
        table(row(cell("甲", properties="<w:vMerge/>"), "1"), row("乙", "2")),
        table(
            row(cell("丙", properties='<w:vMerge w:val="restart"/>'), "3", "4"),
            row(cell("丁", properties='<w:gridSpan w:val="2"/><w:vMerge/>'), "5"),
        ),
    )
    texts = [text for grid in grids(document) for *_, text in grid]
    assert texts == ["甲", "1", "乙", "2", "丙", "3", "4", "丁", "5"]


def test_old_side_merges_and_skipped_columns() -> None:
    document = read(
        table(
            row(
                cell("甲", properties='<w:hMerge w:val="restart"/>'),
                cell("", properties="<w:hMerge/>"),
                "乙",
            ),
            row("1", "2", properties='<w:gridBefore w:val="1"/>'),
        )
    )
    assert grids(document) == [
        [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]
    ]


def test_paragraphs_of_a_cell_are_its_lines() -> None:
    document = read(table(row(cell("本年", "", "新收"), "1")))
    assert [text for *_, text in grids(document)[0]] == ["本年\n新收", "1"]


def test_tables_that_lay_a_page_out_are_unfolded() -> None:
    inner = table(row("规章", "3"))
    document = read(table(row(cell("一、总体情况", inner, "后文"), cell("右栏"))))
    assert lines(document) == ["一、总体情况", "后文", "右栏"]
    assert grids(document) == [[(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "3")]]
    article = "本机关公开政府信息。" * 25
    document = read(table(row(article, "右栏"), row("甲", "乙")))
    assert lines(document) == [article, "右栏", "甲", "乙"]
    document = read(table(row("第一段"), row("第二段")))
    assert lines(document) == ["第一段", "第二段"]


def test_rows_and_cells_inside_content_controls_are_read() -> None:
    held = f"<w:sdt><w:sdtPr/><w:sdtContent>{cell('2')}</w:sdtContent></w:sdt>"
    body = table(
        row("甲", "1"), f"<w:sdt><w:sdtContent>{row('乙')}</w:sdtContent></w:sdt>"
    ).replace("</w:tr></w:sdtContent>", f"{held}</w:tr></w:sdtContent>")
    assert [text for *_, text in grids(read(body))[0]] == ["甲", "1", "乙", "2"]


def test_tracked_changes_read_as_if_accepted() -> None:
    document = read(
        paragraph(
            run("收到"),
            "<w:del><w:r><w:delText>3</w:delText></w:r></w:del>",
            f"<w:ins>{run('5')}</w:ins>",
            f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('件')}</w:moveTo>",
        ),
        table(
            row("甲", "1"),
            row("乙", "2", properties='<w:del w:id="1"/>'),
            row("丙", "3", properties='<w:ins w:id="2"/>'),
        ),
    )
    assert lines(document) == ["收到5件"]
    assert [text for *_, text in grids(document)[0]] == ["甲", "1", "丙", "3"]


def test_paragraphs_whose_end_was_deleted_are_one() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    document = read(
        paragraph("2024", properties=gone), paragraph("年报告"), paragraph("丙", properties=gone)
    )
    assert lines(document) == ["2024年报告", "丙"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    content = f"<w:txbxContent>{paragraph('框内')}{table(row('甲', '1'))}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        "</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read(paragraph(run("前"), box, run("后")), paragraph("下段"))
    assert lines(document) == ["前后", "框内", "下段"]
    assert len(grids(document)) == 1
    old = f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"
    assert lines(read(paragraph(run("前"), old))) == ["前", "框内"]


def test_a_box_that_only_the_older_spelling_fills_is_read() -> None:
    content = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing/></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert lines(read(paragraph(run("前"), box))) == ["前", "框内"]


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_fields_show_their_results() -> None:
    nested = (
        _field("begin")
        + "<w:r><w:instrText> IF </w:instrText></w:r>"
        + (_field("begin") + run("内层指令") + _field("separate") + run("内层") + _field("end"))
        + _field("separate")
        + run("17")
        + _field("end")
    )
    simple = f'<w:fldSimple w:instr="PAGE">{run("9")}</w:fldSimple>'
    link = f"<w:hyperlink>{run('件')}</w:hyperlink>"
    assert lines(read(paragraph(run("共"), nested, link, simple))) == ["共17件9"]


def test_a_field_that_never_ends_silences_its_paragraph_at_most() -> None:
    document = read(paragraph(run("前"), _field("begin"), run("指令")), paragraph("后文"))
    assert lines(document) == ["前", "后文"]


def test_what_is_not_printed_is_not_read() -> None:
    document = read(
        paragraph(
            run("甲"),
            run("隐藏", "<w:vanish/>"),
            run("乙", '<w:vanish w:val="0"/>'),
            "<w:r><w:footnoteReference w:id='1'/></w:r>",
            "<w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>音</w:t></w:r>"
            "</w:rubyBase></w:ruby>",
        ),
        table(row("甲", "1"), row("乙", "2", properties="<w:hidden/>")),
    )
    assert lines(document) == ["甲乙音"]
    assert [text for *_, text in grids(document)[0]] == ["甲", "1"]


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings 2", "F052", "☑"),
        ("Symbol", "F0B7", "·"),
        ("宋体", "2460", "①"),
        ("Unknown", "F041", "\ufffd"),
        ("Unknown", "zz", "\ufffd"),
        ("Unknown", "-5", "\ufffd"),
    ],
)
def test_symbols_are_the_signs_they_show(font: str, code: str, sign: str) -> None:
    symbol = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert lines(read(paragraph(run("甲"), symbol))) == [f"甲{sign}"]


def test_formulas_are_read() -> None:
    assert lines(read(paragraph(run("共"), "<m:oMath><m:r><m:t>1+2</m:t></m:r></m:oMath>"))) == [
        "共1+2"
    ]


def test_the_strict_spelling_is_read_too() -> None:
    files = parts(paragraph("甲"), table(row("乙", "1")))
    strict = {
        name: str(text).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, text in files.items()
    }
    document = read_document(zipped(strict), "x.docx")
    assert lines(document) == ["甲"]
    assert len(grids(document)) == 1


def test_the_main_part_may_have_another_name() -> None:
    files = parts(paragraph("甲"))
    files["word/document2.xml"] = files.pop("word/document.xml")
    files["_rels/.rels"] = str(files["_rels/.rels"]).replace("word/document", "/word/document2")
    assert lines(read_document(zipped(files), "x.docm")) == ["甲"]


def test_an_embedded_document_is_told() -> None:
    document = read(paragraph("甲"), "<w:altChunk/>")
    assert [warning.code for warning in document.warnings] == ["docx.embedded_document"]
    assert read(paragraph("甲")).warnings == ()


def test_a_document_of_images_has_no_text_layer_and_an_empty_one_is_empty() -> None:
    files = parts(paragraph(""))
    with pytest.raises(Empty):
        read_document(zipped(files), "x.docx")
    with pytest.raises(NoTextLayer):
        read_document(zipped({**files, "word/media/image1.JPG": b"\xff\xd8"}), "x.docx")
