"""Declared names that say of a declared array what its entries or slices are."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import Expr, Symbol
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.reading.indices import split_indices

_INDICES = frozenset("ijklmnrst")


def is_part(base: Symbol, items: tuple[Expr, ...], name: str, symbols: Symbols) -> bool:
    """Tell whether a declared ``x_i ∈ R`` beside ``x ∈ R^n`` only says what the entries of x are.

    So it is for as many indices as there are axes and for a frontal slice of a tensor, not for a
    label (``W_q``), nor for a matrix of another shape, which is a quantity of its own.
    """
    whole, part = symbols.get(symbols.resolve(base.name) or ""), symbols.get(name)
    if symbols.styled or not items or part is None:
        return False
    if whole is None or not whole.shape or part.shape is None or whole.name == name:
        return False
    indices = split_indices(items)
    if not all(isinstance(i, Symbol) and i.name in _INDICES for i in indices):
        return False
    entry = not part.shape and len(indices) == len(whole.shape)
    frontal = len(indices) == 1 and len(whole.shape) > 2 and part.shape == whole.shape[:-1]
    return entry or frontal
