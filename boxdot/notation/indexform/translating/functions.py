"""Functions of tensors: a table from name to what it means, entry by entry or as a whole."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from boxdot.notation.expressions.nodes import Apply
from boxdot.notation.indexform.arithmetic import (
    length,
    multiply,
    of_atom,
    power,
    subtract,
    total,
)
from boxdot.notation.indexform.indices import Place, fresh, indices_of, size_of
from boxdot.notation.indexform.naming import over
from boxdot.notation.indexform.structure import Call, Form, Opaque
from boxdot.notation.indexform.tensors import Tensor, aligned, padded, scalar
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.indexform.translating.entrywise import ENTRYWISE, exp, log, maximum, minimum
from boxdot.notation.indexform.translating.inverses import determinant
from boxdot.notation.indexform.translating.matrices import inverted
from boxdot.notation.indexform.translating.reshaping import (
    broadcast_to,
    diag,
    fold,
    modes,
    permute,
    sum_modes,
    trace,
    unfold,
    vec,
)
from boxdot.notation.inference.functions import is_activation, is_entrywise, softmax_axis
from boxdot.notation.inference.vocabulary import ENTRYWISE as ENTRYWISE_NAMES
from boxdot.notation.reading.modes import modes_of
from boxdot.notation.shapes.conventions import Convention

Function = Callable[[Context, Apply], Tensor]

FOR_COMPLEX = frozenset({"exp", "expm1", "square", "reciprocal"})
RANDOM = frozenset({"dropout", "Dropout", "E", "𝔼"})


def apply(context: Context, node: Apply) -> Tensor:
    """A function of its arguments; what is not known is kept as a function."""
    if context.formula.symbols.resolve(node.function) is not None:
        return _author(context, node)
    rule = _FUNCTIONS.get(node.function)
    if rule is not None:
        return rule(context, node)
    if node.function in ENTRYWISE or node.function in ENTRYWISE_NAMES:
        return entrywise(context, node)
    return _author(context, node)


def entrywise(context: Context, node: Apply) -> Tensor:
    """``exp(X)``: the function of each entry."""
    tensors = [context.tensor(argument) for argument in node.arguments]
    axes, forms = aligned(tensors, context.convention)
    if node.function not in FOR_COMPLEX:
        for argument, tensor in zip(node.arguments, tensors, strict=True):
            context.demand_real(argument, tensor)
    meaning = ENTRYWISE.get(node.function)
    if meaning is None:
        return Tensor(axes, of_atom(Call(node.function, tuple(forms))))
    if node.function in ("log", "ln", "log2", "log10", "lg"):
        context.assume_positive(node.arguments[0], tensors[0])
    if node.function == "sqrt":
        context.assume_nonnegative(node.arguments[0], tensors[0])
    result = meaning(*forms)
    if node.parameters:
        base = of_atom(Call("log", (context.form(node.parameters[0]),)))
        result = multiply(result, power(base, -1))
    return Tensor(axes, result)


def _author(context: Context, node: Apply) -> Tensor:
    """A function that is not looked into: equal arguments give equal values."""
    if node.function in RANDOM:
        raise context.unsupported(f"{node.function} is not a function of its arguments", node)
    tensors = [context.tensor(argument) for argument in node.arguments]
    declared = context.formula.symbols.get(context.formula.symbols.resolve(node.function) or "")
    if is_entrywise(declared) or (declared is None and is_activation(node)):
        axes, forms = aligned(tensors, context.convention)
        return Tensor(axes, of_atom(Call(node.function, tuple(forms))))
    axes = tuple(fresh(size) for size in context.shape(node))
    parameters = ",".join(context.text(item) for item in node.parameters)
    name = f"{node.function}_{parameters}" if parameters else node.function
    if not any(axes) and all(tensor.is_scalar for tensor in tensors):
        return scalar(of_atom(Call(name, tuple(tensor.form for tensor in tensors))))
    arguments = tuple(tensor.abstract() for tensor in tensors)
    return Tensor(axes, of_atom(Opaque(name, arguments, axes)))


def _only(context: Context, node: Apply) -> Tensor:
    if len(node.arguments) != 1:
        raise context.unsupported(f"{node.function} of several arguments", node)
    return context.tensor(node.arguments[0])


Places = tuple[Place, ...]


def _along(context: Context, node: Apply) -> tuple[Form, Places, Places]:
    """Return the form of the argument, the axes that are reduced, and those of the value.

    ``mean(X)`` reduces all axes, ``mean_2(X)`` the second, which keeps length 1.
    """
    tensor = _only(context, node)
    if not node.parameters:
        return tensor.form, tensor.axes, ()
    if modes_of(node.parameters, context.formula.sizes) is None:
        raise context.unsupported(f"along which axes {node.function} goes is not known", node)
    numbers = modes(context, node)
    axes = padded(tensor.axes, max(len(tensor.axes), *numbers), Convention.F)
    along = tuple(place for n, place in enumerate(axes, start=1) if n in numbers)
    kept = tuple(() if n in numbers else place for n, place in enumerate(axes, start=1))
    return tensor.form, along, kept


def _sum(context: Context, node: Apply) -> Tensor:
    form, along, kept = _along(context, node)
    return Tensor(kept, total(form, indices_of(along)))


def _mean(context: Context, node: Apply) -> Tensor:
    form, along, kept = _along(context, node)
    return Tensor(kept, mean(along, form))


def mean(axes: tuple[Place, ...], form: Form) -> Form:
    """Return the mean over all entries."""
    count = multiply(*(length(size_of(place)) for place in axes))
    return multiply(total(form, indices_of(axes)), power(count, -1))


def variance(axes: tuple[Place, ...], form: Form) -> Form:
    """Return the mean squared deviation from the mean."""
    return subtract(mean(axes, power(form, 2)), power(mean(axes, form), 2))


def _variance(context: Context, node: Apply) -> Tensor:
    form, along, kept = _along(context, node)
    return Tensor(kept, variance(along, form))


def _deviation(context: Context, node: Apply) -> Tensor:
    tensor = _variance(context, node)
    return Tensor(tensor.axes, power(tensor.form, Fraction(1, 2)))


def _largest(context: Context, node: Apply) -> Tensor:
    """``amax_2(X)``: the largest entry along mode 2; without a mode, of all."""
    form, along, kept = _along(context, node)
    context.demand_real(node.arguments[0], Tensor((*kept, *along), form))
    bound = list(indices_of(along))
    name = node.function.removeprefix("a")
    return Tensor(kept, of_atom(over(name, bound, form)) if bound else form)


def _extremum(context: Context, node: Apply) -> Tensor:
    """``max(x)`` is the largest entry, ``max(X, Y)`` goes entry by entry."""
    if len(node.arguments) == 1:
        tensor = context.tensor(node.arguments[0])
        context.demand_real(node.arguments[0], tensor)
        along = list(indices_of(tensor.axes))
        return scalar(of_atom(over(node.function, along, tensor.form)) if along else tensor.form)
    tensors = [context.tensor(argument) for argument in node.arguments]
    axes, forms = aligned(tensors, context.convention)
    choose = maximum if node.function == "max" else minimum
    result = forms[0]
    for form in forms[1:]:
        result = choose(result, form)
    return Tensor(axes, result)


def _product(context: Context, node: Apply) -> Tensor:
    form, along, kept = _along(context, node)
    bound = list(indices_of(along))
    return Tensor(kept, of_atom(over("prod", bound, form)) if bound else form)


def _softmax(context: Context, node: Apply) -> Tensor:
    """``e^x / Σ e^x`` along the one axis of a vector, the last one of a matrix or that named."""
    tensor = _only(context, node)
    context.demand_real(node.arguments[0], tensor)
    axis = softmax_axis(node, tensor.shape)
    if axis is not None and axis >= len(tensor.axes):
        tensor = Tensor(padded(tensor.axes, axis + 1, context.convention), tensor.form)
    along = tensor.axes if axis is None else (tensor.axes[axis],)
    exponential = of_atom(Call("exp", (tensor.form,)))
    whole = total(exponential, indices_of(along))
    return Tensor(tensor.axes, multiply(exponential, power(whole, -1)))


def _determinant(context: Context, node: Apply) -> Tensor:
    return scalar(determinant(context, node.arguments[0], _only(context, node)))


def _log_determinant(context: Context, node: Apply) -> Tensor:
    inner = _determinant(context, node)
    context.assume_positive(Apply("det", node.arguments), inner)
    return scalar(log(inner.form))


def _log_of_sum(context: Context, node: Apply) -> Tensor:
    """``logsumexp(x)``: the logarithm of the sum of the exponentials."""
    form, along, kept = _along(context, node)
    context.demand_real(node.arguments[0], Tensor((*kept, *along), form))
    return Tensor(kept, log(total(exp(form), indices_of(along))))


def _inverse(context: Context, node: Apply) -> Tensor:
    return inverted(context, node.arguments[0], _only(context, node))


def _no_form(context: Context, node: Apply) -> Tensor:
    raise context.unsupported(f"{node.function} has no index form", node)


_FUNCTIONS: dict[str, Function] = {
    "diag": diag,
    "vec": vec,
    "fold": fold,
    "unfold": unfold,
    "permute": permute,
    "𝒫": sum_modes,
    "bc": broadcast_to,
    **dict.fromkeys(("tr", "Tr", "trace"), trace),
    "det": _determinant,
    "logdet": _log_determinant,
    "logsumexp": _log_of_sum,
    "inv": _inverse,
    **dict.fromkeys(("sum", "SUM"), _sum),
    **dict.fromkeys(("mean", "Mean", "avg", "average"), _mean),
    **dict.fromkeys(("var", "Var"), _variance),
    **dict.fromkeys(("std", "Std"), _deviation),
    **dict.fromkeys(("max", "min"), _extremum),
    **dict.fromkeys(("amax", "amin"), _largest),
    "prod": _product,
    **dict.fromkeys(("softmax", "Softmax"), _softmax),
    "size": _no_form,
}
