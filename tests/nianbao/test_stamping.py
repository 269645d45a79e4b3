"""Time stamps on seals, by a real authority on loopback; and by one that is none."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from model.errors import AppError, ArchiveError, FetchError, SettingsError, Unreachable
from nianbao.clock import system_clock
from nianbao.sealing import stamping
from nianbao.sealing.days import seal_days
from nianbao.sealing.seals import path_of
from nianbao.sealing.stamping import Stamping, check_stamps, stamp_days, stamp_of, told_moment
from nianbao.settings import SealSettings, load_settings
from storage.archive import Archive
from tests.nianbao.authority import (
    Answer,
    Authority,
    make_authority,
    needs_openssl,
    openssl,
    serving,
)
from tests.nianbao.commands import nianbao

pytest.importorskip("rfc3161_client", reason="the extra `seal` is not installed")
pytestmark = needs_openssl

DAYS = (date(2025, 2, 1), date(2025, 2, 2))
LATER = date(2025, 3, 1)


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("tsa") / "ours").folder


@pytest.fixture
def authority(certified: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(Authority(certified)) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two days with a record each."""
    folder = tmp_path / "home"
    folder.mkdir()
    with Archive(folder / "warc", software="nianbao/1") as archive:
        for day in DAYS:
            archive.write_file(
                name="a.txt",
                payload=f"{day}".encode(),
                media_type="text/plain",
                at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
            )
    return folder


@pytest.fixture
def sealed(home: Path) -> Path:
    """The archive's folder."""
    archive = Archive(home / "warc", software="nianbao/1")
    assert len(seal_days(archive, None, today=LATER)) == 2
    return archive.folder


def settings(authority: Authority, **changes: object) -> SealSettings:
    values = {"tsa": authority.url, "tsa_roots": authority.roots, "tsa_timeout": 10.0}
    return SealSettings.model_validate({**values, **changes})


def stamped(sealed: Path, authority: Authority, **changes: object) -> Stamping:
    return stamp_days(sealed, settings(authority, **changes), sealed.parent)


def checked(sealed: Path, authority: Authority, **changes: object) -> list[date]:
    found = check_stamps(sealed, DAYS, settings(authority, **changes), sealed.parent)
    return [one.day for one in found]


def test_every_seal_is_stamped_once(sealed: Path, authority: Authority) -> None:
    done = stamped(sealed, authority)

    assert [one.day for one in done.stamped] == list(DAYS)
    assert (done.waiting, done.failure) == ((), None)
    assert {one.stamp.by for one in done.stamped} == {"CN=清禾时间戳服务"}
    assert all(abs(one.stamp.at - system_clock()) < timedelta(hours=1) for one in done.stamped)
    assert checked(sealed, authority) == list(DAYS)
    assert told_moment(sealed, DAYS[0]) == done.stamped[0].stamp.at
    assert stamped(sealed, authority).stamped == ()
    assert authority.asked == 2


def test_openssl_says_so_too(sealed: Path, authority: Authority) -> None:
    stamped(sealed, authority)
    seal, stamp = path_of(sealed, DAYS[0]), stamp_of(sealed, DAYS[0])

    words = f"ts -verify -data {seal} -in {stamp} -CAfile root.pem"

    assert "Verification: OK" in openssl(words, folder=authority.folder)


def test_without_an_authority_nobody_is_asked(sealed: Path, authority: Authority) -> None:
    assert stamped(sealed, authority, tsa=None) == Stamping(stamped=(), waiting=(), failure=None)
    assert authority.asked == 0


def wrong_nonce(authority: Authority, query: bytes) -> Answer:
    """A stamp on the same seal that somebody else asked for. certReq ends a query: 01 01 FF."""
    return authority.stamp(query[:-4] + bytes([query[-4] ^ 1]) + query[-3:])


def wrong_imprint(authority: Authority, query: bytes) -> Answer:
    """The digest stands behind its tag and length: 04 20."""
    at = query.index(b"\x04\x20") + 2
    return authority.stamp(query[:at] + bytes([query[at] ^ 1]) + query[at + 1 :])


def flipped(authority: Authority, query: bytes) -> Answer:
    body = bytearray(authority.stamp(query).body)
    body[-1] ^= 1
    return Answer(body=bytes(body))


def of_another(authority: Authority, query: bytes) -> Answer:
    other = authority.folder.parent / "another"
    return (Authority(other) if other.exists() else make_authority(other)).stamp(query)


def always(answer: Answer | None) -> Callable[[Authority, bytes], Answer | None]:
    return lambda _authority, _query: answer


BAD: dict[str, tuple[Callable[[Authority, bytes], Answer | None], type[AppError], str]] = {
    "wrong nonce": (wrong_nonce, FetchError, "Nonce"),
    "wrong imprint": (wrong_imprint, FetchError, "messages"),
    "a flipped bit": (flipped, FetchError, "no valid stamp"),
    "another's": (of_another, FetchError, "no valid stamp"),
    "refused": (Authority.refused, FetchError, "it refused: 2"),
    "garbage": (always(Answer(body=b"\0nonsense")), FetchError, "no valid stamp"),
    "nothing": (always(Answer(body=b"")), FetchError, "no valid stamp"),
    "endless": (always(Answer(body=b"0" * 2_000_000)), FetchError, "> 1048576 B"),
    "a page": (always(Answer(body=b"<p>", media_type="text/html")), FetchError, "text/html"),
    "an error": (always(Answer(body=b"", status=503)), FetchError, "HTTP 503"),
    "silence": (always(None), Unreachable, "timed out"),
}


