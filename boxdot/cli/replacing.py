"""Putting new texts in the place of old ones, so that nothing that anyone wrote is lost."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from boxdot.cli.saving import written_whole
from boxdot.grammar.errors import BoxdotError

if TYPE_CHECKING:
    from boxdot.notation.linting.fixing import FixedFile

_MARK = b"\xef\xbb\xbf"
_WRITABLE = 0o222


def replace_texts(files: Iterable[FixedFile]) -> None:
    """Write the new texts of files, as their authors keep them.

    Links are followed; mode, byte order mark and line ends stay.

    Raises
    ------
    BoxdotError
        A file is read-only, or has changed since it was read; then none is written.
    """
    checked = [(file, _target(file), _current(file)) for file in files]
    for file, target, before in checked:
        if target.read_bytes() != before:  # in the time that the other files took
            raise _changed(file)
        with written_whole(target) as stream:
            stream.write((_MARK if before.startswith(_MARK) else b"") + file.after.encode("utf-8"))


def _target(file: FixedFile) -> Path:
    """Return the file behind the links, which must be writable, and its folder too."""
    target = file.path.resolve()
    writable = target.stat().st_mode & _WRITABLE and os.access(target, os.W_OK)
    if not (writable and os.access(target.parent, os.W_OK)):
        raise BoxdotError(
            f"{file.path} is read-only: nothing was changed",
            hint="make the file and its folder writable, or see the changes with --diff",
        )
    return target


def _current(file: FixedFile) -> bytes:
    """Return the bytes of a file, which must be those that were read."""
    data = file.path.read_bytes()
    if data.removeprefix(_MARK) != file.before.encode("utf-8"):
        raise _changed(file)
    return data


def _changed(file: FixedFile) -> BoxdotError:
    return BoxdotError(
        f"{file.path} has changed since it was read: it was not overwritten",
        hint="run the command again",
    )
