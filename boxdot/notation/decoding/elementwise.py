"""Operations entry by entry: what the code aligns is written so that the notation aligns it too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, number, of_size, tensor, view, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Negate, Number, Op
from boxdot.notation.hazards.law import Outcome, outcome
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape, Size
from boxdot.notation.shapes.spelling import shape_text

OPERATORS = {
    "+": (Op.ADD, Op.BOXPLUS, Op.ADD),
    "-": (Op.SUBTRACT, Op.BOXMINUS, Op.SUBTRACT),
    "*": (Op.HADAMARD, Op.BOXDOT, Op.MATMUL),
    "/": (Op.OSLASH, Op.BOXSLASH, Op.DIVIDE),
}
"""Each sign: between equal shapes, between shapes that are stretched, between numbers."""

_SIZES: dict[str, Callable[[Size, Size], Size]] = {
    "+": algebra.add,
    "-": algebra.subtract,
    "*": algebra.multiply,
    "//": algebra.divide,
}


def combine(context: Context, sign: str, left: Array, right: Array) -> Array:
    """Return ``left + right``, and ``- * / //`` alike."""
    if left.size is not None and right.size is not None and sign in _SIZES:
        return of_size(_SIZES[sign](left.size, right.size))
    count = _counted(context, sign, left, right)
    if count is not None:
        return _combined(context, sign, left, right).with_count(*count)
    return _combined(context, sign, left, right)


def _counted(
    context: Context, sign: str, left: Array, right: Array
) -> tuple[Size, tuple[Size, ...]] | None:
    """Return what a sum, a difference or a multiple of counting arrays counts."""
    first, second = left.counting, right.counting
    if first is None or second is None or sign not in "+-*":
        return None
    order = max(left.order, right.order)
    steps = [_padded_steps(context, one[1], order) for one in (first, second)]
    if sign == "*":
        if left.order and right.order:
            return None
        (start, _), times = (first, second[0]) if left.order else (second, first[0])
        own = steps[0] if left.order else steps[1]
        return algebra.multiply(start, times), tuple(algebra.multiply(n, times) for n in own)
    join = _SIZES[sign]
    return join(first[0], second[0]), tuple(map(join, *steps))


def _padded_steps(context: Context, steps: tuple[Size, ...], order: int) -> tuple[Size, ...]:
    none = (0,) * (order - len(steps))
    return (*none, *steps) if context.convention is Convention.C else (*steps, *none)


def _combined(context: Context, sign: str, left: Array, right: Array) -> Array:
    if sign not in OPERATORS:
        raise Refused(f"{sign} has no notation", "only lengths of axes are divided without a rest")
    if not left.order or not right.order:
        return _with_number(sign, left, right)
    first, second, shape = aligned(context, left, right)
    strict, broadcasting, _ = OPERATORS[sign]
    op = strict if first.shape == second.shape else broadcasting
    if first.axes == second.axes and len(first.base) == len(second.base):
        base = tuple(map(_longer, first.base, second.base))
        return Array(Binary(op, first.node, second.node), base, first.axes)
    return whole(Binary(op, tensor(first), tensor(second)), shape)


def _longer(left: Size, right: Size) -> Size:
    return right if left == 1 else left


def _with_number(sign: str, left: Array, right: Array) -> Array:
    """Combine where one of the two is a number: the other keeps its axes."""
    _, broadcasting, plain = OPERATORS[sign]
    if not left.order and not right.order:
        return whole(_of_numbers(plain, left.node, right.node), ())
    array = left if left.order else right
    if sign == "*":
        node: Expr = Binary(Op.MATMUL, (right if left.order else left).node, array.node)
    elif sign == "/" and left.order:
        node = Binary(Op.DIVIDE, left.node, right.node)
    else:
        node = Binary(broadcasting, left.node, right.node)
    return Array(node, array.base, array.axes)


def _of_numbers(op: Op, left: Expr, right: Expr) -> Expr:
    if op is Op.MATMUL and isinstance(right, Number):
        if isinstance(left, Number):
            return Binary(Op.DOT, left, right)
        left, right = right, left
    return Binary(op, left, right)


def aligned(context: Context, left: Array, right: Array) -> tuple[Array, Array, Shape]:
    """Return two arrays with one number of axes, as the language aligns them, and their shape."""
    order = max(left.order, right.order)
    shapes = left.shape, right.shape
    first, second = (_padded(context, array, order) for array in (left, right))
    joint = []
    for one, other in zip(first.shape, second.shape, strict=True):
        size = context.joint(one, other)
        if size is None:
            _raise_mismatch(context, *shapes)
        else:
            joint.append(size)
    warn_of_alignment(context, *shapes)
    return first, second, tuple(joint)


def _padded(context: Context, array: Array, order: int) -> Array:
    new = (None,) * (order - array.order)
    own = tuple(range(array.order))
    return view(array, (*new, *own) if context.convention is Convention.C else (*own, *new))


def _raise_mismatch(context: Context, left: Shape, right: Shape) -> None:
    texts = shape_text(left), shape_text(right)
    kind = "DimensionMismatch" if context.language == "Julia" else "an error"
    message = f"{context.language} raises {kind} here: {texts[0]} and {texts[1]} do not broadcast"
    hint = "write where the axes belong, as in B[:, :, None]"
    if context.convention is Convention.C and len(left) != len(right):
        if outcome(left, right).notation:
            shorter = min(left, right, key=len)
            marks = ", ".join([*(":",) * len(shorter), *("None",) * abs(len(left) - len(right))])
            hint = f"the notation pairs the first axes; for that write [{marks}] behind the shorter"
    else:
        hint = "check the shapes that are declared"
    raise Refused(message, hint, raises=True)


def warn_of_alignment(context: Context, left: Shape, right: Shape) -> None:
    """Warn where the code pairs other axes than the notation would, written alike."""
    if context.convention is not Convention.C or len(left) == len(right):
        return
    found = outcome(left, right)
    if found in _WARNINGS:
        pair = f"{shape_text(left)} and {shape_text(right)}"
        context.warn(f"{context.language} pairs the last axes of {pair}; {_WARNINGS[found]}")


_WARNINGS = {
    Outcome.UNDEFINED: "for the notation, which pairs the first ones, this is undefined",
    Outcome.OTHER_SHAPE: "the notation pairs the first ones, which has another shape",
    Outcome.OTHER_VALUES: "the notation pairs the first ones, which has other values",
}


def entrywise(function: str, array: Array, *parameters: Expr) -> Array:
    """Return a function of each entry."""
    node = Apply(function, (array.node,), parameters)
    return Array(node, array.base, array.axes)


def negative(array: Array) -> Array:
    """Return ``-x``."""
    if array.size is not None:
        return of_size(algebra.subtract(0, array.size))
    if isinstance(array.node, Negate):
        return replace(array, node=array.node.operand, truth=False)
    return replace(array, node=Negate(array.node), truth=False)


def extremum(context: Context, function: str, left: Array, right: Array) -> Array:
    """Return the larger or the smaller one, entry by entry."""
    if not left.order or not right.order:
        array = left if left.order else right
        return Array(Apply(function, (left.node, right.node)), array.base, array.axes)
    first, second, shape = aligned(context, left, right)
    nodes = [
        one if array.shape == shape else Apply("bc", (one, Apply("size", (other,))))
        for one, other, array in (
            (tensor(first), tensor(second), first),
            (tensor(second), tensor(first), second),
        )
    ]
    return whole(Apply(function, tuple(nodes)), shape)


def one() -> Array:
    """Return the number 1."""
    return number(1)
