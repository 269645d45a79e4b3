"""Everything that can happen has an outcome."""

import inspect
from collections.abc import Iterator
from types import ModuleType
from warnings import catch_warnings, simplefilter

import pytest
import scrapy.exceptions
import twisted.internet.error
import twisted.web._newclient
import twisted.web.client
import twisted.web.error

from crawler.outcomes import (
    CONTENT,
    FAILURES,
    WALLS,
    look_end,
    outcome_of_failure,
    outcome_of_status,
)
from model.capture import LookEnd, Outcome

MODULES = (
    scrapy.exceptions,
    twisted.internet.error,
    twisted.web.client,
    twisted.web._newclient,
    twisted.web.error,
)
NOT_OF_A_DOWNLOAD = {
    "orders to Scrapy and mistakes in its set-up": {
        "CloseSpider", "ContractFail", "DontCloseSpider", "DropItem", "NotConfigured",
        "ScrapyDeprecationWarning", "UsageError", "_InvalidOutput",
    },
    "wrong use of Twisted, never of a client's connection": {
        "AlreadyCalled", "AlreadyCancelled", "AlreadyListened", "ConnectInProgressError",
        "InvalidAddressError", "MessageLengthError", "MulticastJoinError", "NoProtocol",
        "NotListeningError", "ProcessExitedAlready", "ReactorAlreadyInstalledError",
        "ReactorAlreadyRunning", "ReactorNotRestartable", "ReactorNotRunning",
        "UnsupportedSocketType",
    },
    "parts of a RequestGenerationFailed or ResponseFailed, or turned into flags by Scrapy": {
        "BadHeaders", "BadResponseVersion", "ConnectionAborted", "ExcessWrite", "ParseError",
        "PotentialDataLoss", "ResponseDone", "WrongBodyLength", "_DataLoss", "_WrapperException",
    },
    "DownloadCancelledError by the time it reaches us": {"CancelledError"},
    "of Twisted's web server and templates": {
        "ExcessiveBufferingError", "FlattenerError", "MissingRenderMethod",
        "MissingTemplateLoader", "RenderError", "UnexposedMethodError", "UnfilledSlot",
        "UnsupportedMethod", "UnsupportedSpecialHeader", "UnsupportedType",
    },
}  # fmt: skip


def exceptions(module: ModuleType) -> Iterator[type[Exception]]:
    with catch_warnings():
        # Looking at a deprecated class of Twisted warns, and we look at all of them.
        simplefilter("ignore", DeprecationWarning)
        members = inspect.getmembers(module, inspect.isclass)
    for _, kind in members:
        if issubclass(kind, Exception):
            yield kind


@pytest.mark.parametrize("module", MODULES)
def test_every_exception_of_the_libraries_is_mapped_or_known_to_be_none(module: ModuleType) -> None:
    known = set().union(*NOT_OF_A_DOWNLOAD.values())
    unmapped = {kind.__name__ for kind in exceptions(module) if not issubclass(kind, FAILURES)}
    assert unmapped - known == set()


def test_what_is_said_to_be_no_download_error_exists_and_is_not_mapped() -> None:
    kinds = {kind.__name__: kind for module in MODULES for kind in exceptions(module)}
    for name in set().union(*NOT_OF_A_DOWNLOAD.values()) - {"ConnectionAborted"}:
        assert not issubclass(kinds[name], FAILURES)


def test_no_failure_is_content_or_an_absence() -> None:
    told = {outcome_of_failure(kind.__new__(kind)) for kind in FAILURES}
    assert told == {
        Outcome.UNREACHABLE,
        Outcome.TOO_LARGE,
        Outcome.TRUNCATED,
        Outcome.REJECTED,
    }


def test_a_bug_of_ours_is_not_caught() -> None:
    for kind in (KeyError, TypeError, RuntimeError, AssertionError):
        assert not issubclass(kind, FAILURES)


def test_an_exception_goes_by_its_nearest_ancestor() -> None:
    class OurTimeout(scrapy.exceptions.DownloadTimeoutError):
        pass

    assert outcome_of_failure(OurTimeout()) is Outcome.UNREACHABLE


def test_only_404_and_410_say_that_something_is_not_there() -> None:
    gone = {status for status in range(100, 1000) if outcome_of_status(status) is Outcome.NOT_FOUND}
    assert gone == {404, 410}


def test_only_a_success_may_be_content() -> None:
    content = {status for status in range(100, 1000) if outcome_of_status(status) in CONTENT}
    assert content == {*range(200, 300), 304} - {202, 204, 205, 206}
    assert {outcome_of_status(status) for status in WALLS} == {Outcome.BLOCKED}


def test_a_look_ends_somehow_after_every_outcome_without_content() -> None:
    ends = {outcome: look_end(outcome) for outcome in Outcome if outcome not in CONTENT}
    assert LookEnd.READ_TO_END not in ends.values()
