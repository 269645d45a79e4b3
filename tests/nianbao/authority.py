"""A time-stamping authority on loopback: OpenSSL with a certificate authority of its own."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="no openssl: run scripts/system-packages"
)
REPLY = "application/timestamp-reply"
_SETTINGS = """\
[req]
distinguished_name = name
prompt = no
string_mask = utf8only
utf8 = yes
[name]
CN = 清禾时间戳服务
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[signer]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_cert = signer.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    body: bytes
    status: int = 200
    media_type: str = REPLY


@dataclass(slots=True)
class Authority:
    """`answer` may be changed at any time: what is said to a query."""

    folder: Path
    answer: Callable[[bytes], Answer | None] = field(init=False)
    """None: nothing at all, until `closing`."""
    url: str = ""
    asked: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.answer = self.stamp

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def stamp(self, query: bytes) -> Answer:
        return Answer(body=self.answered(query))

    def answered(self, query: bytes, *, settings: str = "tsa.cnf") -> bytes:
        (self.folder / "query").write_bytes(query)
        openssl("ts -reply -queryfile query -out answer -config", settings, folder=self.folder)
        return (self.folder / "answer").read_bytes()

    def refused(self, query: bytes) -> Answer:
        """As the standard has it: a status, and no stamp."""
        return Answer(body=self.answered(query, settings="strict.cnf"))


def make_authority(folder: Path) -> Authority:
    """A root certificate, and one that it signed for stamps."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(_SETTINGS.format(digests="sha256, sha512"), "utf-8")
    (folder / "strict.cnf").write_text(_SETTINGS.format(digests="sha512"), "utf-8")
    (folder / "serial").write_text("01")
    new = "-newkey rsa:2048 -nodes -config tsa.cnf"
    openssl(
        f"req -x509 {new} -keyout root.key -out root.pem -days 3650 -extensions ca", folder=folder
    )
    openssl(f"req {new} -keyout signer.key -out signer.csr", folder=folder)
    openssl(
        "x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650"
        " -extfile tsa.cnf -extensions signer -out signer.pem",
        folder=folder,
    )
    return Authority(folder)


@contextmanager
def serving(authority: Authority) -> Iterator[Authority]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            authority.asked += 1
            answer = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            if answer is None:
                authority.closing.wait(30)
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        authority.url = f"http://127.0.0.1:{server.server_port}/tsr"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield authority
        finally:
            authority.closing.set()
            server.shutdown()
            thread.join()


def openssl(words: str, *more: str, folder: Path) -> str:
    """Raises CalledProcessError; gives what it printed."""
    done = subprocess.run(
        ["openssl", *words.split(), *more],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout + done.stderr
