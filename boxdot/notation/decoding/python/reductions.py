"""Reductions and choices of the array libraries, by their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding import comparing, rearranging, reducing
from boxdot.notation.decoding.arrays import Array, Chosen, number, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine, entrywise, extremum
from boxdot.notation.decoding.matrices import determinant
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.python import masking
from boxdot.notation.decoding.python.axes import FUNCTIONS_OF_TRIANGLES
from boxdot.notation.decoding.python.changing import behind
from boxdot.notation.decoding.python.filling import literal
from boxdot.notation.decoding.python.values import (
    Items,
    Masked,
    Value,
    array_of,
    axes_of,
    several,
    whole_of,
)
from boxdot.notation.decoding.rearranging import place_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Norm, Number, Symbol

Given = Mapping[str, Value]
Handler = Callable[[Context, Given], Value]


def reduce_with(kind: str, *, pairs: bool = False) -> Handler:
    """Return the handler of a reduction; with ``pairs`` PyTorch gives values and places."""

    def handler(context: Context, given: Given) -> Value:
        if isinstance(given["x"], Chosen) and kind in ("sum", "mean"):
            return _of_chosen(context, kind, given["x"], given)
        array = literal_or_array(context, given["x"])
        if given.get("where") is not None:
            return _where_true(context, kind, array, given)
        if context.language == "PyTorch" and pairs:
            if "axis" in given and isinstance(given["axis"], Array) and given["axis"].order:
                return extremum(context, kind, array, given["axis"])
            if "axis" in given:
                values = reducing.reduced(
                    context, kind, array, axes_of(given["axis"]), keep=keep_of(given)
                )
                return (values, None)
        return reducing.reduced(
            context, kind, array, axes_of(given.get("axis")), keep=keep_of(given)
        )

    return handler


def _of_chosen(context: Context, kind: str, chosen: Chosen, given: Given) -> Array:
    """Return the sum of x ⊙ m, or that over the sum of m."""
    product = combine(context, "*", chosen.array, behind(chosen))
    places = _places_of_chosen(chosen, given)
    total = reducing.reduced(context, "sum", product, places, keep=keep_of(given))
    if kind == "sum":
        return total
    count_ = reducing.reduced(context, "sum", chosen.mask)
    others = [chosen.array.shape[n] for n in places if n >= chosen.mask.order]
    if others:
        count_ = combine(context, "*", of_size(algebra.product(others)), count_)
    return combine(context, "/", total, count_)


def _places_of_chosen(chosen: Chosen, given: Given) -> list[int]:
    """Return the axes of the whole array that are reduced; what is chosen is along the first."""
    order, first = chosen.array.order, chosen.mask.order
    axes = axes_of(given.get("axis"))
    if axes is None:
        return list(range(order))
    own = [place_of(axis, order - first + 1) for axis in axes]
    if 0 not in own or (keep_of(given) and first > 1):
        raise Refused("how many entries a mask chooses depends on their values", "reduce axis 0")
    return [*range(first), *(n + first - 1 for n in own if n)]


def _where_true(context: Context, kind: str, array: Array, given: Given) -> Array:
    """Return the sum or the mean of the entries where a mask is true: ``np.sum(x, where=m)``."""
    mask = array_of(given["where"])
    if kind not in ("sum", "mean") or not mask.truth:
        raise Refused("where is read in sums and means, as a condition")
    mask = rearranging.stretched(context, mask, array.shape) if mask.shape != array.shape else mask
    axes, keep = axes_of(given.get("axis")), keep_of(given)
    product = combine(context, "*", array, mask)
    total = reducing.reduced(context, "sum", product, axes, keep=keep)
    if kind == "sum":
        return total
    return combine(context, "/", total, reducing.reduced(context, "sum", mask, axes, keep=keep))


def truth_with(kind: str) -> Handler:
    """Return the handler of ``any`` and ``all``: the largest, or the smallest, of 0 and 1."""

    def handler(context: Context, given: Given) -> Value:
        array = array_of(given["x"])
        if not array.truth:
            array = comparing.compare(context, "!=", array, number(0))
        found = reducing.reduced(
            context, kind, array, axes_of(given.get("axis")), keep=keep_of(given)
        )
        return replace(found, truth=True)

    return handler


def spread_between(context: Context, given: Given) -> Value:
    """``np.ptp(x, axis)``: the largest less the smallest."""
    array, axes = array_of(given["x"]), axes_of(given.get("axis"))
    ends = [
        reducing.reduced(context, kind, array, axes, keep=keep_of(given)) for kind in ("max", "min")
    ]
    return combine(context, "-", *ends)


def literal_or_array(context: Context, value: Value) -> Array:
    """Return an array, also one that is written as a list."""
    return literal(context, value) if isinstance(value, Items) else array_of(value)


def keep_of(given: Given) -> bool:
    """Return whether reduced axes stay."""
    return given.get("keepdims", False) is True


def spread_with(kind: str) -> Handler:
    """Return the handler of ``var`` and ``std``, which PyTorch divides by n − 1."""

    def handler(context: Context, given: Given) -> Value:
        less = 1 if context.language == "PyTorch" else 0
        if given.get("ddof") is not None:
            less = whole_of(given["ddof"])
        if "unbiased" in given:
            less = 1 if given["unbiased"] is True else 0
        axes = axes_of(given.get("axis"))
        array = array_of(given["x"])
        return reducing.spread(context, kind, array, axes, keep=keep_of(given), less=less)

    return handler


def norm(context: Context, given: Given) -> Value:
    """``np.linalg.norm``, ``torch.norm``."""
    order = _order_of(given.get("ord", given.get("p")))
    axes = axes_of(given.get("axis"))
    return reducing.norm(context, array_of(given["x"]), order, axes, keep=keep_of(given))


def vector_norm(context: Context, given: Given) -> Value:
    """``torch.linalg.vector_norm``: of all entries, whatever the order."""
    return norm_of_all(context, {**given, "p": given.get("ord")})


def _order_of(value: Value) -> float | str | None:
    if value is None or isinstance(value, str):
        return value
    node = array_of(value).node
    if isinstance(node, Number):
        return float(node.value)
    if isinstance(node, Symbol) and node.name == "∞":
        return float("inf")
    raise Refused("the order of this norm is not understood")


def softmax(context: Context, given: Given) -> Value:
    """``softmax(x, axis=-1)``."""
    return reducing.softmax(array_of(given["x"]), _softmax_axis(given))


def log_softmax(context: Context, given: Given) -> Value:
    """``log_softmax(x, axis=-1)``."""
    return entrywise("log", reducing.softmax(array_of(given["x"]), _softmax_axis(given)))


def _softmax_axis(given: Given) -> int:
    axis = given.get("axis")
    if axis is None and array_of(given["x"]).order > 1 and "axis" in given:
        raise Refused("a softmax over all axes has no notation")
    return -1 if axis is None else whole_of(axis)


def logsumexp(context: Context, given: Given) -> Value:
    """``logsumexp(x, axis)``: log of the sum of exp."""
    if given.get("b") is not None:
        raise Refused("weights of logsumexp are not read", "write log of a sum of products")
    powers = entrywise("exp", array_of(given["x"]))
    total = reducing.reduced(
        context, "sum", powers, axes_of(given.get("axis")), keep=keep_of(given)
    )
    return entrywise("log", total)


def average(context: Context, given: Given) -> Value:
    """``np.average(x, axis, weights)``."""
    array, axes = array_of(given["x"]), axes_of(given.get("axis"))
    if given.get("weights") is None:
        return reducing.reduced(context, "mean", array, axes)
    weights = array_of(given["weights"])
    if weights.order == 1 and axes is not None and array.order > 1:
        place = axes[0] % array.order
        marks: list[int | None] = [None] * array.order
        marks[place] = 0
        weights = view(weights, marks)
    elif weights.shape != array.shape:
        raise Refused("the weights need the shape of the array, or one axis")
    total = reducing.reduced(context, "sum", combine(context, "*", array, weights), axes)
    own = None if weights.shape != array.shape or axes is None else axes
    return combine(context, "/", total, reducing.reduced(context, "sum", weights, own))


def count(context: Context, given: Given) -> Value:
    """``np.count_nonzero``: ‖X‖₀ of all entries."""
    if given.get("axis") is None and not keep_of(given):
        return Array(Norm(array_of(given["x"]).node, "0"))
    hits = comparing.compare(context, "!=", array_of(given["x"]), number(0))
    return reducing.reduced(context, "sum", hits, axes_of(given.get("axis")), keep=keep_of(given))


def where(context: Context, given: Given) -> Value:
    """``np.where(c, x, y)``."""
    if "x" not in given or "y" not in given:
        raise Refused("where with a condition alone gives places, which have no notation")
    return masking.chosen(context, array_of(given["condition"]), given["x"], given["y"])


def masked_fill(context: Context, given: Given) -> Value:
    """``x.masked_fill(mask, value)`` of PyTorch."""
    return masking.chosen(context, array_of(given["mask"]), given["value"], given["x"])


def clip(context: Context, given: Given) -> Value:
    """``np.clip(x, low, high)``."""
    array = array_of(given["x"])
    for name, function in (("low", "max"), ("high", "min")):
        if given.get(name) is not None:
            array = extremum(context, function, array, array_of(given[name]))
    return array


def gelu(context: Context, given: Given) -> Value:
    """``gelu(x)``; that of JAX is an approximation by default."""
    if given.get("approximate", context.language == "JAX") in (True, "tanh"):
        context.warn(
            f"gelu of {context.language} approximates here; the notation has the exact function"
        )
    return entrywise("gelu", array_of(given["x"]))


def leaky_relu(context: Context, given: Given) -> Value:
    """max(x, 0) + slope min(x, 0)."""
    array = array_of(given["x"])
    slope = array_of(given["slope"]) if "slope" in given else number(0.01)
    below = combine(context, "*", slope, extremum(context, "min", array, number(0)))
    return combine(context, "+", extremum(context, "max", array, number(0)), below)


def normalize(context: Context, given: Given) -> Value:
    """``F.normalize(x)``: over the 2-norm along an axis, held above eps."""
    array = array_of(given["x"])
    order = _order_of(given.get("p"))
    axes = axes_of(given["axis"]) if "axis" in given else [1]
    length = reducing.norm(context, array, None if order == 2 else order, axes, keep=True)
    least = array_of(given["eps"]) if "eps" in given else number(1e-12)
    return combine(context, "/", array, extremum(context, "max", length, least))


def layer_norm(context: Context, given: Given) -> Value:
    """``F.layer_norm(x, shape, weight, bias, eps)``."""
    array = array_of(given["x"])
    count_ = len(several(given["normalized_shape"]))
    axes = list(range(array.order - count_, array.order))
    mean = reducing.reduced(context, "mean", array, axes, keep=True)
    variance = reducing.reduced(context, "var", array, axes, keep=True)
    eps = array_of(given["eps"]) if "eps" in given else number(1e-5)
    deviation = entrywise("sqrt", combine(context, "+", variance, eps))
    result = combine(context, "/", combine(context, "-", array, mean), deviation)
    for name, sign in (("weight", "*"), ("bias", "+")):
        if given.get(name) is not None:
            result = combine(context, sign, result, array_of(given[name]))
    return result


def cosine_similarity(context: Context, given: Given) -> Value:
    """``F.cosine_similarity(x, y, dim=1, eps)``: over the product of the norms, held above eps."""
    pair = array_of(given["x"]), array_of(given["y"])
    axes = axes_of(given["axis"]) if "axis" in given else [1]
    eps = array_of(given["eps"]) if "eps" in given else number(1e-8)
    inner = reducing.reduced(context, "sum", combine(context, "*", *pair), axes)
    norms = [reducing.norm(context, one, None, axes, keep=False) for one in pair]
    lengths = combine(context, "*", *norms)
    return combine(context, "/", inner, extremum(context, "max", lengths, eps))


def cdist(context: Context, given: Given) -> Value:
    """``torch.cdist(x, y)``: the distance of every row of x to every row of y."""
    left, right = array_of(given["x"]), array_of(given["y"])
    if left.order != 2 or right.order != 2:
        raise Refused("distances are read between the rows of two matrices")
    difference = combine(context, "-", view(left, [0, None, 1]), view(right, [None, 0, 1]))
    return reducing.norm(context, difference, None, [2], keep=False)


def covariance(context: Context, given: Given) -> Value:
    """``np.cov(X, rowvar=False)``: of the rows, or of the columns."""
    array = array_of(given["x"])
    if array.order != 2 or any(given.get(name) is not None for name in ("y", "bias", "ddof")):
        raise Refused("a covariance is read of one matrix, over n − 1")
    rowvar = given.get("rowvar", True)
    by_columns = rowvar is False or (isinstance(rowvar, Array) and rowvar.size == 0)
    rows = view(array, [1, 0]) if by_columns else array
    size = rows.shape[1]
    centred = combine(context, "-", rows, reducing.reduced(context, "mean", rows, [1], keep=True))
    product = matmul(context, centred, view(centred, [1, 0]))
    return combine(context, "/", product, of_size(algebra.subtract(size, 1)))


def slogdet(context: Context, given: Given) -> Value:
    """``np.linalg.slogdet(A)``: the sign of the determinant, and the log of its magnitude."""
    found = determinant(context, array_of(given["x"]))
    return entrywise("sign", found), entrywise("log", entrywise("abs", found))


def logdet(context: Context, given: Given) -> Value:
    """``torch.logdet(A)``."""
    return entrywise("log", determinant(context, array_of(given["x"])))


def _masked_of(given: Given) -> Masked:
    value = given["x"]
    assert isinstance(value, Masked)
    return value


MASKED: dict[str, Handler] = {
    "exp": lambda context, given: masking.exponential(context, _masked_of(given)),
    "softmax": lambda context, given: masking.softmax(
        context, _masked_of(given), _masked_axis(given)
    ),
    "logsumexp": lambda context, given: masking.logsumexp(
        context, _masked_of(given), axes_of(given.get("axis")), keep=keep_of(given)
    ),
    "where": where,
    "masked_fill": masked_fill,
    "tril": lambda context, given: FUNCTIONS_OF_TRIANGLES["tril"](context, given),
    "triu": lambda context, given: FUNCTIONS_OF_TRIANGLES["triu"](context, given),
    **dict.fromkeys(
        ("float", "to", "type", "astype", "copy", "clone"), lambda _, given: given["x"]
    ),
}
"""What may be done with an array that is −∞ in places."""


def _masked_axis(given: Given) -> int:
    axis = given.get("axis")
    return -1 if axis is None else whole_of(axis)


def norm_of_all(context: Context, given: Given) -> Value:
    """``torch.norm(x, p, dim)``: of the entries, whatever the order of the array."""
    order = _order_of(given.get("p"))
    order = None if order in (2, "fro") else order
    axes = axes_of(given.get("axis"))
    return reducing.norm(
        context, array_of(given["x"]), order, axes, keep=keep_of(given), of_entries=True
    )
