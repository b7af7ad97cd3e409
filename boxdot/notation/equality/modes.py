"""Letters for modes, as in ``fold_n(X_(n)) = X``: the equation for each number in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Apply,
    Chain,
    Expr,
    Listing,
    ModeProduct,
    Number,
    Symbol,
)
from boxdot.notation.expressions.walking import descendants, exchanged

_WITH_MODES = frozenset({"fold", "unfold", "𝒫"})


def with_numbers(formula: Formula) -> list[Formula]:
    """Return the formula for each number that its mode letter may stand for.

    >>> from boxdot.notation.reading import read
    >>> len(with_numbers(read("fold_n(X_(n)) = X", "X ∈ R^{I×J×K}")))
    3
    """
    letters = [node for chain in formula.statements for node in _letters(formula, chain)]
    names = {letter.name for letter in letters}
    if len(names) != 1:
        return [formula]
    orders = [len(declared.shape) for declared in formula.symbols.values() if declared.shape]
    return [_numbered(formula, letters, number) for number in range(1, max(orders, default=1) + 1)]


def _numbered(formula: Formula, letters: list[Symbol], number: int) -> Formula:
    chains = formula.statements
    for letter in letters:
        new = Number(str(number), span=letter.span)
        chains = tuple(exchanged(chain, letter, new) for chain in chains)
    return replace(formula, statements=chains)


def _letters(formula: Formula, chain: Chain) -> Iterator[Symbol]:
    """Yield the symbols that stand for a mode."""
    for side in chain.sides:
        for node in (side, *descendants(side)):
            for mode in _modes(node):
                if isinstance(mode, Symbol) and _is_letter(formula, mode.name):
                    yield mode


def _modes(node: Expr) -> tuple[Expr, ...]:
    match node:
        case Apply(function=function, parameters=(Listing(items=items),)):
            return items if function in _WITH_MODES else ()
        case Apply(function=function, parameters=parameters):
            return parameters if function in _WITH_MODES else ()
        case ModeProduct(mode=mode):
            return (mode,)
    return ()


def _is_letter(formula: Formula, name: str) -> bool:
    shapes = (declared.shape for declared in formula.symbols.values() if declared.shape)
    sizes = {n for shape in shapes for size in shape for n in names_of(size)}
    unknown = formula.symbols.resolve(name) is None and name not in sizes
    return unknown and len(name) == 1 and name.islower()
