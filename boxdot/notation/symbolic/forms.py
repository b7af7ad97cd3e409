"""What an expression is in SymPy, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any  # SymPy is untyped here


@dataclass(frozen=True, slots=True)
class IndexedForm:
    """The entry of a tensor at free indices.

    Parameters
    ----------
    indices
        The free indices (positive integer symbols), one for each axis; they count from 1. The
        indices that the formula itself leaves free come first.
    sizes
        How far each index runs: integers and SymPy expressions over positive integer symbols;
        None where nothing tells it.
    expression
        The entry, over ``Indexed``, ``Sum`` and ``KroneckerDelta``; of an equation the relation
        between the entries.
    """

    indices: tuple[Any, ...]
    sizes: tuple[Any, ...]
    expression: Any

    def __call__(self, *positions: Any) -> Any:
        """Return the entry at positions (from 1).

        >>> from boxdot.notation.reading import read
        >>> from boxdot.notation.symbolic import to_sympy
        >>> to_sympy(read("A x", "A ∈ R^{I×J}; x ∈ R^J"))(2)
        Sum(A[2, j]*x[j], (j, 1, J))
        """
        if len(positions) != len(self.indices):
            raise TypeError(f"{len(self.indices)} positions are needed, not {len(positions)}")
        return self.expression.subs(dict(zip(self.indices, positions, strict=True)))
