"""JAX: NumPy's own words; nothing depends on data, so that every function can be jitted."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python import Library
from boxdot.notation.codegen.languages.python.reducing import options, write_reduce
from boxdot.notation.codegen.languages.python.restating import first_array
from boxdot.notation.codegen.languages.python.table import ARMS
from boxdot.notation.codegen.writer import Fragment, Language, Pattern, Writer

FUNCTIONS = {
    "sigmoid": Pattern("jax.nn.sigmoid({})"),
    "relu": Pattern("jax.nn.relu({})"),
    "softplus": Pattern("jax.nn.softplus({})"),
    "erf": Pattern("jax.scipy.special.erf({})"),
    "indicator": Pattern("jnp.where({}, 1.0, 0.0)"),
}
"""The functions that are not in jax.numpy."""


def _softmax(w: Writer, value: p.Softmax) -> Fragment:
    """``jax.nn.softmax(X, axis=1)``."""
    w.imports.add("import jax")
    name = "log_softmax" if value.log else "softmax"
    return Fragment(f"jax.nn.{name}({w.text(value.argument)}, axis={value.axis})")


def _reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``jax.nn.logsumexp(X, axis=1)``."""
    if value.kind != "logsumexp":
        return write_reduce(w, value)
    w.imports.add("import jax")
    said = options(w, value.argument, value.axes, value.keep)
    return Fragment(f"jax.nn.logsumexp({', '.join([w.text(value.argument), *said])})")


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
        {**ARMS, p.Softmax: _softmax, p.Reduce: _reduce},
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
