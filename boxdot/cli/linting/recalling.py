"""Whole runs recalled: the same command line says of the same files what it said, at once.

It is asked before the command-line library and the linter load, and loads next to nothing itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from boxdot._version import __version__

NAME = ".boxdot_cache"
CONFIGURATIONS = ("boxdot.toml", "pyproject.toml")
_ENDING = ".run"


def recalled(arguments: Sequence[str]) -> int | None:
    """Write what the same command line wrote before and return its exit code.

    None where there is no such run, or anything that it was made of has changed since.
    """
    if arguments[:1] != ["lint"]:
        return None
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        kept = None if sys.stdout.isatty() else _found(arguments)
        if kept is not None and _is_as_it_was(kept):
            text, code = kept["text"], kept["code"]
            if isinstance(text, str) and isinstance(code, int):
                _write(text)
                return code
    return None


def _found(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return what is kept of a command line, unchecked."""
    name = _name(arguments)
    for folder in _folders(arguments):
        with suppress(OSError), open(os.path.join(folder, name), "rb") as stream:
            found: dict[str, Any] = json.loads(stream.read())  # whatever JSON says: it is checked
            return found
    return None


def remembered(
    folder: str,
    arguments: Sequence[str],
    inputs: Iterable[str],
    searched: Iterable[str],
    text: str,
    code: int,
) -> tuple[str, bytes]:
    """Return the file in a folder that keeps a run, and what to write into it.

    ``inputs`` are all files of which the run was made, ``searched`` the folders in which papers
    were looked for, ``text`` is what it wrote.
    """
    folders = {os.path.dirname(os.path.abspath(path)) for path in inputs}
    configurations = {os.path.join(one, n) for f in folders for one in _upwards(f) for n in
                      CONFIGURATIONS}  # fmt: skip
    files = {*map(os.path.abspath, inputs), *configurations}
    kept = {
        "text": text,
        "code": code,
        "files": {path: content(path) for path in sorted(files)},
        "folders": {
            path: _listing(path) for path in sorted({*folders, *map(os.path.abspath, searched)})
        },
    }
    return os.path.join(folder, _name(arguments)), json.dumps(kept).encode()


def is_run(name: str) -> bool:
    """Tell whether a file of a cache keeps a run."""
    return name.endswith(_ENDING)


def user_folder() -> str:
    """Return where results are kept of papers that are in no project."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "boxdot")


def content(path: str | os.PathLike[str]) -> str:
    """Return a mark of the content of a file, "" if there is none."""
    try:
        with open(path, "rb") as stream:
            return digest(stream.read())
    except OSError:
        return ""


def digest(data: bytes) -> str:
    """Return a mark of bytes that no others have."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def sources() -> str:
    """Return a mark of boxdot's own files: in a checkout they change without a new version."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if not os.path.exists(os.path.join(os.path.dirname(root), "pyproject.toml")):
        return ""
    return digest(repr(sorted(_times(root))).encode())


def _times(folder: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path, entry.stat().st_mtime_ns
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _times(entry.path)


def _name(arguments: Sequence[str]) -> str:
    """Return the name under which a run is kept: all but the files that decides what it says."""
    facts = (__version__, sources(), sys.version_info[:2], os.getcwd(), list(arguments))
    return digest(repr(facts).encode("utf-8", "surrogatepass"))[:32] + _ENDING


def _folders(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the folders in which a run may be kept, as the cache of single papers chooses them."""
    if chosen := os.environ.get("BOXDOT_CACHE_DIR"):
        yield chosen
        return
    path = next(filter(os.path.exists, arguments[1:]), ".")
    for folder in _upwards(os.path.abspath(path)):
        yield os.path.join(folder, NAME)
    yield user_folder()


def _upwards(path: str) -> Iterator[str]:
    """Yield a folder and all that it is in."""
    yield path
    while (above := os.path.dirname(path)) != path:
        path = above
        yield path


def _is_as_it_was(kept: dict[str, Any]) -> bool:
    """Tell whether all files have the content they had, and no folder has got or lost one."""
    unchanged = all(content(path) == mark for path, mark in kept["files"].items())
    return unchanged and all(_listing(path) == mark for path, mark in kept["folders"].items())


def _listing(folder: str) -> str:
    with os.scandir(folder) as entries:
        names = sorted((entry.name, entry.is_dir()) for entry in entries if entry.name != NAME)
    return digest(repr(names).encode("utf-8", "surrogatepass"))


def _write(text: str) -> None:
    """Write as the command does: UTF-8, and in silence where nobody reads any more."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