@pytest.mark.parametrize("story", BAD)
def test_what_is_no_stamp_is_not_kept_and_asked_for_again(
    story: str, sealed: Path, authority: Authority
) -> None:
    answer, kind, says = BAD[story]
    authority.answer = lambda query: answer(authority, query)

    done = stamped(sealed, authority, tsa_timeout=10.0 if story != "silence" else 0.3)

    assert done.stamped == ()
    assert done.waiting == DAYS
    assert type(done.failure) is kind
    assert says in done.failure.what.en
    assert authority.asked == 1  # whoever fails once is not asked for the other days
    assert not stamp_of(sealed, DAYS[0]).exists()
    authority.answer = authority.stamp
    assert len(stamped(sealed, authority).stamped) == 2


def test_nobody_there(sealed: Path, certified: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(Authority(certified)) as gone:
        pass

    failure = stamped(sealed, gone).failure

    assert isinstance(failure, Unreachable)
    assert failure.what.en.endswith("Connection refused")


def test_what_came_before_a_failure_stays(sealed: Path, authority: Authority) -> None:
    authority.answer = lambda query: (
        authority.stamp(query) if authority.asked == 1 else Answer(body=b"")
    )

    done = stamped(sealed, authority)

    assert [one.day for one in done.stamped] == [DAYS[0]]
    assert done.waiting == (DAYS[1],)


def test_who_is_trusted_is_a_setting(sealed: Path, authority: Authority) -> None:
    of_the_system = stamped(sealed, authority, tsa_roots=None)
    no_file = stamped(sealed, authority, tsa_roots="none.pem")

    assert isinstance(of_the_system.failure, FetchError)
    assert "tsa_roots" in of_the_system.failure.remedy.en
    assert isinstance(no_file.failure, SettingsError)
    assert no_file.failure.source == str(sealed.parent / "none.pem")


def test_without_the_extra_it_is_said(
    sealed: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamping, "find_spec", lambda _name: None)

    failure = stamped(sealed, authority).failure

    assert isinstance(failure, SettingsError)
    assert "nianbao[seal]" in failure.remedy.zh


@pytest.mark.parametrize("suffix", [".json", ".tsr"])
def test_a_stamp_or_a_seal_that_was_changed_is_named(
    suffix: str, sealed: Path, authority: Authority
) -> None:
    stamped(sealed, authority)
    file = path_of(sealed, DAYS[1]).with_suffix(suffix)
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    file.write_bytes(data)

    with pytest.raises(ArchiveError) as raised:
        checked(sealed, authority)

    assert raised.value.source == str(stamp_of(sealed, DAYS[1]))


def test_the_stamp_of_another_day_is_none(sealed: Path, authority: Authority) -> None:
    stamped(sealed, authority)
    shutil.copyfile(stamp_of(sealed, DAYS[0]), stamp_of(sealed, DAYS[1]))

    with pytest.raises(ArchiveError):
        checked(sealed, authority)


def test_the_command_stamps_tells_and_compares(home: Path, authority: Authority) -> None:
    (home / "roots.pem").write_bytes(authority.roots.read_bytes())
    toml = f'[seal]\ntsa = "{authority.url}"\ntsa_roots = "roots.pem"\n'
    (home / "nianbao.toml").write_text(toml)
    authority.answer = lambda _query: Answer(body=b"", status=503)

    failed = nianbao("archive", "seal", "--json", home=home)

    assert failed.code == 4
    assert len(failed.document["sealed"]) == 2
    assert failed.document["unstamped"] == [str(day) for day in DAYS]
    assert "Seals without a time stamp so far: 2" in failed.err
    authority.answer = authority.stamp
    again = nianbao("archive", "seal", home=home, lang="zh")
    assert again.code == 0, again.err
    assert "2025-02-01：封存的时间戳" in again.out
    assert "由 CN=清禾时间戳服务 签发" in again.out
    compared = nianbao("archive", "seal", "--verify", "--json", home=home)
    assert compared.code == 0, compared.err
    assert [one["stamp"]["by"] for one in compared.document["compared"]] == [
        "CN=清禾时间戳服务"
    ] * 2
    stamp = stamp_of(home / "warc", DAYS[0])
    stamp.write_bytes(stamp.read_bytes()[:-1])
    broken = nianbao("archive", "seal", "--verify", home=home)
    assert (broken.code, str(stamp) in broken.err) == (7, True)


@pytest.mark.parametrize("tsa", ["ftp://a.example/", "a.example", "http://[::1"])
def test_an_address_that_is_none_is_a_wrong_setting(tmp_path: Path, tsa: str) -> None:
    (tmp_path / "nianbao.toml").write_text(f"[seal]\ntsa = {json.dumps(tsa)}\n")

    with pytest.raises(SettingsError) as raised:
        load_settings(tmp_path)

    assert [problem.field for problem in raised.value.problems] == ["seal.tsa"]
