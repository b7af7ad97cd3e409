"""Evaluating a formula: arrays are held to its declarations, then its program is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.codegen.lowering import lower_formula, lower_sides
from boxdot.notation.codegen.program import Load, Program
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import Inference, infer
from boxdot.notation.shapes.conventions import Convention
from boxdot.numeric.evaluating.binding import bind
from boxdot.numeric.evaluating.dividing import told
from boxdot.numeric.evaluating.interpreting import run
from boxdot.numeric.evaluating.loading import Array
from boxdot.numeric.evaluating.memory import memory_limit


def evaluate(
    formula: Formula,
    arrays: Mapping[str, ArrayLike],
    *,
    max_bytes: int | None = None,
    strict: bool = False,
) -> Array:
    """Return the value of a formula.

    Parameters
    ----------
    formula
        What to evaluate: of a definition the value of the symbol, of another chain that of its
        last side, of several statements that of the last one.
    arrays
        The arrays of the symbols; those that are not needed are not asked for.
    max_bytes
        The most that one array may take; by default half the memory of the machine.
    strict
        Whether a division by zero is an error, not a warning.

    Raises
    ------
    DataError
        An array is missing or does not fit its declaration, no array tells a size, an array
        would not fit into memory, or (under ``strict``) a divisor has a zero.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> evaluate(read("A ⊡ b", "A ∈ R^{2×2}; b ∈ R^2"), {"A": [[1, 2], [3, 4]], "b": [10, 100]})
    array([[ 10,  20],
           [300, 400]])
    """
    bound, fitted = _bound(formula, arrays, lambda f, i: [lower_formula(f, i)])
    tell = told(strict=strict, formula=formula)
    return run(lower_formula(bound, _inferred(bound)), fitted, max_bytes or memory_limit(), tell)


def evaluate_sides(
    formula: Formula, arrays: Mapping[str, ArrayLike], *, max_bytes: int | None = None
) -> list[Array]:
    """Return the values of all sides of the last statement; a symbol it defines is left out.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> [side.tolist() for side in evaluate_sides(read("[1; 2] ⊡ [3; 4] = [3; 8]"), {})]
    [[3, 8], [3, 8]]
    """
    bound, fitted = _bound(formula, arrays, lower_sides)
    limit = max_bytes or memory_limit()
    return [run(program, fitted, limit) for program in lower_sides(bound, _inferred(bound))]


def _bound(
    formula: Formula,
    arrays: Mapping[str, ArrayLike],
    lower: Callable[[Formula, Inference], list[Program]],
) -> tuple[Formula, dict[str, Array]]:
    """Return the formula with its sizes bound to numbers, and the arrays that it needs."""
    inputs: dict[str, Load] = {}
    for program in lower(formula, infer(formula)):
        inputs |= {load.name: load for load in program.inputs}
    leading = formula.convention is Convention.C
    fitted, sizes = bind(inputs.values(), arrays, formula.symbols, formula.sizes, leading=leading)
    return replace(formula, sizes=sizes), fitted


def _inferred(formula: Formula) -> Inference:
    """Return the shapes with numbers for all sizes, which must fit."""
    inference = infer(formula)
    if inference.errors:
        problem = inference.errors[0]
        raise DataError(
            f"with the sizes of these arrays: {problem.message}",
            text=formula.text,
            span=problem.span,
        )
    return inference
