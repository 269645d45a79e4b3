"""A dossier in the hands of others: opened without a network, replayed, checked, tampered with."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.browser import chromium
from model.errors import AppError
from nianbao.dossier import verifier
from nianbao.sealing.days import seal_days
from nianbao.sealing.stamping import can_stamp, stamp_days
from nianbao.settings import SealSettings
from storage.archive import Archive
from tests.nianbao.authority import Authority, make_authority, needs_openssl, openssl, serving
from tests.nianbao.commands import nianbao
from tests.nianbao.replaying import fetch, needs_replay, run, wayback

pytestmark = [
    needs_openssl,
    pytest.mark.skipif(not can_stamp(), reason="the extra `seal` is not installed"),
]

WATER = ("qinghe-water", "2024")
FILES = (
    *("evidence.wacz", "index.html", "manifest.json", "manifest.sha256", "seals.json"),
    *("verdict.json", "verify.py"),
    *(f"seal-{day}.{kind}" for day in ("2025-02-03", "2025-07-05") for kind in ("json", "tsr")),
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("tsa") / "ours")


@pytest.fixture(scope="module")
def dossier(home: Path, authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an absence, in a home whose days are sealed and the seals stamped."""
    copy = tmp_path_factory.mktemp("stamped") / "home"
    shutil.copytree(home, copy)
    archive = Archive(copy / "warc", software="nianbao/1")
    seal_days(archive, None, today=datetime.now().astimezone().date())
    with pytest.MonkeyPatch.context() as patch, serving(authority) as tsa:
        patch.setenv("NO_PROXY", "127.0.0.1")
        settings = SealSettings.model_validate({"tsa": tsa.url, "tsa_roots": tsa.roots})
        assert stamp_days(archive.folder, settings, copy).waiting == ()
    folder = tmp_path_factory.mktemp("dossier") / "of-an-absence"
    words = ("--as-of", "2025-07-06", "--out", folder)
    ended = nianbao("audit", "--dossier", *WATER, *words, home=copy)
    assert ended.code == 0, ended.err
    return folder


def test_it_holds_what_the_others_here_look_at(dossier: Path) -> None:
    there = {path.name for path in dossier.iterdir()}

    assert set(FILES) <= there
    others = there - set(FILES)
    assert all(name.startswith("seal-") for name in others)


# In a browser.


@pytest.fixture(scope="module")
def browsers() -> Iterator[Any]:
    """The system's Chromium, without any network."""
    pytest.importorskip("playwright", reason="the extra `browser` is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra

    try:
        program = chromium()
    except AppError as error:
        pytest.skip(str(error))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,
            args=["--host-resolver-rules=MAP * ~NOTFOUND"],
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_it_without_a_network(
    dossier: Path, browsers: Any, width: int, tmp_path: Path
) -> None:
    asked: list[str] = []
    said: list[str] = []
    address = (dossier / "index.html").as_uri()
    with browsers.new_context(offline=True, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        page.screenshot(path=tmp_path / "page.png", full_page=True)
        zh, en = (page.locator(f"section[lang={lang}]").inner_text() for lang in ("zh-Hans", "en"))
        overflow = page.evaluate(
            "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        )
        fonts = page.evaluate("document.fonts.size")

    assert (asked, said) == ([address], [])
    assert (overflow, fonts) == (0, 0)
    assert "清禾市水利局2024年度政府信息公开工作年度报告" in zh
    assert "2025-02-03：20" in zh
    assert "openssl ts -verify -data seal-DAY.json" in en
    assert (tmp_path / "page.png").stat().st_size > 10_000


# Replayed by others' software.


@needs_replay
def test_pywb_shows_each_capture_of_the_verdict_as_it_was(dossier: Path, tmp_path: Path) -> None:
    evidence = json.loads((dossier / "verdict.json").read_bytes())["verdict"]["evidence"]
    assert len(evidence) == 2
    words = ("add", "dossier", "--unpack-wacz", dossier / "evidence.wacz")
    for command in (("init", "dossier"), words):
        done = run("wb-manager", *command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    with wayback(tmp_path) as base:
        for piece in evidence:
            at = datetime.fromisoformat(piece["at"])
            status, headers, body = fetch(f"{base}/dossier/{at:%Y%m%d%H%M%S}id_/{piece['url']}")
            assert status == 200
            assert hashlib.sha256(body).hexdigest() == piece["digest"]
            assert headers["memento-datetime"] == f"{at:%a, %d %b %Y %H:%M:%S} GMT"
            page = body.decode()
            assert "2023年政府信息公开工作年度报告" in page
            assert "2024年政府信息公开工作年度报告" not in page
    assert run("wacz", "validate", "-f", dossier / "evidence.wacz").returncode == 0


# Checked, and tampered with.


def verified(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_byte_of_any_file_is_named(dossier: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(dossier, copy)
    whole = (copy / name).read_bytes()
    last = len(whole) - 1
    for at in sorted({0, 1, last // 4, last // 3, last // 2, 2 * last // 3, last - 1, last}):
        for flip in (0x01, 0x80, 0xFF):
            (copy / name).write_bytes(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
            # A verifier that was changed itself answers for nothing: an untouched one is asked.
            assert any(name in fault for fault in verifier.faults(copy)), (at, flip)
    if name != "verify.py":
        code, said = verified(copy)
        assert (code, name in said) == (1, True)
    (copy / name).write_bytes(whole)
    assert verified(copy)[0] == 0


def test_whoever_signed_the_stamps_openssl_can_tell(dossier: Path, authority: Authority) -> None:
    for stamp in sorted(dossier.glob("seal-*.tsr")):
        words = f"ts -verify -data {stamp.with_suffix('.json')} -in {stamp} -CAfile root.pem"
        assert "Verification: OK" in openssl(words, folder=authority.folder)


@pytest.mark.parametrize("kind", ["json", "tsr"])
def test_a_stamp_of_another_day_is_named_even_in_a_manifest_made_anew(
    dossier: Path, tmp_path: Path, kind: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(dossier, copy)
    shutil.copyfile(copy / f"seal-2025-07-05.{kind}", copy / f"seal-2025-02-03.{kind}")
    make_manifest_anew(copy)

    faults = list(verifier.faults(copy))

    assert faults
    assert all(fault.startswith("seal-2025-02-03.") for fault in faults)


def make_manifest_anew(folder: Path) -> None:
    names = sorted({path.name for path in folder.iterdir()} - {verifier.MANIFEST, verifier.SEAL})
    files = {name: verifier.sha256((folder / name).read_bytes()) for name in names}
    listed = json.dumps({"files": files}).encode()
    (folder / verifier.MANIFEST).write_bytes(listed)
    line = f"{verifier.sha256(listed)}  {verifier.MANIFEST}\n"
    (folder / verifier.SEAL).write_text(line)
