"""Converting a formula to code or to another notation; a table of targets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import idioms
from boxdot.notation.codegen.code import Code as Code
from boxdot.notation.codegen.idioms import Idioms, in_idiom
from boxdot.notation.codegen.languages.array_api import ARRAY_API
from boxdot.notation.codegen.languages.einops import EINOPS
from boxdot.notation.codegen.languages.einsum import write_einsum
from boxdot.notation.codegen.languages.einx import EINX
from boxdot.notation.codegen.languages.jax import JAX
from boxdot.notation.codegen.languages.julia import write_julia
from boxdot.notation.codegen.languages.matlab import write_matlab
from boxdot.notation.codegen.languages.numba import write_numba
from boxdot.notation.codegen.languages.numpy import NUMPY
from boxdot.notation.codegen.languages.python import write_python
from boxdot.notation.codegen.languages.torch import TORCH
from boxdot.notation.codegen.limits import demand_real_norms, with_condition
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.codegen.notations import NOTATIONS, to_notation
from boxdot.notation.codegen.program import Program
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.printing import to_text

Target = Callable[[Formula, str | None], Code]
"""Takes a formula, and the name of a function if one is wanted."""

Writing = Callable[[Program, str | None, str], Code]
"""Takes a program, the name of a function if one is wanted, and what the program computes."""


@deeply
def convert(formula: Formula, to: str = "numpy", function: str | None = None) -> Code:
    """Return a formula as code of a language or as text in another notation.

    Parameters
    ----------
    formula
        The formula; its shapes must fit.
    to
        One of ``TARGETS``.
    function
        The name of a function to wrap the code in.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> formula = read("Y = X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    >>> convert(formula).code
    'Y = X * B[:, :, None]'
    """
    target = TARGETS.get(to)
    if target is None:
        known = ", ".join(TARGETS)
        raise UnsupportedError(
            f"formulas are not converted to {to!r}", hint=f"choose one of {known}"
        )
    try:
        return target(formula, function)
    except RecursionError:
        raise UnsupportedError("the formula is nested too deeply") from None


def _to_program(write: Writing, own: Idioms, formula: Formula, function: str | None) -> Code:
    """Write the array program of a formula in a language."""
    program = lower_formula(formula, infer(formula))
    real = all(declared.entries != "ℂ" for declared in formula.symbols.values())
    return write(in_idiom(program, own, real=real), function, to_text(formula))


def _to_einsum(formula: Formula, function: str | None) -> Code:
    """Write ``np.einsum``, in which a norm is the root of a sum of squares."""
    program = lower_formula(formula, infer(formula))
    demand_real_norms(formula, program, "einsum")
    return write_einsum(program, function, to_text(formula))


def _to_einx(formula: Formula, function: str | None) -> Code:
    """Write einx, which holds axes of one name to one length."""
    code = _to_program(partial(write_python, EINX), idioms.PATTERNS, formula, function)
    return with_condition(code, infer(formula))


def _to_julia(formula: Formula, function: str | None) -> Code:
    """Write Julia, in which ``A'`` conjugates: it stands for Aᵀ only where entries are real."""
    real = all(declaration.entries != "ℂ" for declaration in formula.symbols.values())
    return _to_program(partial(write_julia, real=real), idioms.COLUMN_MAJOR, formula, function)


def _to_spelling(spelling: str, formula: Formula, function: str | None) -> Code:
    if function is not None:
        raise UnsupportedError(
            f"there are no functions in {spelling}", hint="leave out the name of the function"
        )
    return Code(to_text(formula, spelling))


TARGETS: dict[str, Target] = {
    "numpy": partial(_to_program, partial(write_python, NUMPY), idioms.NUMPY),
    "torch": partial(_to_program, partial(write_python, TORCH), idioms.TORCH),
    "jax": partial(_to_program, partial(write_python, JAX), idioms.JAX),
    "array-api": partial(_to_program, partial(write_python, ARRAY_API), idioms.ARRAY_API),
    "einsum": _to_einsum,
    "einops": partial(_to_program, partial(write_python, EINOPS), idioms.PATTERNS),
    "einx": _to_einx,
    "julia": _to_julia,
    "matlab": partial(_to_program, write_matlab, idioms.COLUMN_MAJOR),
    "numba": partial(_to_program, write_numba, idioms.LOOPS),
    "unicode": partial(_to_spelling, "unicode"),
    "latex": partial(_to_spelling, "latex"),
    "ascii": partial(_to_spelling, "ascii"),
    **{name: partial(to_notation, name) for name in NOTATIONS},
}
"""What a formula can be converted to."""
