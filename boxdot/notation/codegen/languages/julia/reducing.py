"""Julia: reductions and norms."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.julia.layout import dimensions, without_axes
from boxdot.notation.codegen.languages.julia.products import LINEAR_ALGEBRA
from boxdot.notation.codegen.writer import Fragment, Writer

KINDS = {"max": "maximum", "min": "minimum"}
"""The reductions with another name."""

MAPPING = frozenset({"sum", "prod", "maximum", "minimum", "mean"})
"""The reductions that take a function of each entry before their array."""


def write_reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``sum(X; dims=3)``, ``vec(sum(A; dims=2))``, ``count(!iszero, X)``."""
    kind, argument = KINDS.get(value.kind, value.kind), value.argument
    if kind in ("mean", "var", "std"):
        w.imports.add("using Statistics")
    first = "!iszero, " if kind == "count" else ""
    if kind in MAPPING and isinstance(argument, p.Elementwise) and argument.function == "abs":
        first, argument = "abs, ", argument.arguments[0]
    options = ["corrected=false"] if kind in ("var", "std") else []
    return _reduced(value, f"{kind}({first}{w.text(argument)}", options)


def _reduced(value: p.Reduce | p.Norm, opening: str, options: list[str]) -> Fragment:
    """Return a reduction, without the reduced axes if they are not to stay."""
    order = len(value.argument.shape)
    everything = len(value.axes) == order and not value.keep
    named = [*([] if everything else [f"dims={dimensions(value.axes)}"]), *options]
    text = f"{opening}{'; ' if named else ''}{', '.join(named)})"
    return Fragment(text) if everything or value.keep else without_axes(text, order, value.axes)


def write_norm(w: Writer, value: p.Norm) -> Fragment:
    """``norm(X)``, ``sqrt.(sum(abs2, X; dims=1))``."""
    if len(value.axes) == len(value.argument.shape) and not value.keep:
        w.imports.add(LINEAR_ALGEBRA)
        return Fragment(f"norm({w.text(value.argument)})")
    squares = _reduced(value, f"sum(abs2, {w.text(value.argument)}", [])
    return Fragment(f"sqrt.({squares.text})")
