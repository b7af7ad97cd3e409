"""What solving found: an array for every unknown, and how well they meet the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from boxdot.notation.expressions.symbols import plain

Array = NDArray[Any]


def by_plain_name(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return arrays by names without letter styles, if these tell them apart.

    >>> list(by_plain_name(dict.fromkeys(["𝐀", "𝓑^(r)"])))
    ['A', 'B^(r)']
    >>> list(by_plain_name(dict.fromkeys(["𝐀", "A"])))
    ['𝐀', 'A']
    """
    named = {plain(name): array for name, array in arrays.items()}
    return named if len(named) == len(arrays) else dict(arrays)


@dataclass(frozen=True)
class Solution(Mapping[str, Array]):
    """The arrays of the unknowns, by name; of a family all members in one array.

    Parameters
    ----------
    arrays
        The unknowns, of their declared shapes, by their names without letter styles (where those
        tell them apart). Members of a family whose name is declared itself
        (``A_r``) are stacked along a new first axis.
    error
        ‖Y − Ŷ‖_F over the entries that are known, with the weights that the formula gives.
    norm
        ‖Y‖_F in the same measure.
    iterations
        How many sweeps; 1 for least squares, which are solved at once.
    converged
        Whether the error settled.
    errors
        The error after each sweep.
    rank
        Of least squares the rank of the problem: how many entries of the unknown the data tell;
        of a decomposition the number of terms.
    fixed
        The factors of the formula that were given and kept.
    """

    arrays: Mapping[str, Array]
    error: float
    norm: float
    iterations: int = 1
    converged: bool = True
    errors: tuple[float, ...] = ()
    rank: int = 1
    fixed: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name if name in self.arrays else plain(name)]

    def __iter__(self) -> Any:
        return iter(self.arrays)

    def __len__(self) -> int:
        return len(self.arrays)

    @property
    def relative_error(self) -> float:
        """The error as a part of the norm of the data; 0 where both vanish."""
        return self.error / self.norm if self.norm else float(bool(self.error))

    def as_json(self) -> dict[str, object]:
        """Return the document of ``boxdot solve --json`` and ``boxdot decompose --json``."""
        shapes = {name: list(array.shape) for name, array in self.arrays.items()}
        return {
            "error": self.error,
            "relative_error": self.relative_error,
            "iterations": self.iterations,
            "converged": self.converged,
            "rank": self.rank,
            "shapes": shapes,
            "fixed": list(self.fixed),
        }
