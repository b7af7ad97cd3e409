"""Lowering functions: by entry, reductions, and those of linear algebra."""

from __future__ import annotations

from collections.abc import Callable

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.elementwise import combine
from boxdot.notation.codegen.lowering.matrices import invert
from boxdot.notation.codegen.lowering.multiplying import as_matrix
from boxdot.notation.codegen.lowering.operands import Form, Operand, dense, padded, scalar, settled
from boxdot.notation.codegen.lowering.reshaping import (
    lower_bc,
    lower_diag,
    lower_fold,
    lower_permute,
    lower_unfold,
    lower_vec,
)
from boxdot.notation.codegen.lowering.sizing import modes_of
from boxdot.notation.expressions.nodes import Apply

FunctionArm = Callable[[Context, Apply], Operand]

SPELLINGS = {
    "ln": "log",
    "lg": "log10",
    "sgn": "sign",
    "Re": "real",
    "Im": "imag",
    "σ": "sigmoid",
    "ReLU": "relu",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "logistic": "sigmoid",
}
"""Other names of functions of the entries."""


def lower_apply(context: Context, node: Apply) -> Operand:
    """A function and its arguments."""
    arm = FUNCTIONS.get(node.function)
    if arm is not None and node.function not in context.formula.symbols:
        return arm(context, node)
    name = SPELLINGS.get(node.function, node.function)
    if name in p.UNARY and len(node.arguments) == 1 and not node.parameters:
        return _by_entry(context, name, node)
    return _call(context, node)


def _by_entry(context: Context, name: str, node: Apply) -> Operand:
    operand = settled(context.lower(node.arguments[0]))
    operand = dense(operand) if operand.form is Form.DIAGONAL else operand
    return operand.with_value(b.elementwise(name, operand.value))


def _call(context: Context, node: Apply) -> Operand:
    """A function of the author's own: it is called by its name."""
    arguments = [context.dense(argument) for argument in node.arguments]
    if any(argument.batch for argument in arguments):
        context.refuse(node, f"{node.function} of entries cannot be written: it is not defined")
    shape = context.inference.shape(node)
    if shape is None:
        shape = arguments[0].value.shape if arguments else ()
    context.warn(f"{node.function} is not defined in the formula: the code calls it by its name")
    return Operand(p.Call(shape, tuple(a.value for a in arguments), node.function))


def _logarithm(context: Context, node: Apply) -> Operand:
    """``log x``, and ``log_2 x``, ``log_10 x``, ``log_b x`` to a base."""
    if not node.parameters:
        return _by_entry(context, "log", node)
    base = scalar(context.lower(node.parameters[0]))
    for known in (2, 10):
        if b.is_number(base.value, known):
            return _by_entry(context, f"log{known}", node)
    natural = _by_entry(context, "log", node)
    return combine(context, b.divide, natural, base.with_value(b.elementwise("log", base.value)))


def _root(context: Context, node: Apply) -> Operand:
    """``√x``, and ``∛x`` with its degree as a parameter."""
    if not node.parameters:
        return _by_entry(context, "sqrt", node)
    degree = scalar(context.lower(node.parameters[0]))
    exponent = degree.with_value(b.divide(b.number(1), degree.value))
    return combine(context, b.power, context.lower(node.arguments[0]), exponent)


def _axes(context: Context, node: Apply, operand: Operand) -> list[int]:
    """Return the axes that the parameters name, or all of the operand's own."""
    if not node.parameters:
        return list(operand.axes)
    modes = {mode for mode in modes_of(context, node.parameters) if mode <= len(operand.core)}
    return [len(operand.batch) + mode - 1 for mode in modes]


def _reduction(kind: str) -> FunctionArm:
    """Return the arm of a reduction: over all entries, or over modes that stay with length 1."""

    def arm(context: Context, node: Apply) -> Operand:
        operand = context.dense(node.arguments[0])
        axes = _axes(context, node, operand)
        keep = bool(node.parameters)
        return operand.with_value(b.reduce(kind, operand.value, axes, keep=keep))

    return arm


def _deviation(context: Context, node: Apply) -> Operand:
    """``std(X)``, the root of the variance."""
    variance = _reduction("var")(context, node)
    return variance.with_value(b.elementwise("sqrt", variance.value))


def _extremum(kind: str, pairwise: str) -> FunctionArm:
    """Return the arm of max and min: over the entries of one argument, or of two entry by entry."""

    def arm(context: Context, node: Apply) -> Operand:
        if len(node.arguments) == 1:
            return _reduction(kind)(context, node)
        result = context.lower(node.arguments[0])
        for argument in node.arguments[1:]:
            result = combine(context, _PAIRWISE[pairwise], result, context.lower(argument))
        return result

    return arm


_PAIRWISE: dict[str, Callable[[p.Value, p.Value], p.Value]] = {
    name: (lambda left, right, name=name: b.elementwise(name, left, right))  # type: ignore[misc]
    for name in ("maximum", "minimum")
}


