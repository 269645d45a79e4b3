"""`python -m nianbao.schedule.child …`: a command of nianbao that ends in order with its parent.

A killed scheduler leaves no harvest behind that would hold the lock, or go on unseen.
"""

import os
import signal
import sys
import threading
import time

_PATIENCE = 60.0
"""Seconds for ending in order; then the hard way, which loses no more than any kill."""


def end_with_the_parent() -> None:
    """Our standard input is a pipe that nobody writes into: it closes when the parent is gone."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(_PATIENCE)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    from nianbao.cli import main as command  # noqa: PLC0415 - slow to load; the watch goes first

    command()


if __name__ == "__main__":
    end_with_the_parent()
    main()
