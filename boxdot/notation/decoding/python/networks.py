"""Layers and losses, written out as what they compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding import comparing, gathering, reducing
from boxdot.notation.decoding.arrays import Array, number, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine, entrywise, extremum, negative, one
from boxdot.notation.decoding.indexing import indexed
from boxdot.notation.decoding.joining import concatenated
from boxdot.notation.decoding.matrices import identity, pseudoinverse
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.python import masking
from boxdot.notation.decoding.python.regrouping import chunk
from boxdot.notation.decoding.python.values import Masked, Value, array_of, several, whole_of
from boxdot.notation.decoding.rearranging import expanded, squeezed, swapped
from boxdot.notation.decoding.refusing import Refused

Given = Mapping[str, Value]
Handler = Callable[[Context, Given], Value]


def _of(given: Given, name: str, default: float) -> Array:
    """Return a number that an argument gives, or its default."""
    return array_of(given[name]) if given.get(name) is not None else number(default)


def finished(context: Context, given: Given, losses: Array) -> Array:
    """Return the mean of losses, or their sum, or all of them, as ``reduction`` says."""
    kind = given.get("reduction", "mean")
    if kind == "none" or (kind == "mean" and not losses.order):
        return losses
    if kind == "batchmean":
        total = reducing.reduced(context, "sum", losses)
        return combine(context, "/", total, of_size(losses.shape[0]))
    if kind not in ("mean", "sum"):
        raise Refused(f"the reduction {kind} is not understood here")
    return reducing.reduced(context, str(kind), losses)


def _difference(context: Context, given: Given) -> Array:
    return combine(context, "-", array_of(given["x"]), array_of(given["y"]))


def mse_loss(context: Context, given: Given) -> Value:
    """The mean squared difference."""
    return finished(context, given, power(context, _difference(context, given), of_size(2)))


def l1_loss(context: Context, given: Given) -> Value:
    """The mean absolute difference."""
    return finished(context, given, entrywise("abs", _difference(context, given)))


def cross_entropy(context: Context, given: Given) -> Value:
    """``F.cross_entropy(logits, target)``: of labels, or of probabilities."""
    logits, target = array_of(given["x"]), array_of(given["target"])
    axis = 1 if logits.order > 1 else 0
    logs = entrywise("log", reducing.softmax(logits, axis))
    if target.order == logits.order:
        products = combine(context, "*", logs, target)
        found = negative(reducing.reduced(context, "sum", products, [axis]))
        return finished(context, given, found)
    return nll_loss(context, {**given, "x": logs})


def nll_loss(context: Context, given: Given) -> Value:
    """``F.nll_loss(logs, target)``: less the entry at the label."""
    logs, target = array_of(given["x"]), array_of(given["target"])
    axis = 1 if logs.order > 1 else 0
    if logs.order == 2 and target.order == 1:
        counts = gathering.counting_places(1, 0, target.shape[0])
        chosen = gathering.gathered(context, logs, [counts, target])
    else:
        places = expanded(target, [axis])
        chosen = squeezed(gathering.taken_along(context, logs, places, axis), [axis])
    return finished(context, given, negative(chosen))


def binary_cross_entropy(context: Context, given: Given) -> Value:
    """−y log p − (1 − y) log(1 − p)."""
    p, y = array_of(given["x"]), array_of(given["y"])
    first = combine(context, "*", y, entrywise("log", p))
    rest = [combine(context, "-", one(), part) for part in (y, p)]
    second = combine(context, "*", rest[0], entrywise("log", rest[1]))
    return finished(context, given, negative(combine(context, "+", first, second)))


def with_logits(context: Context, given: Given) -> Value:
    """Binary cross entropy of a sigmoid: softplus(z) − y z."""
    z, y = array_of(given["x"]), array_of(given["y"])
    product = combine(context, "*", y, z)
    return finished(context, given, combine(context, "-", entrywise("softplus", z), product))


def kl_div(context: Context, given: Given) -> Value:
    """``F.kl_div(log q, p)``: p (log p − log q)."""
    logs, target = array_of(given["x"]), array_of(given["y"])
    in_logs = given.get("log_target") is True
    told = target if in_logs else entrywise("log", target)
    weights = entrywise("exp", target) if in_logs else target
    return finished(
        context, given, combine(context, "*", weights, combine(context, "-", told, logs))
    )


def huber(context: Context, given: Given) -> Value:
    """Half the square up to delta, beyond it delta times the distance less delta / 2."""
    delta = _of(given, "delta", 1.0)
    distance = entrywise("abs", _difference(context, given))
    half = combine(context, "/", power(context, distance, of_size(2)), of_size(2))
    far = combine(context, "-", distance, combine(context, "/", delta, of_size(2)))
    near = comparing.compare(context, "<=", distance, delta)
    line = far if delta.size == 1 else combine(context, "*", delta, far)
    return finished(context, given, comparing.where(context, near, half, line))


def glu(context: Context, given: Given) -> Value:
    """``F.glu(x, dim)``: one half times the sigmoid of the other."""
    axis = given.get("axis", of_size(-1))
    first, second = several(chunk(context, {"x": given["x"], "parts": of_size(2), "axis": axis}))
    return combine(context, "*", array_of(first), entrywise("sigmoid", array_of(second)))


def attention(context: Context, given: Given) -> Value:
    """``F.scaled_dot_product_attention(q, k, v, mask)``."""
    q, k, v = (array_of(given[name]) for name in ("q", "k", "v"))
    if "dropout_p" in given and array_of(given["dropout_p"]).size != 0:
        raise Refused("dropout draws at random, which has no notation")
    width = entrywise("sqrt", of_size(q.shape[-1]))
    scale = combine(context, "/", one(), width) if given.get("scale") is None else None
    scores = matmul(context, q, swapped(k, -1, -2))
    if scale is None:
        scores = combine(context, "*", array_of(given["scale"]), scores)
    else:
        scores = combine(context, "/", scores, width)
    masked = _masked_scores(context, given, scores)
    if isinstance(masked, Masked):
        return matmul(context, masking.softmax(context, masked, -1), v)
    return matmul(context, reducing.softmax(array_of(masked), -1), v)


def _masked_scores(context: Context, given: Given, scores: Array) -> Value:
    if given.get("is_causal") is True:
        rows, columns = scores.shape[-2:]
        first = view(counting(context, rows), [0, None])
        second = view(counting(context, columns), [None, 0])
        return Masked(scores, comparing.compare(context, ">=", first, second))
    mask = given.get("mask")
    if mask is None:
        return scores
    if isinstance(mask, Masked):
        return masking.with_masked(context, "+", scores, mask)
    array = array_of(mask)
    return Masked(scores, array) if array.truth else combine(context, "+", scores, array)


def counting(context: Context, size: algebra.Size) -> Array:
    """Return 0, 1, … that only compare with one another."""
    return gathering.counting_places(1, 0, size)


def batch_norm(context: Context, given: Given) -> Value:
    """``F.batch_norm(x, mean, var, weight, bias, training, momentum, eps)``: along axis 1."""
    array = array_of(given["x"])
    axes = [n for n in range(array.order) if n != 1]
    if given.get("training") is True:
        mean = reducing.reduced(context, "mean", array, axes, keep=True)
        variance = reducing.reduced(context, "var", array, axes, keep=True)
    else:
        mean, variance = (_channels(given[name], array) for name in ("mean", "var"))
    return _normalised(context, given, array, mean, variance)


def instance_norm(context: Context, given: Given) -> Value:
    """``F.instance_norm(x, weight=w, bias=b)``: along all but the first two axes."""
    array = array_of(given["x"])
    axes = list(range(2, array.order))
    mean = reducing.reduced(context, "mean", array, axes, keep=True)
    variance = reducing.reduced(context, "var", array, axes, keep=True)
    return _normalised(context, given, array, mean, variance)


def _normalised(
    context: Context, given: Given, array: Array, mean: Array, variance: Array
) -> Array:
    """Return (x − mean) / √(variance + eps), times a weight and plus a bias along axis 1."""
    root = entrywise("sqrt", combine(context, "+", variance, _of(given, "eps", 1e-5)))
    found = combine(context, "/", combine(context, "-", array, mean), root)
    for name, sign in (("weight", "*"), ("bias", "+")):
        if given.get(name) is not None:
            found = combine(context, sign, found, _channels(given[name], array))
    return found


def _channels(value: Value, array: Array) -> Array:
    """Return one number a channel as an array that is stretched along the other axes."""
    return view(array_of(value), [0 if n == 1 else None for n in range(array.order)])


def rms_norm(context: Context, given: Given) -> Value:
    """``F.rms_norm(x, shape, weight, eps)``: x / √(mean(x²) + eps)."""
    array = array_of(given["x"])
    count = len(several(given["normalized_shape"]))
    axes = list(range(array.order - count, array.order))
    squares = power(context, array, of_size(2))
    mean = reducing.reduced(context, "mean", squares, axes, keep=True)
    if given.get("eps") is None:
        raise Refused("eps hangs on the kind of numbers", "give it")
    root = entrywise("sqrt", combine(context, "+", mean, array_of(given["eps"])))
    found = combine(context, "/", array, root)
    if given.get("weight") is None:
        return found
    return combine(context, "*", found, array_of(given["weight"]))


def elu(context: Context, given: Given) -> Value:
    """max(x, 0) + α (exp(min(x, 0)) − 1)."""
    array, alpha = array_of(given["x"]), _of(given, "alpha", 1.0)
    below = entrywise("expm1", extremum(context, "min", array, number(0)))
    scaled = below if alpha.size == 1 else combine(context, "*", alpha, below)
    return combine(context, "+", extremum(context, "max", array, number(0)), scaled)


def log_sigmoid(context: Context, given: Given) -> Value:
    """−softplus(−x)."""
    return negative(entrywise("softplus", negative(array_of(given["x"]))))


def hypot(context: Context, x: Array, y: Array) -> Array:
    """√(x² + y²)."""
    squares = [power(context, array, of_size(2)) for array in (x, y)]
    return entrywise("sqrt", combine(context, "+", *squares))


def logaddexp(context: Context, x: Array, y: Array) -> Array:
    """log(exp x + exp y)."""
    return entrywise("log", combine(context, "+", entrywise("exp", x), entrywise("exp", y)))


def lerp(context: Context, given: Given) -> Value:
    """``torch.lerp(x, y, w)``: x + w (y − x)."""
    x, weight = array_of(given["x"]), array_of(given["w"])
    step = combine(context, "*", weight, combine(context, "-", array_of(given["y"]), x))
    return combine(context, "+", x, step)


def added_product(kind: str) -> Handler:
    """Return the handler of ``torch.addmm(c, a, b)`` and its kin: beta c + alpha a b."""

    def handler(context: Context, given: Given) -> Value:
        first, second = array_of(given["x"]), array_of(given["y"])
        sign = {"addcmul": "*", "addcdiv": "/"}.get(kind)
        product = (
            matmul(context, first, second)
            if sign is None
            else combine(context, sign, first, second)
        )
        start = array_of(given["start"])
        for name, is_start in (("beta", True), ("alpha", False), ("value", False)):
            if name in given:
                factor = array_of(given[name])
                if is_start:
                    start = combine(context, "*", factor, start)
                else:
                    product = combine(context, "*", factor, product)
        return combine(context, "+", start, product)

    return handler


def row_products(context: Context, given: Given) -> Value:
    """``np.linalg.vecdot(x, y, axis)``: inner products along an axis."""
    product = combine(context, "*", array_of(given["x"]), array_of(given["y"]))
    axis = whole_of(given["axis"]) if given.get("axis") is not None else -1
    if product.order == 1:
        return matmul(context, array_of(given["x"]), array_of(given["y"]))
    return reducing.reduced(context, "sum", product, [axis])


def cross(context: Context, x: Array, y: Array) -> Array:
    """``np.cross(x, y)`` of vectors with three entries."""
    if x.shape != (3,) or y.shape != (3,):
        raise Refused("the cross product is read of vectors with three entries")
    a, b = ([indexed(array, [n]) for n in range(3)] for array in (x, y))
    entries = []
    for n in range(3):
        i, j = (n + 1) % 3, (n + 2) % 3
        pair = combine(context, "*", a[i], b[j]), combine(context, "*", a[j], b[i])
        entries.append(view(combine(context, "-", *pair), [None]))
    return concatenated(context, entries, 0)


def least_squares(context: Context, given: Given) -> Value:
    """``np.linalg.lstsq(A, b)``: pinv(A) b, of least norm among the best ones."""
    solution = matmul(context, pseudoinverse(array_of(given["x"])), array_of(given["y"]))
    return (solution, None, None, None)


def filled_diagonal(context: Context, given: Given) -> Array:
    """``np.fill_diagonal(A, value)``: what A is after it."""
    array, value = array_of(given["x"]), array_of(given["value"])
    if array.order != 2:
        raise Refused("the diagonal of a square matrix is filled here")
    context.demand_same(array.shape[0], array.shape[1], "a square matrix is needed")
    if value.order:
        raise Refused("a diagonal is filled with one number here")
    diagonal = identity(array.shape[0])
    kept = combine(context, "*", array, combine(context, "-", one(), diagonal))
    if value.size == 0:
        return kept
    return combine(context, "+", kept, combine(context, "*", value, diagonal))


def heaviside(context: Context, given: Given) -> Value:
    """``np.heaviside(x, half)``: 1 where x is positive, half where it is 0."""
    array, half = array_of(given["x"]), array_of(given["y"])
    above = replace(comparing.compare(context, ">", array, number(0)), truth=False)
    if half.size == 0:
        return above
    zero = replace(comparing.compare(context, "==", array, number(0)), truth=False)
    return combine(context, "+", above, combine(context, "*", half, zero))


def _between(context: Context, array: Array, low: Array, high: Array) -> Array:
    return extremum(context, "min", extremum(context, "max", array, low), high)


def relu6(context: Context, given: Given) -> Value:
    """min(max(x, 0), 6)."""
    return _between(context, array_of(given["x"]), number(0), number(6))


def hardtanh(context: Context, given: Given) -> Value:
    """min(max(x, −1), 1)."""
    low, high = (given.get(name) for name in ("low", "high"))
    ends = (
        of_size(-1) if low is None else array_of(low),
        number(1) if high is None else array_of(high),
    )
    return _between(context, array_of(given["x"]), *ends)


def softsign(context: Context, given: Given) -> Value:
    """x / (1 + |x|)."""
    array = array_of(given["x"])
    return combine(context, "/", array, combine(context, "+", number(1), entrywise("abs", array)))
