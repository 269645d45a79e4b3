"""A document to a report: is it one, whose, about which year, what its sections and cells say."""

from collections.abc import Iterator, Sequence
from functools import cache

from extract.forms import FormDefinition, load_forms
from extract.generation import form_of_year
from extract.lost_characters import lost_characters
from extract.normalise import compact
from extract.recognised import marked
from extract.scope import scope_of
from extract.sections import find_headings, read_preface, read_sections
from extract.tables import MeasuresRead, read_measures
from extract.title import Title, find_title
from extract.year import declared_day, year_candidates
from model.capture import LinkKind
from model.document import Document, Line, ReadingWarning
from model.errors import ExtractionError
from model.form import SectionId
from model.report import MeasureState, Report, Section
from model.text import Text
from registry.titles import read_title

# domain.md: a report has at least four of its six headings or two of its three tables.
_LEAST_HEADINGS = 4
_LEAST_TABLES = 2
_LEAST_TEXT = 300
"""Characters of running text; a page with less is a listing, or a title and a link to the file."""
_LISTING_TITLES = 3
_MOST_ENTRIES = 2000
# An explanation may repeat the report with its tables; these never are one, whatever they hold.
_NEVER = frozenset({"academic_year", "rule_of_law", "website_report", "instruction", "rules"})


def extract_report(
    document: Document, *, name: str | None = None, url: str | None = None
) -> Report:
    """Reads the report; `name` (a path) and `url` give hints at the year and name it in errors.

    Raises ExtractionError if the document is a look-alike or nothing of a report is in it.
    """
    forms = _forms()
    labels = [form.section_labels for form in forms]
    read = read_measures(document, forms)
    headings = find_headings(document, labels, read.consumed)
    title = find_title(document, headings[0].first if headings else len(document.blocks))
    sections = read_sections(document, headings, read.consumed)
    _refuse_others(document, title, sections, read, url or name or document.reader)
    preface = read_preface(document, headings, read.consumed, title.text)
    candidates = year_candidates(
        document, title_year=title.reading.reporting_year, sections=sections, name=name, url=url
    )
    return Report(
        title=title.text,
        agency_printed=title.agency_printed,
        agency_name=title.agency_name,
        reporting_year=candidates[0].year if candidates else None,
        year_candidates=candidates,
        form=read.form,
        sections=sections,
        measures=marked(read.measures, document),
        declared=declared_day(document),
        scope=scope_of(title.text, title.agency_name, sections, preface),
        other_text=preface,
        warnings=(
            *document.warnings,
            *lost_characters(document),
            *title.warnings,
            *_warnings(title, sections),
            *form_of_year(forms, read.form, candidates[0].year if candidates else None),
            *read.warnings,
        ),
    )


@cache
def _forms() -> tuple[FormDefinition, ...]:
    return load_forms()


def _refuse_others(
    document: Document,
    title: Title,
    sections: Sequence[Section],
    read: MeasuresRead,
    source: str,
) -> None:
    """Raises ExtractionError for a look-alike and for what nothing of a report was found in."""
    reading, tables = title.reading, _tables_read(read)
    if reading.kind is LinkKind.LOOKALIKE and (reading.refused in _NEVER or tables < _LEAST_TABLES):
        raise _lookalike(source, title.text or "", reading.refused or "")
    if len(sections) >= _LEAST_HEADINGS or tables >= _LEAST_TABLES:
        return
    if any(form.id == read.form and tables == len(form.tables) for form in _forms()):
        return
    titled = reading.kind is LinkKind.REPORT and (reading.agency or reading.reporting_year)
    if not titled or _is_listing(document) or _is_short(document):
        raise _nothing(source, document, sections, tables)


def _warnings(title: Title, sections: Sequence[Section]) -> Iterator[ReadingWarning]:
    if title.reading.kind is LinkKind.LOOKALIKE:
        yield _titled_otherwise(_REFUSALS[title.reading.refused or ""])
    found = {section.id for section in sections}
    missing = [section for section in SectionId if section not in found]
    if missing:
        yield _not_found(missing)


