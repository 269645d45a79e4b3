"""Mutated documents through the workers: what happens, how often, and how long the worst takes.

    python -m benchmarks.fuzz [N]

N (default 500) files: bytes flipped, pieces cut out, doubled or taken from another file, ends cut
off; of Word files also the XML inside. The originals are documents of the tests' corpus and, where
they lie beside the checkout, the real PDFs and Word files. Seeded: a run can be repeated. Ends with
code 1 when our code fails in a way it did not foresee (a defect), or when a sound document no
longer reads.
"""

import io
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from model.errors import Damaged, Defect, TimedOut
from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Converter, Job, Reading, Result
from tests.corpus import by_reportlab
from tests.corpus.cases import CASES
from tests.corpus.web_pages import web_page
from tests.corpus.word_files import word_file
from tests.extract.docx_files import zipped
from tests.shared import SHARED

TIME_LIMIT = 10.0
MEMORY_LIMIT = 768 * 1024**2
_SEED = 20240118
_LONGEST_PIECE = 2000

Mutation = Callable[[bytearray, bytes, random.Random], None]


def main(files: int) -> int:
    """The exit code."""
    originals = dict(sources())
    settings = ProcessSettings(workers=1, time_limit=TIME_LIMIT, memory_limit=MEMORY_LIMIT)
    outcomes: Counter[tuple[str, str]] = Counter()
    troubles: list[str] = []
    slowest: list[tuple[float, str]] = []
    with Converter(settings) as converter:
        for job in mutants(originals, files):
            start = perf_counter()
            [(_, result)] = converter.read_all([job])
            slowest.append((perf_counter() - start, job.name))
            kind = outcome(result)
            outcomes[Path(job.name).suffix, kind] += 1
            if isinstance(result, Defect):
                troubles.append(str(result))
                keep(job)
        sound = all(
            isinstance(result, Reading)
            for _, result in converter.read_all(
                Job(key=name, data=data, name=name) for name, data in originals.items()
            )
        )
    report(outcomes, sorted(slowest, reverse=True)[:5], troubles)
    print(f"afterwards every original {'reads' if sound else 'SHOULD READ AND DOES NOT'}")
    return 1 if troubles or not sound else 0


def sources() -> Iterator[tuple[str, bytes]]:
    """Sound documents by name."""
    by_layout = {(case.producer, case.layout): case for case in CASES}
    for case in by_layout.values():
        if case.producer == "reportlab":
            yield f"{case.name}.pdf", by_reportlab.make(case)
        elif case.producer == "chromium":
            yield f"{case.name}.html", web_page(case).encode()
        elif not case.layout.startswith("html"):
            yield f"{case.name}.docx", word_file(case)
    unreadable = "scan_"  # without characters
    for path in sorted((SHARED / "reports").rglob("*")):
        if path.suffix in {".pdf", ".docx"} and not path.name.startswith(unreadable):
            yield path.name, path.read_bytes()


def mutants(originals: dict[str, bytes], files: int) -> Iterator[Job]:
    names = sorted(originals)
    for number in range(files):
        rng = random.Random(_SEED + number)
        name = rng.choice(names)
        data, other = originals[name], originals[rng.choice(names)]
        is_inside = name.endswith(".docx") and rng.random() < 0.7
        mutant = _mutated_inside(data, other, rng) if is_inside else _mutated(data, other, rng)
        yield Job(key=str(number), data=mutant, name=f"{number}-{name}")


def _mutated(original: bytes, other: bytes, rng: random.Random) -> bytes:
    data = bytearray(original)
    for _ in range(rng.choice([1, 1, 2, 5])):
        rng.choice(MUTATIONS)(data, other, rng)
    return bytes(data)


def _mutated_inside(original: bytes, other: bytes, rng: random.Random) -> bytes:
    """A sound zip file whose parts are not: else its checksums refuse nearly every one."""
    parts = unzipped(original)
    name = rng.choice(sorted(parts))
    parts[name] = _mutated(parts[name], other, rng)
    return zipped(parts)


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _flip(data: bytearray, _other: bytes, rng: random.Random) -> None:
    for _ in range(rng.choice([1, 10, 100, 1000])):
        if data:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _truncate(data: bytearray, _other: bytes, rng: random.Random) -> None:
    del data[rng.randrange(len(data) + 1) :]


def _cut(data: bytearray, _other: bytes, rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    del data[start : start + rng.randrange(_LONGEST_PIECE)]


def _double(data: bytearray, _other: bytes, rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    data[start:start] = data[start : start + rng.randrange(_LONGEST_PIECE)]


def _splice(data: bytearray, other: bytes, rng: random.Random) -> None:
    start, source = rng.randrange(len(data) + 1), rng.randrange(len(other))
    size = rng.randrange(_LONGEST_PIECE)
    data[start : start + size] = other[source : source + size]


def _numbers(data: bytearray, _other: bytes, rng: random.Random) -> None:
    """Other digits: lengths, places and counts of objects, spans of cells."""
    digits = [place for place in range(len(data)) if 48 <= data[place] <= 57]
    for place in rng.sample(digits, min(20, len(digits))):
        data[place] = rng.randrange(48, 58)


MUTATIONS: tuple[Mutation, ...] = (_flip, _truncate, _cut, _double, _splice, _numbers)


def outcome(result: Result) -> str:
    if isinstance(result, Reading):
        return "read"
    if isinstance(result, TimedOut):
        return "timed out"
    if isinstance(result, Defect):
        return "defect"
    died = isinstance(result, Damaged) and "ended the process" in result.what.en
    return "died" if died else f"refused: {result.code}"


def keep(job: Job) -> None:
    """The file of a defect, so that it can be looked at."""
    folder = Path(tempfile.gettempdir()) / "nianbao-fuzz"
    folder.mkdir(exist_ok=True)
    (folder / job.name).write_bytes(job.data)
    print(f"kept {folder / job.name}", file=sys.stderr)


def report(
    outcomes: Counter[tuple[str, str]], slowest: list[tuple[float, str]], troubles: list[str]
) -> None:
    kinds = sorted({kind for _, kind in outcomes})
    types = sorted({suffix for suffix, _ in outcomes})
    print(f"{'':24}" + "".join(f"{suffix:>8}" for suffix in types) + f"{'all':>8}")
    for kind in kinds:
        numbers = [outcomes[suffix, kind] for suffix in types]
        print(f"{kind:24}" + "".join(f"{number:8}" for number in [*numbers, sum(numbers)]))
    print("slowest: " + ", ".join(f"{name} {seconds:.2f} s" for seconds, name in slowest))
    for number, trouble in enumerate(troubles, start=1):
        print(f"defect {number}: {trouble}")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
