"""Writing files so that a reader never meets half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose contents take the place of ``path`` once all of it is written.

    A link stays one: what it leads to is replaced. What is no file (a pipe, a device) has nothing
    to be replaced and is written to as it is.
    """
    target = path.resolve() if path.is_symlink() else path
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            yield stream
        return
    handle, temporary = _beside(target, path)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        os.chmod(temporary, _permissions(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def writable(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """Demand that a file can be written, before a long calculation."""
    if path is not None and not path.name:
        raise click.BadParameter("there is no file without a name")
    if path is not None and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {path.parent}")
    return path


def _beside(target: Path, path: Path) -> tuple[int, str]:
    """Open a temporary file in the folder of the target; an error names what was asked for."""
    try:
        return tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        error.filename = str(path)
        raise


def _permissions(path: Path) -> int:
    """Return those of the file that is replaced, else what a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
