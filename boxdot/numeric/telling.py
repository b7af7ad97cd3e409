"""Warnings that point at the caller's own line, however deep in the library they arise."""

from __future__ import annotations

import sys
import warnings

PACKAGE = "boxdot"


def tell(message: str, category: type[Warning]) -> None:
    """Warn, as if the line that called into the package had warned.

    >>> with warnings.catch_warnings(record=True) as heard:
    ...     warnings.simplefilter("always")
    ...     tell("not settled", RuntimeWarning)
    >>> heard[0].category.__name__, str(heard[0].message)
    ('RuntimeWarning', 'not settled')
    """
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and _is_ours(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)


def _is_ours(module: str) -> bool:
    return module == PACKAGE or module.startswith(f"{PACKAGE}.")
