"""NumPy."""

from __future__ import annotations

from boxdot.notation.codegen.languages.python import Library
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
    names = [w.names[load.name] for load in w.inputs]
    return [f"{name} = np.asarray({name})" for name in names]


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
