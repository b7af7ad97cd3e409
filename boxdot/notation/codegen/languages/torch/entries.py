"""PyTorch: new tensors, numbers among them, and functions of the entries."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python.axes import write_expand as write_new_axes
from boxdot.notation.codegen.languages.python.entries import write_elementwise as write_shared
from boxdot.notation.codegen.languages.python.entries import write_literal as write_numbers
from boxdot.notation.codegen.languages.python.restating import first_array, is_exact
from boxdot.notation.codegen.writer import ATOM, Fragment, Pattern, Writer

FUNCTIONS = {
    **{f"arc{name}": Pattern(f"torch.a{name}({{}})") for name in ("sin", "cos", "tan")},
    **{f"arc{name}h": Pattern(f"torch.a{name}h({{}})") for name in ("sin", "cos", "tan")},
    "softplus": Pattern("torch.nn.functional.softplus({})"),
}
"""The functions whose names are not NumPy's."""

_BOUNDS = {"maximum": "min", "minimum": "max"}
"""The larger of a tensor and a number is the tensor clamped to at least the number."""


def write_elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    """``X * Y``, ``torch.exp(X)``, ``torch.clamp(X, min=0)``, ``(X > 0).to(X.dtype)``."""
    if w.is_plain(value):
        return write_shared(w, value)
    if value.function == "indicator":
        return _indicator(w, value.arguments[0])
    plain = [argument for argument in value.arguments if w.is_plain(argument)]
    if value.function in _BOUNDS and plain:
        (tensor,) = (argument for argument in value.arguments if not w.is_plain(argument))
        return w.call("clamp", w.text(tensor), f"{_BOUNDS[value.function]}={w.text(plain[0])}")
    return write_shared(w, value)


def _indicator(w: Writer, condition: p.Value) -> Fragment:
    like = first_array(w)
    if like is None:
        return w.call("where", w.text(condition), "1.0", "0.0")
    return Fragment(f"{w.at(condition, ATOM)}.to({like}.dtype)")


def write_expand(w: Writer, value: p.Expand) -> Fragment:
    """``B[:, :, None]``; a plain number becomes a tensor."""
    if w.is_plain(value.argument):
        like = w.new(exact=False)
        return w.call("full", w.shape(value.shape), w.text(value.argument), *like)
    return write_new_axes(w, value)


def write_literal(w: Writer, value: p.Literal) -> Fragment:
    """``torch.tensor([[1, 2], [3, 4]], …)``; entries that are tensors are stacked."""
    if all(map(w.is_plain, value.arguments)):
        return write_numbers(w, value)
    cells = [_as_tensor(w, cell) for cell in value.arguments]
    stacked = f"{w.function('stack')}([{', '.join(cells)}])"
    if len(value.shape) == 1:
        return Fragment(stacked)
    return Fragment(f"{stacked}.reshape({', '.join(map(str, value.shape))})")


def _as_tensor(w: Writer, cell: p.Value) -> str:
    if not w.is_plain(cell):
        return w.text(cell)
    exact = is_exact(p.Literal((1,), (cell,)))
    return w.call("tensor", w.text(cell), *w.new(exact=exact)).text
