"""Kernels as modules in a folder of the user's own, so that the next process need not compile.

A module is named after its text. It is loaded from there only if the folder belongs to the user
and nobody else can write to it, and if the text is the one that was asked for; Numba keeps the
machine code beside it. Where there is no such folder, a folder for this process serves.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

Kernel = Callable[[int, int, int], int]
"""Runs a share of a loop: from where, to where, and the address of its other numbers."""

HEAD = '''"""A kernel that boxdot wrote."""
import math

import numpy as np
from numba import njit
from boxdot.numeric.compiling.runtime import *


how = {{"nogil": True, "cache": {cache}, "error_model": "numpy", "boundscheck": False}}


@njit("int64(int64, int64, int64)", **how)
def kernel(lo, hi, numbers):
'''


def text_of(parameters: Sequence[str], lines: Sequence[str], *, cached: bool = True) -> str:
    """Return the text of the module of a kernel, whose parameters stand in memory in order.

    >>> print("\\n".join(text_of(["n0"], ["return n0"]).splitlines()[-2:]))
        n0 = get_i8(numbers, 0)
        return n0
    """
    given = [f"{name} = get_i8(numbers, {n})" for n, name in enumerate(parameters)]
    head = HEAD.format(cache=cached)
    return head + "".join(f"    {line}\n" for line in [*given, *lines])


@cache
def folder() -> Path:
    """Return the folder of the kernels: the user's own, or one for this process."""
    place = os.environ.get("BOXDOT_KERNELS") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "boxdot", "kernels"
    )
    path = Path(place)
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _is_own(path):
            return path
    except OSError:
        pass
    return _passing_folder()


def _is_own(path: Path) -> bool:
    """Whether only the user can write to a folder, and the user can."""
    found = path.stat()
    owned = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    private = os.name == "nt" or not found.st_mode & 0o022
    return owned and private and os.access(path, os.W_OK)


def _passing_folder() -> Path:
    import atexit
    import shutil

    path = tempfile.mkdtemp(prefix="boxdot-")
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return Path(path)


@cache
def _version() -> str:
    """Return what a kernel depends on beside its own text; Numba knows its own version."""
    runtime = Path(__file__).with_name("runtime.py").read_bytes()
    return hashlib.sha256(runtime).hexdigest()


@cache
def load(text: str) -> Kernel:
    """Return the compiled kernel of a text: from memory, from the disk, or new."""
    name = "k" + hashlib.sha256((_version() + text).encode()).hexdigest()[:40]
    path = folder() / f"{name}.py"
    if not _holds(path, text):
        _put(path, text)
    spec = importlib.util.spec_from_file_location(f"boxdot_kernels_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where Numba looks for it when it reads machine code
    spec.loader.exec_module(module)
    kernel: Kernel = module.kernel
    return kernel


def exactly(text: str) -> str:
    """Return the text of a kernel with divisions of the machine only."""
    return text.replace("quick_", "exact_")


def entry(kernel: Kernel) -> int:
    """Return where the machine code of a kernel begins, for callers that are compiled too."""
    compiled: Any = kernel
    (result,) = compiled.overloads.values()
    where: int = result.library.get_pointer_to_function(result.fndesc.llvm_cfunc_wrapper_name)
    return where


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False


def _put(path: Path, text: str) -> None:
    """Write a module as a whole or not at all."""
    handle, passing = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(passing, path)
