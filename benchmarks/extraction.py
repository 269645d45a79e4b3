"""Reading PDFs: ours, PDFium's text alone, and plain pdfplumber, on the same files in one run.

    python -m benchmarks.extraction [FOLDER] [REPEATS]

Each way runs in a process of its own, in turn, as often as told: CPU time after a first file that
warms it up, the least of all runs (what else runs on the machine only adds to it), and the memory
that it takes beyond what the process has at the start. Compare the ratios: the milliseconds belong
to the machine.
PDFs whose text PDFium alone cannot give (scans, fonts without meaning) are left out of this and
named: they take another way with us. Then the other formats, and what a second worker brings.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from ctypes import c_ushort
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import pdfplumber
import pypdfium2.raw as pdfium

from benchmarks.cells import Cells, compare
from benchmarks.formats import other_formats, two_workers
from extract.readers.pdf import read_fast
from extract.reading import read_document
from model.document import Table
from model.errors import ConversionError
from tests.shared import SHARED

REPEATS = 5
LEAST_SPEED, MOST_TIME = 7.0, 2.5


def main(folder: Path, repeats: int) -> None:
    paths = sorted(folder.rglob("*.pdf"))
    if not paths:
        raise SystemExit(f"no PDF files in {folder}: give a folder that holds some")
    readable = list(with_text(paths))
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    for _ in range(repeats):
        for way, measured in runs.items():
            measured.append(run_child(way, readable))
    pages = runs["ours"][0]["pages"]
    print(f"{len(readable)} files, {pages} pages, the best of {repeats} runs")
    times = {way: min(run["seconds"] for run in measured) for way, measured in runs.items()}
    for way, seconds in times.items():
        peak, own = (median(run[key] for run in runs[way]) for key in ("peak_mb", "own_mb"))
        speed = f"{seconds / pages * 1000:7.2f} ms/page"
        print(f"{way:24} {speed}   peak {peak:4.0f} MB, {own:4.0f} of it for the files")
    faster, longer = times["pdfplumber"] / times["ours"], times["ours"] / times["pdfium text"]
    print(f"ours / plain pdfplumber: {faster:5.2f} times as fast (at least {LEAST_SPEED:g} wanted)")
    print(f"ours / PDFium's text:    {longer:5.2f} times the time (at most {MOST_TIME:g} wanted)")
    compare(runs["ours"][0]["cells"], runs["pdfplumber"][0]["cells"])
    print("\nother formats, elapsed time through a worker")
    other_formats(folder, repeats)
    print("\nthe same PDFs through the workers, elapsed time")
    two_workers(readable, repeats)


def with_text(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        try:
            fast = read_fast(path.read_bytes(), path.name)
        except ConversionError as error:
            print(f"left out: {path.name}: {error.what.en}")
            continue
        if fast is None:
            print(f"left out: {path.name}: PDFium's reading leaves a doubt")
        else:
            yield path


def run_child(way: str, paths: list[Path]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.extraction", "--way", way, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def child(way: str, paths: list[Path]) -> None:
    """Reads every file once and prints what it took as JSON."""
    read = WAYS[way]
    payloads = [path.read_bytes() for path in paths]
    at_start = most_memory()
    read(payloads[0])
    began = process_time()
    results = [read(payload) for payload in payloads]
    seconds = process_time() - began
    peak = most_memory()
    cells = {path.name: found for path, (_, found) in zip(paths, results, strict=True)}
    pages = sum(count for count, _ in results)
    memory = {"peak_mb": peak, "own_mb": peak - at_start}
    print(json.dumps({"pages": pages, "seconds": seconds, "cells": cells, **memory}))


def most_memory() -> float:
    """Peak in MB so far; `getrusage` would tell that of the parent, which a child inherits."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def by_pdfium(data: bytes) -> tuple[int, Cells]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), b"")
    pages = pdfium.FPDF_GetPageCount(document)
    for index in range(pages):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        pdfium.FPDFText_GetText(text, 0, count, (c_ushort * (count + 1))())
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return pages, []


def by_us(data: bytes) -> tuple[int, Cells]:
    document = read_document(data, "x.pdf")
    cells: Cells = []
    for block in document.blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                if cell.place.page is not None and cell.place.box is not None:
                    box = cell.place.box
                    sides = (box.x0, box.top, box.x1, box.bottom)
                    cells.append((cell.place.page, sides, cell.text))
    return document.pages or 0, cells


def by_pdfplumber(data: bytes) -> tuple[int, Cells]:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    cells: Cells = []
    with pdfplumber.open(BytesIO(data), password="") as pdf:
        for page in pdf.pages:
            page.extract_text()
            for table in page.find_tables():
                for row, texts in zip(table.rows, table.extract(), strict=True):
                    for box, text in zip(row.cells, texts, strict=True):
                        if box is not None:
                            cells.append((page.page_number, box, text or ""))
            page.close()
        return len(pdf.pages), cells


WAYS: dict[str, Callable[[bytes], tuple[int, Cells]]] = {
    "pdfium text": by_pdfium,
    "ours": by_us,
    "pdfplumber": by_pdfplumber,
}


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--way"]:
        child(arguments[1], [Path(name) for name in arguments[2:]])
    else:
        main(
            Path(arguments[0]) if arguments else SHARED / "reports",
            int(arguments[1]) if len(arguments) > 1 else REPEATS,
        )
