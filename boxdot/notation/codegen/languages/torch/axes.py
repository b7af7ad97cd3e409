"""PyTorch: axes reordered, and reductions over them."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python.axes import write_reshape as write_c_order
from boxdot.notation.codegen.languages.python.reducing import options
from boxdot.notation.codegen.languages.python.restating import first_array, in_c_order
from boxdot.notation.codegen.writer import ATOM, Fragment, Writer

EXTREMA = {"max": "amax", "min": "amin"}


def write_permute(w: Writer, value: p.Permute) -> Fragment:
    """``A.T``, ``X.mT``, ``X.permute(2, 0, 1)``."""
    argument, order = w.at(value.argument, ATOM), len(value.axes)
    if value.axes == (1, 0):
        return Fragment(f"{argument}.T")
    if value.axes == (*range(order - 2), order - 1, order - 2):
        return Fragment(f"{argument}.mT")
    return Fragment(f"{argument}.permute({', '.join(map(str, value.axes))})")


def write_reshape(w: Writer, value: p.Reshape) -> Fragment:
    """``A.T.reshape(-1)``: PyTorch reads the last axis fastest."""
    restated = in_c_order(value)
    return write_c_order(w, restated) if isinstance(restated, p.Reshape) else w.write(restated)


def write_reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``X.sum(dim=2, keepdim=True)``, ``X.amax(dim=(0, 1))``, ``X.prod(dim=0).prod(dim=0)``."""
    said = dims(w, value.argument, value.axes, value.keep)
    argument = w.at(value.argument, ATOM)
    match value.kind:
        case "count":
            like = first_array(w)
            dtype = [f"dtype={like}.dtype"] if like else []
            return Fragment(f"({w.text(value.argument)} != 0).sum({', '.join([*said, *dtype])})")
        case "prod" if said and len(value.axes) > 1:
            return _product(argument, value)
        case "var" | "std":
            said.append("correction=0")
        case "logsumexp":
            axes = value.axes[0] if len(value.axes) == 1 else value.axes
            keep = ["keepdim=True"] if value.keep else []
            return w.call("logsumexp", w.text(value.argument), f"dim={axes}", *keep)
        case "max" | "min" if said:
            return Fragment(f"{argument}.{EXTREMA[value.kind]}({', '.join(said)})")
    return Fragment(f"{argument}.{value.kind}({', '.join(said)})")


def write_softmax(w: Writer, value: p.Softmax) -> Fragment:
    """``torch.softmax(X, dim=1)``."""
    name = "log_softmax" if value.log else "softmax"
    return w.call(name, w.text(value.argument), f"dim={value.axis}")


def _product(argument: str, value: p.Reduce) -> Fragment:
    """Return the products along several axes, one at a time from the last."""
    keep = ", keepdim=True" if value.keep else ""
    calls = [f".prod(dim={axis}{keep})" for axis in reversed(value.axes)]
    return Fragment(argument + "".join(calls))


def dims(w: Writer, argument: p.Value, axes: tuple[int, ...], keep: bool) -> list[str]:
    """Return the options that say which axes go; all of them are named where they stay."""
    said = options(w, argument, axes, keep)
    if keep and len(axes) == len(argument.shape):
        return [f"dim={axes[0] if len(axes) == 1 else axes}", *said]
    return said


def write_norm(w: Writer, value: p.Norm) -> Fragment:
    """``torch.linalg.vector_norm(X, dim=1)``."""
    said = dims(w, value.argument, value.axes, value.keep)
    return w.call("linalg.vector_norm", w.text(value.argument), *said)


def write_trace(w: Writer, value: p.Trace) -> Fragment:
    """``torch.trace(A)``; of a stack of matrices the sum of each diagonal."""
    if len(value.argument.shape) == 2:
        return w.call("trace", w.text(value.argument))
    argument = w.at(value.argument, ATOM)
    return Fragment(f"{argument}.diagonal(dim1=-2, dim2=-1).sum(dim=-1)")
