"""``np.einsum``: every product and every sum over axes as one call, in plain NumPy around it."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.contracting import contracted
from boxdot.notation.codegen.languages.numpy import NUMPY
from boxdot.notation.codegen.languages.python import write_python
from boxdot.notation.codegen.program import Program, walk

AROUND = frozenset(
    {
        *("add", "subtract", "multiply", "divide", "negative", "power", "sqrt", "conj"),
        *("equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "indicator"),
    }
)
"""The functions of entries that may stand around the sums of products."""

REFUSED: Mapping[type, str] = {
    p.Solve: "an inverse",
    p.Inverse: "an inverse",
    p.Determinant: "a determinant",
    p.MatrixPower: "this power of a matrix",
    p.Gather: "entries at computed places",
    p.Call: "a function of the author's own",
}
"""What is no sum of products at all."""


def write_einsum(program: Program, function: str | None, summary: str) -> Code:
    """Return the program with ``np.einsum``; what is no sum of products is refused."""
    program = contracted(program)
    for step in program.steps:
        for value in walk(step.value):
            _demand(value)
    return write_python(NUMPY, program, function, summary)


def _demand(value: p.Value) -> None:
    """Refuse what has nothing to do with sums of products."""
    refused = REFUSED.get(type(value))
    if isinstance(value, p.Elementwise) and value.function not in AROUND:
        refused = f"the function {value.function}"
    if isinstance(value, p.Reduce) and value.kind not in {"sum", "mean"}:
        refused = f"the reduction {value.kind}"
    if refused is not None:
        raise UnsupportedError(
            f"{refused} is not a sum of products, which is all that einsum says",
            hint="use --to numpy, which calls np.einsum where it helps",
        )
