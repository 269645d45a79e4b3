"""Registry files to a Registry: everything wrong with them is told at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from model.agency import Agency, Registry
from model.errors import Problem, RegistryError
from model.text import Text
from registry.agencies import read_agency
from registry.csv_rows import read_csv
from registry.decoding import WORKBOOK_MAGIC, decode
from registry.regions import region_names
from registry.relations import Entry, duplicate_problems, relation_problems
from registry.rows import Reading, Row, refused
from registry.toml_rows import read_toml


def load_registry(paths: Sequence[Path]) -> Registry:
    """The agencies of all files, in their order.

    Raises RegistryError with every problem of every file.
    """
    readings = [_read_file(path) for path in paths]
    problems: list[Problem] = [problem for reading in readings for problem in reading.problems]
    rows = [row for reading in readings for row in reading.rows]
    entries: list[Entry] = []
    for row in rows:
        agency, wrong = read_agency(row)
        problems.extend(wrong)
        if agency is not None:
            entries.append((row, agency))
    problems.extend(duplicate_problems(rows))
    problems.extend(relation_problems(entries, _ids(rows)))
    if not paths:
        raise RegistryError(
            "registry",
            Text("没有给出名录文件", "no registry file was given"),
            Text("给出一个 CSV 或 TOML 文件", "name a CSV or TOML file"),
        )
    if problems:
        raise _error(paths, problems)
    return Registry(agencies=tuple(_with_region_names([agency for _, agency in entries])))


def _ids(rows: Sequence[Row]) -> frozenset[str]:
    values = (row.values.get("id") for row in rows)
    return frozenset(value for value in values if isinstance(value, str) and value)


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
