"""What a hostile original may do to the process that looks at it; named so that workers find it."""

import os
import time


def shout(text: str, name: str) -> str:
    return f"{text.upper()} {name}"


def die(name: str) -> None:
    os._exit(3)


def hang(name: str) -> None:
    time.sleep(60)


def swallow(name: str) -> int:
    return len(bytearray(8 << 30))


def stumble(name: str) -> None:
    raise ValueError(name)
