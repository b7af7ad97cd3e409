"""Reading arrays from .npz and .npy files, without ever running what is in them."""

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


def load_array(path: str | Path, key: str = "") -> Array:
    """Return the array of an .npy file as a read-only memory map, or one array of an .npz file.

    Parameters
    ----------
    path
        The file.
    key
        The name of the array in an .npz file that holds several.

    Raises
    ------
    DataError
        The file is of neither kind, is damaged, holds Python objects, or has no such array.

    Examples
    --------
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     np.save(os.path.join(folder, "y.npy"), np.ones((2, 3)))
    ...     load_array(os.path.join(folder, "y.npy")).shape
    (2, 3)
    """
    path = Path(path)
    if is_npy(path):
        if key:
            raise DataError(f"{path} is an .npy file: it holds no array {key}")
        return _mapped(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _member(archive, path, _chosen(path, _members(archive, path), key))
    except zipfile.BadZipFile:
        raise DataError(f"{path} is neither an .npy nor an .npz file") from None


def is_npy(path: str | Path) -> bool:
    """Return whether this is an .npy file, by its first bytes."""
    with Path(path).open("rb") as stream:
        return stream.read(6) == b"\x93NUMPY"


def _mapped(path: Path) -> Array:
    """Return the array of an .npy file, read only when it is looked at."""
    try:
        with path.open("rb") as stream:
            _, dtype = _header(stream)
        if not dtype.hasobject:
            array: Array = np.lib.format.open_memmap(path, mode="r")
            return array
    except (ValueError, EOFError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    raise DataError(
        f"{path} holds Python objects, which are not loaded",
        hint="save it as an array of numbers",
    )


def _chosen(path: Path, names: list[str], key: str) -> str:
    """Return the name of the array that is meant."""
    if key and key not in names:
        raise DataError(f"{path} holds no array {key}", hint=f"it holds {', '.join(names)}")
    if not key and len(names) > 1:
        hint = f"say which: {path}:{names[0]}"
        raise DataError(f"{path} holds {len(names)} arrays: {', '.join(names)}", hint=hint)
    return key or names[0]


def _no_archive(path: Path) -> str:
    if is_npy(path):
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