def _titled_otherwise(kind: Text) -> ReadingWarning:
    return ReadingWarning(
        code="title.lookalike",
        text=Text(
            f"标题像是{kind.zh}，但正文有年度报告的表格，已按报告读取",
            f"the title is that of {kind.en}, but the tables of a report are there: read as one",
        ),
    )


def _not_found(missing: Sequence[SectionId]) -> ReadingWarning:
    return ReadingWarning(
        code="sections.not_found",
        text=Text(
            f"有 {len(missing)} 个部分的标题没有找到",
            f"the headings of {len(missing)} sections were not found: {', '.join(missing)}",
        ),
    )


def _tables_read(read: MeasuresRead) -> int:
    """How many of the form's tables gave at least one cell."""
    return len(
        {
            measure.id.partition(".")[0]
            for measure in read.measures.values()
            if measure.state in {MeasureState.READ, MeasureState.DASH}
        }
    )


def _lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def _is_short(document: Document) -> bool:
    """Menus of web pages are no text; elsewhere lines wrap, and a sentence has several."""
    is_page = document.reader == "html"
    text = [line for line in _lines(document) if "。" in line or not is_page]
    return sum(len(compact(line)) for line in text) < _LEAST_TEXT


def _is_listing(document: Document) -> bool:
    """A page that lists reports: several titles of different years or agencies."""
    readings = {read_title(line) for line in _lines(document)[:_MOST_ENTRIES]}
    reports = [reading for reading in readings if reading.kind is LinkKind.REPORT]
    return len(reports) >= _LISTING_TITLES


_REFUSALS = {
    "interpretation": Text("对报告的解读或图解", "an explanation of a report"),
    "rule_of_law": Text("法治政府建设报告", "a report on law-based government"),
    "website_report": Text("政府网站工作年度报表", "the annual form of a government website"),
    "academic_year": Text("学校的学年信息公开报告", "a school's report on an academic year"),
    "instruction": Text("编制报告的通知", "an instruction on how to write reports"),
    "rules": Text("制度、指南或目录", "rules, a guide or a catalogue"),
    "statistics": Text("统计表", "a table of statistics"),
    "summary": Text("工作总结或工作要点", "a work summary or plan"),
    "budget": Text("预算或决算", "a budget or final account"),
    "enforcement_statistics": Text("行政执法统计年报", "statistics of enforcement"),
    "company": Text("企业年报", "a company's annual report"),
    "news": Text("关于报告的新闻", "news about a report"),
}


def _lookalike(source: str, title: str, refused: str) -> ExtractionError:
    kind = _REFUSALS[refused]
    return ExtractionError(
        source,
        Text(
            f"《{title}》是{kind.zh}，不是政府信息公开工作年度报告",
            f"“{title}” is {kind.en}, not an annual report on open government information",
        ),
        Text(
            "请换用年度报告本身；如果判断有误，请把这份文件反馈给我们",
            "use the annual report itself; if this is wrong, please send us the file",
        ),
    )


def _nothing(
    source: str, document: Document, sections: Sequence[Section], tables: int
) -> ExtractionError:
    if document.attachments:
        remedy = Text(
            f"报告可能在附件里（{document.attachments[0].title}），请读取附件",
            f"the report may be in an attachment ({document.attachments[0].title}): read that",
        )
    else:
        remedy = Text(
            "请确认文件是政府信息公开工作年度报告的全文",
            "check that the file is the full text of an annual report on open government"
            " information",
        )
    return ExtractionError(
        source,
        Text(
            f"没有认出年度报告：六个部分的标题找到 {len(sections)} 个，三张表格读到 {tables} 张",
            f"no annual report recognised: {len(sections)} of 6 headings and {tables} of 3 tables"
            " found",
        ),
        remedy,
    )
