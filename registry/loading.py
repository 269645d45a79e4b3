"""Registry files to a Registry: everything wrong with them is told at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from model.agency import Agency, Registry
from model.errors import Problem, RegistryError
from model.text import Text
from registry.agencies import read_draft
from registry.changes import load_changes
from registry.csv_rows import read_csv
from registry.decoding import WORKBOOK_MAGIC, decode
from registry.places import place_problems
from registry.regions import load_regions, region_names
from registry.relations import relation_problems
from registry.rows import Reading, refused
from registry.toml_rows import read_toml


def load_registry(paths: Sequence[Path]) -> Registry:
    """The agencies of all files, in their order.

    Raises RegistryError with every problem of every file.
    """
    if not paths:
        raise RegistryError(
            "registry",
            Text("没有给出名录文件", "no registry file was given"),
            Text("给出一个 CSV 或 TOML 文件", "name a CSV or TOML file"),
        )
    readings = [_read_file(path) for path in paths]
    drafts = [read_draft(row) for reading in readings for row in reading.rows]
    problems = [problem for reading in readings for problem in reading.problems]
    problems.extend(problem for draft in drafts for problem in draft.problems)
    problems.extend(relation_problems(drafts))
    problems.extend(place_problems(drafts, load_regions(), load_changes()))
    if problems:
        raise _error(paths, problems)
    agencies = [agency for draft in drafts if (agency := draft.agency()) is not None]
    return Registry(agencies=tuple(_with_region_names(agencies)))


def _with_region_names(agencies: Sequence[Agency]) -> Iterator[Agency]:
    names = region_names(agencies)
    for agency in agencies:
        yield replace(agency, region_name=names.get(agency.region))


def _error(paths: Sequence[Path], problems: Sequence[Problem]) -> RegistryError:
    order = {str(path): place for place, path in enumerate(paths)}
    ordered = sorted(problems, key=lambda problem: (order[problem.source], problem.line or 0))
    count = len(problems)
    return RegistryError(
        ", ".join(str(path) for path in paths),
        Text(f"名录有 {count} 处问题", f"the registry has {count} problem{'s' * (count > 1)}"),
        Text(
            "全部改正后再导入；什么也没有写入",
            "correct them all and import again; nothing was stored",
        ),
        problems=ordered,
    )


def _read_file(path: Path) -> Reading:
    source = str(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return refused(
            source,
            Text("没有这个文件", "there is no such file"),
            Text("检查路径", "check the path"),
        )
    except OSError as error:
        return refused(
            source,
            Text(f"不能读取：{error.strerror}", f"cannot be read: {error.strerror}"),
            Text("给出一个可读的 CSV 或 TOML 文件", "name a CSV or TOML file that can be read"),
        )
    if data.startswith(WORKBOOK_MAGIC):
        return refused(
            source,
            Text("这是工作簿（Excel 或 WPS），不是 CSV", "is a workbook (Excel or WPS), not a CSV"),
            Text("在表格软件中另存为“CSV UTF-8”", "save it as “CSV UTF-8” in the spreadsheet"),
        )
    text = decode(data)
    if text is None:
        return refused(
            source,
            Text(
                "认不出文字编码（试过 UTF-8、UTF-16、GB18030）",
                "its encoding is not known (UTF-8, UTF-16 and GB18030 were tried)",
            ),
            Text("另存为 UTF-8 编码", "save it as UTF-8"),
        )
    return read_toml(text, source) if path.suffix.lower() == ".toml" else read_csv(text, source)
