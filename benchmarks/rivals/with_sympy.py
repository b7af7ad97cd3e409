"""SymPy's own algebra of matrices and of arrays: both sides converted, then brought to one form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy
from sympy.tensor.array import expressions as arrays

from benchmarks.rivals.answers import Answer
from boxdot.grammar.errors import BoxdotError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain
from boxdot.notation.symbolic import to_sympy


def answer(formula: Formula, form: str) -> Answer:
    """Return what SymPy says of an equation between matrices or between arrays."""
    chain = formula.statements[-1]
    try:
        left, right = (_side(formula, chain, number, form) for number in (0, 1))
    except BoxdotError:
        return Answer.UNSAID
    equal = _equal_arrays if form == "array" else _equal_matrices
    try:
        return Answer.PROVED if equal(left, right) else Answer.OPEN
    except (TypeError, ValueError, AttributeError, NotImplementedError, IndexError):
        return Answer.OPEN  # what SymPy's rules make of some expressions that it can state


def _side(formula: Formula, chain: Chain, number: int, form: str) -> Any:
    alone = Chain((chain.sides[number],))
    return to_sympy(replace(formula, statements=(alone,)), form)


def _equal_matrices(left: Any, right: Any) -> bool:
    if left == right:
        return True
    first, second = (_normal(sympy.simplify(side).doit()) for side in (left, right))
    if first == second:
        return True
    rest = sympy.expand(first - second).doit()
    return bool(rest == 0 or getattr(rest, "is_ZeroMatrix", False))


def _normal(side: Any) -> Any:
    """Bring traces to SymPy's normal form: it rotates and transposes the product."""
    if not hasattr(side, "replace"):
        return side
    return side.replace(sympy.Trace, lambda matrix: sympy.Trace(matrix)._normalize())


def _equal_arrays(left: Any, right: Any) -> bool:
    if left == right:
        return True
    first, second = (_canonical(side) for side in (left, right))
    if first == second:
        return True
    return bool(_equal_matrices(_matrix(first), _matrix(second)))


def _canonical(side: Any) -> Any:
    return side.doit() if hasattr(side, "doit") else side


def _matrix(side: Any) -> Any:
    return arrays.from_array_to_matrix.convert_array_to_matrix(side)
