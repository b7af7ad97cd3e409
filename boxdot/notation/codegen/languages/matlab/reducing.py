"""MATLAB: reductions and norms, one axis at a time."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.matlab.layout import rearranged
from boxdot.notation.codegen.writer import COMPARISON, Fragment, Writer

CALLS = {
    "max": "max({}, [], {})",
    "min": "min({}, [], {})",
    "var": "var({}, 1, {})",
    "std": "std({}, 1, {})",
}
"""The reductions along one axis that are not ``sum(X, 2)``."""


TWICE = frozenset({"sum", "prod", "max", "min", "mean"})
"""The reductions of all entries of a matrix that are those of its columns, reduced again."""


def write_reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``sum(X, 3)``, ``max(X(:))``, ``nnz(X)``."""
    return _without(value, with_ones(w, value))


def with_ones(w: Writer, value: p.Reduce) -> Fragment:
    """Return the reduction with the reduced axes still there, with length 1."""
    argument = value.argument
    if len(value.axes) == len(argument.shape):
        return _of_all(w, value)
    if value.kind == "count":
        return _nested("sum", f"{w.at(argument, COMPARISON + 1)} ~= 0", value.axes)
    return _nested(value.kind, w.text(argument), value.axes)


def _nested(kind: str, text: str, axes: tuple[int, ...]) -> Fragment:
    for axis in axes:
        text = CALLS.get(kind, f"{kind}({{}}, {{}})").format(text, axis + 1)
    return Fragment(text)


def _of_all(w: Writer, value: p.Reduce) -> Fragment:
    if value.kind == "count":
        return Fragment(f"nnz({w.text(value.argument)})")
    options = ", 1" if value.kind in ("var", "std") else ""
    plain = isinstance(value.argument, p.Load)
    if value.kind in TWICE and len(value.argument.shape) == 2 and not plain:
        return Fragment(f"{value.kind}({value.kind}({w.text(value.argument)}))")
    return Fragment(f"{value.kind}({entries(w, value.argument)}{options})")


def entries(w: Writer, value: p.Value) -> str:
    """Return all entries as one column: ``X(:)``."""
    if len(value.shape) <= 1:
        return w.text(value)
    if isinstance(value, p.Load):
        return f"{w.text(value)}(:)"
    return f"reshape({w.text(value)}, [], 1)"


def write_norm(w: Writer, value: p.Norm) -> Fragment:
    """``norm(x)``, ``norm(X, 'fro')``, ``vecnorm(X, 2, 1)``."""
    argument, order = value.argument, len(value.argument.shape)
    if len(value.axes) == order == 2:
        return Fragment(f"norm({w.text(argument)}, 'fro')")
    if len(value.axes) == order:
        return Fragment(f"norm({entries(w, argument)})")
    if len(value.axes) == 1:
        return _without(value, Fragment(f"vecnorm({w.text(argument)}, 2, {value.axes[0] + 1})"))
    squares = _nested("sum", f"abs({w.text(argument)}).^2", value.axes)
    return _without(value, Fragment(f"sqrt({squares.text})"))


def _without(value: p.Reduce | p.Norm, fragment: Fragment) -> Fragment:
    """Drop the reduced axes, unless they are to stay."""
    order = len(value.argument.shape)
    kept = [axis for axis in range(order) if axis not in value.axes]
    return fragment if value.keep or not kept else rearranged(fragment, order, kept)
