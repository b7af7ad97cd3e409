"""JAX: NumPy's own words; nothing depends on data, so that every function can be jitted."""

from __future__ import annotations

from boxdot.notation.codegen.languages.python import Library
from boxdot.notation.codegen.languages.python.restating import first_array
from boxdot.notation.codegen.languages.python.table import ARMS
from boxdot.notation.codegen.writer import Language, Pattern, Writer

FUNCTIONS = {
    "sigmoid": Pattern("jax.nn.sigmoid({})"),
    "relu": Pattern("jax.nn.relu({})"),
    "softplus": Pattern("jax.nn.softplus({})"),
    "erf": Pattern("jax.scipy.special.erf({})"),
    "indicator": Pattern("jnp.where({}, 1.0, 0.0)"),
}
"""The functions that are not in jax.numpy."""


def _options(w: Writer, exact: bool) -> list[str]:
    """``dtype=X.dtype``; fractions are floating-point numbers also beside whole numbers."""
    like = first_array(w)
    if like is None:
        return []
    return [f"dtype={like}.dtype" if exact else f"dtype=jnp.result_type({like}, float)"]


def _arrays(w: Writer, code: str) -> list[str]:
    names = [w.names[load.name] for load in w.inputs]
    return [f"{name} = jnp.asarray({name})" for name in names]


JAX = Library(
    Language(
        ARMS,
        length=lambda name, axis: f"{name}.shape[{axis}]",
        module="jnp",
        functions=FUNCTIONS,
        words={"optimize=True": ""},
        options=_options,
    ),
    imports=("import jax.numpy as jnp",),
    arrays=_arrays,
)
"""The table of JAX."""