def _marginal_sum(context: Context, node: Apply) -> Operand:
    """``𝒫_k(X)``: the sum along modes, which stay with length 1."""
    modes = modes_of(context, node.parameters)
    operand = padded(context.dense(node.arguments[0]), 0)
    axes = [len(operand.batch) + mode - 1 for mode in modes if mode <= len(operand.core)]
    return operand.with_value(b.reduce("sum", operand.value, axes, keep=True))


def _softmax(context: Context, node: Apply) -> Operand:
    """``softmax(x)``: exp(x) over its sum, along the last axis or along the mode named."""
    operand = context.lower(node.arguments[0])
    operand = operand if operand.form is Form.ROW else dense(operand)
    axes = _axes(context, node, operand)[-1:] if operand.core else []
    if len(operand.core) > 1 and not node.parameters:
        context.warn("softmax is taken along the last axis")
    keep = len(axes) < len(operand.value.shape)
    top = b.reduce("max", operand.value, axes, keep=keep)
    powers = b.elementwise("exp", b.subtract(operand.value, top))
    return operand.with_value(b.divide(powers, b.reduce("sum", powers, axes, keep=keep)))


def _silu(context: Context, node: Apply) -> Operand:
    """``silu(x)``, x times its sigmoid."""
    x = dense(context.lower(node.arguments[0]))
    return x.with_value(b.multiply(x.value, b.elementwise("sigmoid", x.value)))


def _gelu(context: Context, node: Apply) -> Operand:
    """``gelu(x)``, x times the share of a normal distribution below it."""
    x = dense(context.lower(node.arguments[0]))
    scaled = b.divide(x.value, b.elementwise("sqrt", b.number(2)))
    share = b.divide(b.add(b.number(1), b.elementwise("erf", scaled)), b.number(2))
    return x.with_value(b.multiply(x.value, share))


def _log_of_sum(context: Context, node: Apply) -> Operand:
    """``logsumexp(x)``, its largest entry taken out so that nothing overflows."""
    operand = context.dense(node.arguments[0])
    axes, keep = _axes(context, node, operand), bool(node.parameters)
    if not axes:
        return operand
    largest = b.reduce("max", operand.value, axes, keep=keep)
    within = keep or len(axes) < len(operand.value.shape)
    top = b.reduce("max", operand.value, axes, keep=True) if within else largest
    powers = b.elementwise("exp", b.subtract(operand.value, top))
    total = b.elementwise("log", b.reduce("sum", powers, axes, keep=keep))
    return Operand(b.add(largest, total), operand.batch)


def _square(context: Context, node: Apply) -> Operand:
    """``square(x)``, the square of each entry."""
    operand = dense(settled(context.lower(node.arguments[0])))
    return operand.with_value(b.power(operand.value, b.number(2)))


def _log_determinant(context: Context, node: Apply) -> Operand:
    """``logdet(A)``."""
    determinant = _determinant(context, node)
    return determinant.with_value(b.elementwise("log", determinant.value))


def _trace(context: Context, node: Apply) -> Operand:
    """``tr(A)``."""
    operand = settled(context.lower(node.arguments[0]))
    if operand.form is Form.DIAGONAL:
        return Operand(b.reduce("sum", operand.value, operand.axes), operand.batch)
    if operand.is_scalar:
        return scalar(operand)
    return Operand(b.trace(as_matrix(dense(operand)).value), operand.batch)


def _determinant(context: Context, node: Apply) -> Operand:
    """``det(A)``."""
    operand = settled(context.lower(node.arguments[0]))
    if operand.form is Form.DIAGONAL:
        return Operand(b.reduce("prod", operand.value, operand.axes), operand.batch)
    if operand.is_scalar:
        return scalar(operand)
    return Operand(b.determinant(as_matrix(dense(operand)).value), operand.batch)


def _inverse(context: Context, node: Apply) -> Operand:
    """``inv(A)``."""
    return invert(context.lower(node.arguments[0]))


FUNCTIONS: dict[str, FunctionArm] = {
    "diag": lower_diag,
    "vec": lower_vec,
    "fold": lower_fold,
    "unfold": lower_unfold,
    "permute": lower_permute,
    "bc": lower_bc,
    "𝒫": _marginal_sum,
    "tr": _trace,
    "trace": _trace,
    "det": _determinant,
    "logdet": _log_determinant,
    "logsumexp": _log_of_sum,
    "square": _square,
    "inv": _inverse,
    "log": _logarithm,
    "sqrt": _root,
    "sum": _reduction("sum"),
    "prod": _reduction("prod"),
    "mean": _reduction("mean"),
    "var": _reduction("var"),
    "std": _deviation,
    "max": _extremum("max", "maximum"),
    "min": _extremum("min", "minimum"),
    "amax": _reduction("max"),
    "amin": _reduction("min"),
    "softmax": _softmax,
    "silu": _silu,
    "SiLU": _silu,
    "gelu": _gelu,
    "GELU": _gelu,
}
"""The functions that are more than a function of each entry."""
