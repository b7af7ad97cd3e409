"""NumPy."""

from __future__ import annotations

from boxdot.notation.codegen.languages.python import Library
from boxdot.notation.codegen.languages.python.restating import first_array
from boxdot.notation.codegen.languages.python.table import ARMS
from boxdot.notation.codegen.writer import ATOM, PRODUCT, Language, Pattern, Writer

FUNCTIONS = {
    "sigmoid": Pattern("1 / (1 + np.exp(-{}))", ATOM, PRODUCT),
    "relu": Pattern("np.maximum({}, 0)"),
    "softplus": Pattern("np.logaddexp(0, {})"),
    "erf": Pattern("np.vectorize(math.erf)({})"),
    "indicator": Pattern("np.where({}, 1.0, 0.0)"),
}
"""The functions that NumPy does not have under their own name."""


def _arrays(w: Writer, code: str) -> list[str]:
    """Return ``X = np.asarray(X)``; numbers take the precision of the arrays."""
    like = first_array(w)
    lines = []
    for load in sorted(w.inputs, key=lambda load: not load.shape):
        name = w.names[load.name]
        said = [] if load.shape or name == like else [f"dtype=np.result_type({like}, {name})"]
        lines.append(f"{name} = np.asarray({', '.join([name, *said])})")
    return lines


NUMPY = Library(
    Language(
        ARMS,
        length=lambda name, axis: f"{name}.shape[{axis}]",
        module="np",
        functions=FUNCTIONS,
    ),
    imports=("import numpy as np",),
    arrays=_arrays,
)
"""The table of NumPy."""
