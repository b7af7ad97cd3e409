"""The data type of a new array: that of the arrays it is computed from, as NumPy promotes them."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.numba.naming import loads_of
from boxdot.notation.codegen.writer import Writer

WHOLE = frozenset(
    {
        *("negative", "abs", "sign", "conj", "real", "imag", "floor", "ceil", "round", "relu"),
        *("add", "subtract", "multiply", "power", "maximum", "minimum", "indicator"),
        *("equal", "not_equal", "less", "less_equal", "greater", "greater_equal"),
    }
)
"""The functions that keep whole numbers whole."""

FLOATING = (p.Norm, p.Inverse, p.Solve, p.Determinant, p.Named)


def dtype_of(w: Writer, value: p.Value) -> str:
    """Return the data type: ``X.dtype``, or that of a product of ones of all types."""
    loads = loads_of(value)
    if not loads:
        return "np.float64"
    ones = [_one(w, load) for load in loads]
    if not any(map(_is_floating, p.walk(value))):
        if len(loads) == 1 and loads[0].shape:
            return f"{w.names[loads[0].name]}.dtype"
        return f"np.asarray({' * '.join(ones)}).dtype"
    return f"np.asarray({' * '.join(ones)} / {ones[0]}).dtype"


def _one(w: Writer, load: p.Load) -> str:
    name = w.names[load.name]
    return f"{name}.dtype.type(1)" if load.shape else name


def _is_floating(part: p.Value) -> bool:
    """Whether a value is a fraction even if it is computed from whole numbers."""
    match part:
        case p.Elementwise():
            return part.function not in WHOLE
        case p.Scalar():
            return not isinstance(part.number, int)
        case p.Reduce():
            return part.kind in {"mean", "var"}
    return isinstance(part, FLOATING)
