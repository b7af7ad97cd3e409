"""How deeply functions may call themselves: a sum of 5,000 terms is a tree 5,000 levels deep."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from boxdot.grammar.errors import UnsupportedError
from boxdot.grammar.source import Span

MOST_FRAMES = 12_000
MOST_FRAMES_OF_LONG = 200_000
LONG = 1_000
"""From how many characters on a formula may be deeper than the stack of a thread allows."""
STACK = 512 * 2**20
"""Bytes of address space; memory is taken only where a formula is that deep."""

_P = ParamSpec("_P")
_R = TypeVar("_R")
_here = threading.local()
_starting = threading.Lock()


@contextmanager
def deep(frames: int = MOST_FRAMES) -> Iterator[None]:
    """Let functions call themselves as deeply as the deepest formula that is read needs.

    >>> with deep():
    ...     sys.getrecursionlimit() >= MOST_FRAMES
    True
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, frames))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def deeply(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Run a function of a formula (the first argument, or its text) on a stack that is deep enough.

    >>> deeply(len)("x" * 2000)
    2000
    """

    @wraps(function)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if getattr(_here, "is_deep", False) or not _is_long(args[0] if args else None):
            with deep():
                return function(*args, **kwargs)
        return _on_deep_stack(lambda: function(*args, **kwargs))

    return wrapped


def _is_long(formula: object) -> bool:
    text = formula if isinstance(formula, str) else getattr(formula, "text", "")
    span = getattr(formula, "span", None)  # of an expression that was read
    return (isinstance(text, str) and len(text) > LONG) or (
        isinstance(span, Span) and span.end - span.start > LONG
    )


def _on_deep_stack(work: Callable[[], _R]) -> _R:
    """Do the work in a thread of its own, with its result, errors and interrupts carried over."""
    results: list[_R] = []
    errors: list[BaseException] = []

    def run() -> None:
        _here.is_deep = True
        try:
            results.append(work())
        except RecursionError:
            errors.append(UnsupportedError("the formula is nested too deeply"))
        except BaseException as error:
            errors.append(error)

    with deep(MOST_FRAMES_OF_LONG):
        _wait(_started(run))
    if errors:
        raise errors[0]
    return results[0]


def _started(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=copy_context().run, args=(run,), daemon=True)
    with _starting:  # the size of stacks is a setting of the whole process
        before = threading.stack_size(STACK)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
    return thread


def _wait(thread: threading.Thread) -> None:
    try:
        thread.join()
    except BaseException as error:  # Ctrl-C reaches the main thread only
        kind: Any = ctypes.py_object(type(error))
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), kind)
        thread.join()
        raise
