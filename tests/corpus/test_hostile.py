"""Hostile files through the workers: a clear failure or a sound reading, and the next is read."""

import resource
import sys
from collections.abc import Iterator
from time import perf_counter

import pytest

from model.errors import ConversionError, Defect, ExtractionError
from nianbao.settings import ProcessSettings
from nianbao.stages import conversion
from nianbao.stages.conversion import Converter, Job, Reading, Result
from tests.corpus.hostile_others import OTHERS
from tests.corpus.hostile_pdfs import PDFS, sound

pytestmark = [pytest.mark.xdist_group("hostile"), pytest.mark.timeout(300)]

FILES = {**PDFS, **OTHERS}
TIME_LIMIT = 5.0
MEMORY_LIMIT = 768 * 1024**2
# What killing the worker and starting the next one may take on a busy machine.
_SLACK = 10.0
_AGENCY = "清禾市统计局"
# What a careful reader still gets out of them.
_READABLE = {"without-cross-references.pdf"}


def read_within_limit(job: Job) -> Reading:
    """Runs in the worker. The kernel holds the limit; this shows that it was told."""
    if sys.platform == "linux":
        assert resource.getrlimit(resource.RLIMIT_AS) == (MEMORY_LIMIT, MEMORY_LIMIT)
    return conversion.read_job(job)


def job(name: str, data: bytes) -> Job:
    return Job(key=name, data=data, name=name)


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    """One for all files: what a file did to its worker would show in the next."""
    settings = ProcessSettings(workers=1, time_limit=TIME_LIMIT, memory_limit=MEMORY_LIMIT)
    with Converter(settings, read=read_within_limit) as converter:
        yield converter


def result_of(converter: Converter, one: Job) -> Result:
    [(_, result)] = converter.read_all([one])
    return result


def test_there_are_enough_of_them() -> None:
    assert len(FILES) == len(PDFS) + len(OTHERS) >= 20


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_harms_nobody_but_itself(name: str, converter: Converter) -> None:
    data = FILES[name]()

    start = perf_counter()
    result = result_of(converter, job(name, data))
    seconds = perf_counter() - start
    after = result_of(converter, job("sound.pdf", sound()))

    assert seconds < TIME_LIMIT + _SLACK
    assert not isinstance(result, Defect), result
    if isinstance(result, ConversionError | ExtractionError):
        assert name not in _READABLE
        assert result.source == name
        assert result.what.zh
        assert result.remedy.en
    else:
        assert result.report.agency_name in {None, _AGENCY}
    assert isinstance(after, Reading), after
    assert after.report.agency_name == _AGENCY
