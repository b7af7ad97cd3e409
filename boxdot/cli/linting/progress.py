"""A bar on the terminal while a long run lasts, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")
PATIENCE = 1.0
_WIDTH = 30


def progress(portions: Iterable[list[Item]], total: int) -> Iterator[Item]:
    """Yield the items of the portions; after a second, show on stderr how far it is.

    >>> list(progress([[1, 2], [3]], 3))
    [1, 2, 3]
    """
    start, done, shown = monotonic(), 0, False
    try:
        for portion in portions:
            done += len(portion)
            if sys.stderr.isatty() and monotonic() - start > PATIENCE:
                shown = True
                sys.stderr.write("\r" + bar(done, total))
                sys.stderr.flush()
            yield from portion
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def bar(done: int, total: int) -> str:
    """Return the bar.

    >>> bar(5, 10)
    'linting ███████████████░░░░░░░░░░░░░░░ 5/10 papers'
    """
    full = _WIDTH * done // max(total, 1)
    return f"linting {'█' * full}{'░' * (_WIDTH - full)} {done}/{total} papers"
