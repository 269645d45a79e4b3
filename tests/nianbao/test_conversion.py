"""A document may hang, die or trip over our code: it is a failure with a name, the next is read."""

import os
import time
from pathlib import Path

import pytest

from extract.reading import read_document
from model.errors import Damaged, Defect, Empty, TimedOut, TooLarge
from nianbao.settings import ProcessSettings
from nianbao.stages import conversion
from nianbao.stages.conversion import Converter, Job, Reading

GOOD = (
    "清禾市统计局2024年政府信息公开工作年度报告\n一、总体情况\n全年发布信息三十条。\n"
    "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n"
).encode()


def job(key: str, data: bytes = GOOD) -> Job:
    return Job(key=key, data=data, name=f"{key}.txt")


def misbehave(job: Job) -> Reading:
    """What a worker runs in these tests: the real reading, but some names do what files can do."""
    if job.key == "hangs":
        time.sleep(600)
    if job.key == "dies":
        os._exit(139)
    if job.key == "eats":
        raise AssertionError(len(bytearray(2 << 30)))
    if job.key == "trips":
        raise KeyError("a case nobody foresaw")
    return conversion.read_job(job)


@pytest.fixture
def settings() -> ProcessSettings:
    return ProcessSettings(workers=2, time_limit=8, memory_limit=1 << 30)


def test_results_come_in_order_and_troubles_stay_with_their_document(
    settings: ProcessSettings,
) -> None:
    keys = ["a", "hangs", "b", "dies", "c", "trips", "d", "eats", "e"]
    with Converter(settings, read=misbehave) as converter:
        jobs = [job(key) for key in keys]
        results = {done.key: result for done, result in converter.read_all(jobs)}

    assert list(results) == keys
    for key in "abcde":
        reading = results[key]
        assert isinstance(reading, Reading)
        assert reading.report.agency_name == "清禾市统计局"
    assert isinstance(results["hangs"], TimedOut)
    assert isinstance(results["dies"], Damaged)
    assert isinstance(results["trips"], Defect)
    assert isinstance(results["eats"], TooLarge)
    assert {str(results[key]).split(":")[0] for key in ("hangs", "dies", "eats")} == {
        *("hangs.txt", "dies.txt", "eats.txt"),
    }


def test_an_error_of_the_reader_arrives_whole(settings: ProcessSettings) -> None:
    with Converter(settings, workers=1) as converter, pytest.raises(Empty) as caught:
        converter.read(job("empty", b""))

    assert caught.value.source == "empty.txt"
    assert caught.value.remedy.zh


def test_a_worker_reads_as_we_do(settings: ProcessSettings, tmp_path: Path) -> None:
    with Converter(settings, workers=1) as converter:
        reading = converter.read(job("good"))

    assert reading.reader == read_document(GOOD, "good.txt").reader
    assert next(section.id.value for section in reading.report.sections) == "overview"
