"""One request to a time-stamping authority, over HTTP as RFC 3161, section 3.4, has it."""

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from model.errors import FetchError, Unreachable
from model.text import Text

LONGEST = 1024 * 1024
"""Octets of an answer; a stamp has some thousands."""
_REPLY = "application/timestamp-reply"


def post(url: str, query: bytes, *, timeout: float) -> bytes:
    """What the authority at `url` (http or https) answers to a query in DER.

    `timeout` is in seconds. Raises Unreachable without an answer, FetchError when it is another
    than a stamp.
    """
    # The settings take no other scheme than http and https.
    request = Request(  # noqa: S310
        url, data=query, headers={"Content-Type": "application/timestamp-query", "Accept": _REPLY}
    )
    try:
        with urlopen(request, timeout=timeout) as answer:  # noqa: S310 - as above
            media_type = answer.headers.get_content_type()
            body: bytes = answer.read(LONGEST + 1)
    except HTTPError as error:
        error.close()
        raise _other_answer(url, f"HTTP {error.code}") from error
    except (OSError, HTTPException) as error:
        why = error.reason if isinstance(error, URLError) else error
        raise Unreachable(
            url,
            Text(
                f"时间戳机构没有应答：{why}", f"the time-stamping authority did not answer: {why}"
            ),
            Text(
                "封存已写入；稍后再运行 nianbao archive seal，届时重新申请",
                "the seals are written; run nianbao archive seal later, and it is asked again",
            ),
        ) from error
    if media_type != _REPLY:
        raise _other_answer(url, media_type)
    if len(body) > LONGEST:
        raise _other_answer(url, f"> {LONGEST} B")
    return body


def _other_answer(url: str, what: str) -> FetchError:
    return FetchError(
        url,
        Text(
            f"所答不是时间戳（{what}）",
            f"it answered something that is no time stamp ({what})",
        ),
        Text("核对 [seal] tsa 的地址", "check the address in [seal] tsa"),
    )
