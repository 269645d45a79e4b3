"""When garbage is looked for."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_after() -> Iterator[None]:
    """For work that makes many values and no cycles worth speaking of, a bounded part at a time.

    Python looks for garbage over and over while many values grow: that took a third of an audit.
    Here it is looked for once, at the end, and not among what was there before.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(1)
        if was_on:
            gc.enable()
