"""A file from which a decomposition goes on to the very same iterates."""

from __future__ import annotations

import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.layout import Array


@dataclass(frozen=True)
class Checkpoint:
    """Where and how often a run is written down.

    Parameters
    ----------
    path
        The .npz file; written beside and moved into place, so that it is whole at any time.
    every
        How many sweeps lie between two writings.
    """

    path: Path
    every: int = 10

    def write(
        self, factors: list[Array], exponents: list[int], errors: list[float], key: int
    ) -> None:
        """Write the state down; no Python objects, no pickle."""
        arrays = {f"factor{n}": factor for n, factor in enumerate(factors)}
        handle, name = tempfile.mkstemp(dir=self.path.parent, suffix=".npz.part")
        try:
            with os.fdopen(handle, "wb") as stream:
                np.savez(
                    stream,
                    allow_pickle=False,
                    exponents=np.array(exponents, np.int64),
                    errors=np.array(errors, np.float64),
                    key=np.array(key, np.int64),
                    **arrays,
                )
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def read(self, key: int, count: int) -> tuple[list[Array], list[int], list[float]] | None:
        """Return what was written down, None where nothing was.

        Raises
        ------
        DataError
            The file is damaged, or of another problem.
        """
        if not self.path.exists():
            return None
        try:
            with np.load(self.path, allow_pickle=False) as stored:
                if int(stored["key"]) != key:
                    raise DataError(
                        f"checkpoint {self.path} belongs to other data, shapes or options",
                        hint="remove the file, or name another one",
                    )
                factors = [stored[f"factor{n}"] for n in range(count)]
                errors = [float(error) for error in stored["errors"]]
                return factors, [int(e) for e in stored["exponents"]], errors
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise DataError(f"checkpoint {self.path} cannot be read: {error}") from None


def as_checkpoint(given: Checkpoint | str | os.PathLike[str] | None) -> Checkpoint | None:
    """Return the checkpoint of a path."""
    if given is None or isinstance(given, Checkpoint):
        return given
    try:
        return Checkpoint(Path(given))
    except TypeError:
        raise DataError(f"checkpoint is {given!r}, expected a path or a Checkpoint") from None


def key_of(*parts: object) -> int:
    """Return a number that tells problems apart.

    >>> key_of((2, 3), "hals") == key_of((2, 3), "hals") != key_of((2, 3), "als")
    True
    """
    return crc32(repr(parts).encode())
