"""Reading arrays from .npz files, without ever running what is in them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.evaluating.memory import demand_memory, memory_limit

Array = np.ndarray[tuple[int, ...], np.dtype[np.generic]]

_HINT = "save arrays by name with np.savez(path, X=X, y=y)"


def load_npz(path: str | Path) -> dict[str, Array]:
    """Return the arrays of an .npz file by name.

    Raises
    ------
    DataError
        The file is no .npz file, is damaged, or holds Python objects.

    Examples
    --------
    >>> import io, os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     np.savez(os.path.join(folder, "f.npz"), X=np.ones((2, 3)))
    ...     load_npz(os.path.join(folder, "f.npz"))["X"].shape
    (2, 3)
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _member(archive, path, name) for name in _members(archive, path)}
    except zipfile.BadZipFile:
        raise DataError(_no_archive(path), hint=_HINT) from None


def _no_archive(path: Path) -> str:
    with path.open("rb") as stream:
        lead = stream.read(6)
    if lead == b"\x93NUMPY":
        return f"{path} is an .npy file: it holds one array without a name"
    return f"{path} is not an .npz file"


def _members(archive: zipfile.ZipFile, path: Path) -> list[str]:
    names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
    if not names:
        raise DataError(f"{path} holds no arrays", hint=_HINT)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise DataError(f"{twice} stands in {path} more than once", hint=_HINT)
    return names


def _member(archive: zipfile.ZipFile, path: Path, name: str) -> Array:
    """Read one array, after a look at what its header says it is."""
    try:
        with archive.open(f"{name}.npy") as stream:
            shape, dtype = _header(stream)
        if dtype.hasobject:
            raise DataError(
                f"{name} in {path} holds Python objects, which are not loaded",
                hint="save it as an array of numbers",
            )
        demand_memory(f"{name} in {path}", shape, dtype.itemsize, memory_limit())
        with archive.open(f"{name}.npy") as stream:
            array: Array = np.lib.format.read_array(stream, allow_pickle=False)
    except (ValueError, EOFError, OSError, RuntimeError, zipfile.BadZipFile) as error:
        raise DataError(f"{name} in {path} cannot be read: {error}") from None
    return array


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[np.generic]]:
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    else:
        shape, _, dtype = np.lib.format.read_array_header_2_0(stream)
    return shape, dtype
