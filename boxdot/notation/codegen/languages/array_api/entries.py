"""Array API: new arrays and functions of the entries."""

from __future__ import annotations

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python.axes import write_expand as write_new_axes
from boxdot.notation.codegen.languages.python.entries import write_elementwise as write_shared
from boxdot.notation.codegen.languages.python.entries import write_literal as write_numbers
from boxdot.notation.codegen.languages.python.restating import first_array, is_exact
from boxdot.notation.codegen.writer import ATOM, PRODUCT, Fragment, Pattern, Writer

_ARCS = ("sin", "cos", "tan", "sinh", "cosh", "tanh")

FUNCTIONS = {
    **{f"arc{name}": Pattern(f"xp.a{name}({{}})") for name in _ARCS},
    "sigmoid": Pattern("1 / (1 + xp.exp(-{}))", ATOM, PRODUCT),
    "relu": Pattern("xp.clip({}, min=0)"),
    "softplus": Pattern("xp.logaddexp(xp.zeros_like({0}), {0})"),
}
"""The functions whose names are not NumPy's."""

_BOUNDS = {"maximum": "min", "minimum": "max"}
"""The larger of an array and a number is the array clipped to at least the number."""


def write_elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    """``X * Y``, ``xp.exp(X)``, ``xp.clip(X, min=0)``, ``xp.astype(X > 0, X.dtype)``."""
    if w.is_plain(value):
        return write_shared(w, value)
    if value.function == "erf":
        raise UnsupportedError(
            "the array API standard has no error function", hint="convert to torch, jax or numpy"
        )
    if value.function == "indicator":
        return as_numbers(w, value.arguments[0])
    plain = [argument for argument in value.arguments if w.is_plain(argument)]
    if value.function in _BOUNDS and plain:
        (array,) = (argument for argument in value.arguments if not w.is_plain(argument))
        return w.call("clip", w.text(array), f"{_BOUNDS[value.function]}={w.text(plain[0])}")
    return write_shared(w, value)


def as_numbers(w: Writer, condition: p.Value | str) -> Fragment:
    """Return 1 where a condition holds, and else 0."""
    text = condition if isinstance(condition, str) else w.text(condition)
    like = first_array(w)
    return w.call("astype", text, f"{like}.dtype" if like else w.function("float64"))


def write_expand(w: Writer, value: p.Expand) -> Fragment:
    """``B[:, :, None]``; a plain number becomes an array."""
    if w.is_plain(value.argument):
        like = w.new(exact=False)
        return w.call("full", w.shape(value.shape), w.text(value.argument), *like)
    return write_new_axes(w, value)


def write_literal(w: Writer, value: p.Literal) -> Fragment:
    """``xp.asarray([[1, 2], [3, 4]], …)``; entries that are arrays are stacked."""
    if all(map(w.is_plain, value.arguments)):
        return write_numbers(w, value)
    cells = [_as_array(w, cell) for cell in value.arguments]
    stacked = w.call("stack", f"[{', '.join(cells)}]")
    return stacked if len(value.shape) == 1 else w.call("reshape", stacked.text, str(value.shape))


def _as_array(w: Writer, cell: p.Value) -> str:
    if not w.is_plain(cell):
        return w.text(cell)
    exact = is_exact(p.Literal((1,), (cell,)))
    return w.call("asarray", w.text(cell), *w.new(exact=exact)).text


def write_diagonal(w: Writer, value: p.Diagonal) -> Fragment:
    """``xp.where(xp.eye(n) > 0, x[:, None], 0.0)``: the standard has no diag."""
    size = w.size(value.shape[0])
    column = w.at(value.argument, ATOM)
    place = f"{w.call('eye', size, *w.new()).text} != 0"
    zero = w.call("zeros", f"({size}, 1)", *w.new()).text
    return w.call("where", place, f"{column}[:, None]", zero)
