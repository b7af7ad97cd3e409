"""Functions that rearrange: diag, vec, trace, fold, unfold, permute, mode sums, bc."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.expressions.nodes import Apply, Expr, Listing
from boxdot.notation.indexform.arithmetic import multiply, of_atom, substitute, total
from boxdot.notation.indexform.indices import Index, Matching, Place, fresh, indices_of
from boxdot.notation.indexform.tensors import (
    Tensor,
    delta,
    matrix_axes,
    padded,
    reduced,
    scalar,
    stretched,
)
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Size


def _argument(context: Context, node: Apply) -> Tensor:
    if len(node.arguments) != 1 and node.function != "bc":
        raise context.unsupported(f"{node.function} takes one argument", node)
    return context.tensor(node.arguments[0])


def vectorised(context: Context, axes: Sequence[Place]) -> Place:
    """Return axes fused into one, the first running fastest (in row-major order, the last)."""
    ordered = reversed(axes) if context.formula.row_major else axes
    return tuple(part for place in ordered for part in place)


def vec(context: Context, node: Apply) -> Tensor:
    """``vec(X)``: the columns below each other."""
    tensor = _argument(context, node)
    place = vectorised(context, tensor.axes)
    return Tensor((place,) if place else (), tensor.form)


def diag(context: Context, node: Apply) -> Tensor:
    """``diag(x)``: the diagonal matrix, of a tensor that of its ``vec``."""
    tensor = _argument(context, node)
    rows = vectorised(context, tensor.axes)
    if not rows:
        return scalar(tensor.form)
    columns: Place = tuple(Index(part.size) for part in rows)
    return Tensor((rows, columns), multiply(tensor.form, of_atom(delta(rows, columns))))


def trace(context: Context, node: Apply) -> Tensor:
    """``tr(A)``: the sum along the diagonal."""
    tensor = _argument(context, node)
    rows, columns = matrix_axes(tensor, context.convention)
    matching = Matching()
    along = matching.match(rows, columns)
    return scalar(total(substitute(tensor.form, matching.mapping), indices_of([along])))


def broadcast_to(context: Context, node: Apply) -> Tensor:
    """``bc(X, size(Y))`` is X stretched to the joint shape with Y."""
    return stretched(_argument(context, node), context.shape(node), context.convention)


def parameters(context: Context, node: Apply) -> list[Size]:
    """Return the parameters as numbers or sizes, lists opened."""
    sizes = [size_of(item) for item in _opened(node.parameters)]
    known = [context.bound_size(size) for size in sizes if size is not None]
    if len(known) < len(sizes):
        raise context.unsupported(f"the parameters of {node.function} are not known", node)
    return known


def _opened(items: tuple[Expr, ...]) -> list[Expr]:
    opened: list[Expr] = []
    for item in items:
        opened += _opened(item.items) if isinstance(item, Listing) else [item]
    return opened


def modes(context: Context, node: Apply) -> list[int]:
    """Return the parameters as numbers of axes."""
    found = [size for size in parameters(context, node) if isinstance(size, int) and size > 0]
    if not found or len(found) < len(_opened(node.parameters)):
        raise context.unsupported(f"the modes of {node.function} are not known", node)
    return found


def sum_modes(context: Context, node: Apply) -> Tensor:
    """``𝒫_k(X)`` sums axis k, which keeps length 1."""
    tensor, numbers = _argument(context, node), modes(context, node)
    axes = padded(tensor.axes, max(len(tensor.axes), *numbers), Convention.F)
    return reduced(Tensor(axes, tensor.form), [number - 1 for number in numbers])


def permute(context: Context, node: Apply) -> Tensor:
    """``permute_{…}(X)`` reorders the axes."""
    tensor, numbers = _argument(context, node), modes(context, node)
    axes = padded(tensor.axes, len(numbers), Convention.F)
    if sorted(numbers) != list(range(1, len(axes) + 1)):
        raise context.unsupported("no order of the axes", node)
    return Tensor(tuple(axes[number - 1] for number in numbers), tensor.form)


def unfold(context: Context, node: Apply) -> Tensor:
    """``X_(n)``: axis n as rows, all others as columns; several sizes reshape."""
    inner = node.arguments[0]
    undone = isinstance(inner, Apply) and inner.function == "fold"
    if undone and isinstance(inner, Apply) and inner.parameters == node.parameters:
        return context.tensor(inner.arguments[0])
    tensor = _argument(context, node)
    if len(_opened(node.parameters)) != 1:
        return _reshaped(context, node, tensor)
    (mode,) = modes(context, node)
    axes = padded(tensor.axes, max(mode, len(tensor.axes)), Convention.F)
    columns = vectorised(context, (*axes[: mode - 1], *axes[mode:]))
    return Tensor((axes[mode - 1], columns), tensor.form)


def _reshaped(context: Context, node: Apply, tensor: Tensor) -> Tensor:
    axes = tuple(fresh(size) for size in parameters(context, node))
    if not axes:
        raise context.unsupported("an unfolding without modes", node)
    matching = Matching()
    matching.match(vectorised(context, axes), vectorised(context, tensor.axes))
    form = substitute(tensor.form, matching.mapping)
    return Tensor(tuple(matching.resolve(place) for place in axes), form)


def fold(context: Context, node: Apply) -> Tensor:
    """``fold_n(M)`` undoes ``unfold_n``, towards the inferred shape."""
    tensor = _argument(context, node)
    (mode,) = modes(context, node)
    rows, columns = matrix_axes(tensor, context.convention)
    axes = padded(tuple(map(fresh, context.shape(node))), mode, Convention.F)
    matching = Matching()
    matching.match(axes[mode - 1], rows)
    others = vectorised(context, (*axes[: mode - 1], *axes[mode:]))
    matching.match(others, columns)
    form = substitute(tensor.form, matching.mapping)
    return Tensor(tuple(matching.resolve(place) for place in axes), form)
