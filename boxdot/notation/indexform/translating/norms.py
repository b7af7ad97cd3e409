"""Norms and inner products."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.expressions.nodes import Inner, Norm
from boxdot.notation.indexform.arithmetic import of_atom, power, total
from boxdot.notation.indexform.indices import Index, indices_of
from boxdot.notation.indexform.naming import over
from boxdot.notation.indexform.structure import Call, Form, Opaque, Support
from boxdot.notation.indexform.tensors import Tensor, product, scalar
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.indexform.translating.matrices import multiplied, transposed


def norm(context: Context, node: Norm) -> Tensor:
    """``‖X‖_F`` and ``‖X‖_p`` entry by entry, ``‖X‖₀`` the number of non-zeros, ``‖x‖_P``."""
    tensor = context.tensor(node.operand)
    context.demand_real(node.operand, tensor)
    if node.weight is not None:
        weight = context.tensor(node.weight)
        square = _weighted(tensor, weight, tensor, context)
        context.assume_nonnegative(node.weight, square)
        return scalar(power(square.form, Fraction(1, 2)))
    return scalar(norm_form(context, node, tensor))


def norm_form(context: Context, node: Norm, tensor: Tensor) -> Form:
    """Return the norm of a tensor as a form."""
    along = list(indices_of(tensor.axes))
    match node.kind:
        case "" | "F" | "2":
            return _entrywise(tensor.form, Fraction(2), along)
        case "0":
            return total(of_atom(Support(tensor.form)), along)
        case "∞":
            return of_atom(over("max", along, _absolute(tensor.form)))
    kinds = [_exponent(kind) for kind in node.kind.split(",")]
    exponents = [exponent for exponent in kinds if exponent is not None]
    if len(exponents) < len(kinds) or (len(kinds) > 1 and len(tensor.axes) > 2):
        return of_atom(Opaque(f"norm_{node.kind}", (tensor.abstract(),)))
    if len(exponents) == 1:
        return _entrywise(tensor.form, exponents[0], along)
    columns = _entrywise(tensor.form, exponents[0], list(indices_of(tensor.axes[:1])))
    return _entrywise(columns, exponents[1], list(indices_of(tensor.axes[1:])))


def _entrywise(form: Form, exponent: Fraction, along: list[Index]) -> Form:
    """Return ``(Σ |x|^p)^{1/p}`` over some indices."""
    base = form if exponent == 2 else _absolute(form)
    return power(total(power(base, exponent), along), 1 / exponent)


def _exponent(kind: str) -> Fraction | None:
    try:
        value = Fraction(kind)
    except ValueError:
        return None
    return value if value > 0 else None


def _absolute(form: Form) -> Form:
    return of_atom(Call("abs", (form,)))


def inner(context: Context, node: Inner) -> Tensor:
    """``⟨a, b⟩``, and ``⟨a, b⟩_M = bᵀ M a``."""
    left, right = context.tensor(node.left), context.tensor(node.right)
    context.demand_real(node.left, left)
    context.demand_real(node.right, right)
    if node.weight is not None:
        return _weighted(right, context.tensor(node.weight), left, context)
    joint = product((left, right), context.convention)
    return scalar(total(joint.form, indices_of(joint.axes)))


def _weighted(left: Tensor, weight: Tensor, right: Tensor, context: Context) -> Tensor:
    first = multiplied(transposed(left, context.convention), weight, context.convention)
    return multiplied(first, right, context.convention)
