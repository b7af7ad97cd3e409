"""The tables of the writer and the interpreter cover every value, and say the same."""

from __future__ import annotations

import numpy as np
import pytest
from agreement import run_code

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.building import elementwise
from boxdot.notation.codegen.languages.numpy import NUMPY
from boxdot.notation.codegen.languages.python import write_python
from boxdot.numeric.evaluating.interpreting import run
from boxdot.numeric.evaluating.operations import OPERATIONS

BASES = {p.Value, p.Unary, p.Pair, p.Many}
IDIOMS = {p.Softmax}  # made only for languages that have them by name
VALUES = {
    kind
    for kind in vars(p).values()
    if isinstance(kind, type) and issubclass(kind, p.Value) and kind not in BASES | IDIOMS
}


def test_every_value_is_written():
    assert set(NUMPY.language.arms) == VALUES


def test_every_value_is_computed():
    assert set(OPERATIONS) | {p.Load, p.Call} == VALUES


@pytest.mark.parametrize("function", sorted(p.FUNCTIONS))
def test_functions(function):
    """Each function of entries has NumPy text, and it gives what the interpreter gives."""
    x, y = p.Load((3,), "x"), p.Load((3,), "y")
    arguments = (x,) if function in p.UNARY | {"indicator"} else (x, y)
    program = p.Program(arguments, (p.Step(None, elementwise(function, *arguments)),))
    arrays = {"x": np.array([0.25, 0.5, 0.75]), "y": np.array([0.5, 0.5, 0.5])}
    if function == "arccosh":
        arrays["x"] += 1
    used = {load.name: arrays[load.name] for load in arguments}
    written = run_code(write_python(NUMPY, program, None, ""), used)
    computed = run(program, used, limit=2**20)
    assert written.dtype == computed.dtype
    assert np.array_equal(written, computed)
    assert np.isfinite(computed).all()
