"""Every cell of the real reports against its truth, through the code path of `nianbao extract`.

    python -m benchmarks.reading [FOLDER]

FOLDER (default: ../shared beside the checkout) holds `seeds/` and `reports/`. One line a file:
cells right, wrong, marked (wrong, but the reading says that it may be), absent; seconds. Ends with
code 1 when a cell is wrong without a mark.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from model.errors import ConversionError, Empty, ExtractionError
from model.ids import MeasureId
from model.report import MeasureState, Report
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Converter, Job, Reading
from nianbao.stages.recognition import awaits_recognition, scan_converter
from tests.corpus.scoring import NOT_PRINTED, Outcome, Printed, score
from tests.shared import SHARED

_COLUMNS = (Outcome.RIGHT, Outcome.WRONG, Outcome.MARKED, Outcome.ABSENT)
_TRUTH = ".truth.json"
_READ = MeasureState.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    file: str
    outcomes: Counter[Outcome]
    seconds: float
    note: str = ""


def main(folder: Path) -> int:
    """The exit code."""
    print(f"{'file':26}" + "".join(f"{column:>8}" for column in _COLUMNS) + f"{'seconds':>9}")
    total: Counter[Outcome] = Counter()
    with Converter(ProcessSettings(), workers=1) as converter:
        _start_worker(converter)
        for path, truth in documents(folder):
            row = read(converter, path, truth)
            total += row.outcomes
            print(_line(row.file, row.outcomes) + f"{row.seconds:9.3f}  {row.note}".rstrip())
    print(_line("all", total))
    return 1 if total[Outcome.WRONG] or not total else 0


def _start_worker(converter: Converter) -> None:
    """So that the first file is not charged for it."""
    blank = Job(key="", data=b"", name="")
    for _, result in converter.read_all([blank]):
        assert isinstance(result, Empty)


def read(converter: Converter, path: Path, truth: dict[MeasureId, Printed]) -> Row:
    job = Job(key=path.name, data=path.read_bytes(), name=path.name)
    start = perf_counter()
    try:
        report = _read(converter, job)
    except (ConversionError, ExtractionError) as error:
        outcomes = Counter({Outcome.ABSENT: len(truth)})
        note = f"{error.code}: {error.what.en}"
        return Row(file=path.name, outcomes=outcomes, seconds=perf_counter() - start, note=note)
    return Row(
        file=path.name,
        outcomes=Counter(score(report, truth).values()),
        seconds=perf_counter() - start,
        note=" ".join(dict.fromkeys(warning.code for warning in report.warnings)),
    )


def _read(converter: Converter, job: Job) -> Report:
    """As `nianbao extract` does: as text, else from its images where OCR is installed."""
    [(_, result)] = converter.read_all([job])
    settings = ProcessSettings()
    if awaits_recognition(settings, job, result):
        with scan_converter(settings) as scans:
            return scans.read(job).report
    if isinstance(result, Reading):
        return result.report
    raise result


def documents(folder: Path) -> Iterator[tuple[Path, dict[MeasureId, Printed]]]:
    """The documents that have a truth, with it."""
    seeds = {path.name[:3]: path for path in sorted((folder / "seeds").glob(f"*{_TRUTH}"))}
    for truth in [*seeds.values(), *sorted((folder / "reports").glob(f"*{_TRUTH}"))]:
        stem = truth.name.removesuffix(_TRUTH)
        for path in sorted(truth.parent.glob(f"{stem}.*")):
            if path != truth:
                yield path, truth_of(truth)
    for path in sorted((folder / "reports" / "generated").iterdir()):
        seed = re.search(r"_s(\d)", path.stem)
        if seed:
            # Made from the seed with every cell printed: what its text has lost is 0 here.
            yield path, truth_of(seeds[f"00{seed[1]}"], lost=Printed(state=_READ, value=0))


def truth_of(path: Path, *, lost: Printed = NOT_PRINTED) -> dict[MeasureId, Printed]:
    """`lost` is what the document prints where the truth file knows nothing."""
    measures = json.loads(path.read_text("utf-8"))["measures"]
    return {
        MeasureId(cell): lost if value is None else Printed(state=_READ, value=_number(value))
        for cell, value in measures.items()
    }


def _number(value: int | str) -> int | Decimal:
    return Decimal(value) if isinstance(value, str) else value


def _line(name: str, outcomes: Counter[Outcome]) -> str:
    return f"{name:26}" + "".join(f"{outcomes[column]:8}" for column in _COLUMNS)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED))
