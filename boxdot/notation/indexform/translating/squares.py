"""``X^□`` and ``X_□``: stretching to the joint shape, and the root of the summed squares."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.expressions.nodes import BroadcastForm, Marginal
from boxdot.notation.indexform.arithmetic import of_atom, power
from boxdot.notation.indexform.structure import Call
from boxdot.notation.indexform.tensors import Tensor, padded, reduced, stretched
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.shapes.padding import pad


def broadcast_form(context: Context, node: BroadcastForm) -> Tensor:
    """``X^□`` has the shape that inference finds for it."""
    return stretched(context.tensor(node.operand), context.shape(node), context.convention)


def marginal(context: Context, node: Marginal) -> Tensor:
    """``X_□`` sums the squares over the axes where the partner has length 1."""
    tensor = context.tensor(node.operand)
    context.demand_real(node.operand, tensor)
    shape = context.shape(node)
    order = max(len(shape), len(tensor.axes))
    axes = padded(tensor.axes, order, context.convention)
    sizes = pad(shape, order, context.convention)
    summed = [n for n, size in enumerate(sizes) if size == 1 and axes[n]]
    if not summed:
        return Tensor(axes, of_atom(Call("abs", (tensor.form,))))
    total = reduced(Tensor(axes, power(tensor.form, 2)), summed)
    return Tensor(total.axes, power(total.form, Fraction(1, 2)))
