"""Declared names that say of a declared array what its entries or slices are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.reading.indices import split_indices

if TYPE_CHECKING:
    from boxdot.notation.reading.scripts import Script

_INDICES = frozenset("ijklmnrst")


def is_part(base: Symbol, scripts: Sequence[Script], name: str, symbols: Symbols) -> bool:
    """Tell whether a declared ``x_i ∈ R`` beside ``x ∈ R^n`` only says what the entries of x are.

    So it is for as many indices as there are axes and for a frontal slice of a tensor, not for a
    label (``W_q``), nor for a matrix of another shape, which is a quantity of its own.
    """
    whole, part = symbols.get(symbols.resolve(base.name) or ""), symbols[name]
    if symbols.styled or len(scripts) != 1 or scripts[0].sign != "_" or scripts[0].brackets:
        return False
    if whole is None or not whole.shape or part.shape is None or whole.name == name:
        return False
    indices = split_indices(scripts[0].items)
    if not all(isinstance(i, Symbol) and i.name in _INDICES for i in indices):
        return False
    entry = not part.shape and len(indices) == len(whole.shape)
    frontal = len(indices) == 1 and len(whole.shape) > 2 and part.shape == whole.shape[:-1]
    return entry or frontal
