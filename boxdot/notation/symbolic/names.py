"""The SymPy symbols that stand for names, sizes and indices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Any

import sympy

from boxdot.notation.algebra import Size
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.shapes.sizes import Shape

ASSUMPTIONS: Mapping[str, Mapping[str, bool]] = {
    "ℝ": {"real": True},
    "ℂ": {"complex": True},
    "ℤ": {"integer": True},
    "ℕ": {"integer": True, "nonnegative": True},
    "{0,1}": {"integer": True, "nonnegative": True},
    "[0,1]": {"real": True, "nonnegative": True},
    "(0,1)": {"positive": True},
}
"""What SymPy may assume of an entry of a declared set; of other sets: that it is real."""

LETTERS = "ijklmnpqrstuvw"


def assumptions_of(declaration: Declaration | None) -> Mapping[str, bool]:
    """Return what the declared set of a name says of its entries."""
    entries = "ℝ" if declaration is None else declaration.entries
    return ASSUMPTIONS.get(entries, ASSUMPTIONS["ℝ"])


def sizes_to_sympy(shape: Shape) -> tuple[Any, ...]:
    """Return the lengths of the axes as SymPy expressions.

    >>> sizes_to_sympy(("I", 3))
    (I, 3)
    """
    return tuple(map(size_to_sympy, shape))


def assumed(low: Any = 1) -> Mapping[str, bool]:
    """Return what SymPy may assume of an index that runs from ``low``."""
    low = sympy.sympify(low)
    if low.is_positive:
        return {"integer": True, "positive": True}
    return {"integer": True, "nonnegative": True} if low.is_nonnegative else {"integer": True}


def index(name: str, low: Any = 1) -> Any:
    """Return the symbol of an index that runs from ``low``."""
    return sympy.Symbol(name, **assumed(low))


def index_names(taken: Collection[str]) -> Iterator[str]:
    """Yield names for indices, none of them taken.

    >>> names = index_names({"j"})
    >>> [next(names) for _ in range(2)]
    ['i', 'k']
    """
    yield from (letter for letter in LETTERS if letter not in taken)
    yield from (name for n in count(1) if (name := f"i_{n}") not in taken)


def is_one(size: Size) -> bool:
    """Return whether an axis has length 1, so that its index says nothing."""
    return size == 1
