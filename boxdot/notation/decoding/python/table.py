"""The functions that are understood: name, parameters, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from boxdot.notation.decoding import comparing, elementwise, matrices, products, rearranging
from boxdot.notation.decoding.arrays import Array, of_size
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.python import (
    axes,
    filling,
    grouping,
    networks,
    reductions,
    regrouping,
    sums,
)
from boxdot.notation.decoding.python.values import Value, array_of

Handler = Callable[[Context, Mapping[str, Value]], Value]


class Row(NamedTuple):
    """One function: its parameters in order, and what it makes of them."""

    signature: str
    handler: Handler


def _entrywise(function: str) -> Row:
    return Row("x", lambda context, given: elementwise.entrywise(function, array_of(given["x"])))


def _unary(handler: Callable[[Context, Array], Array]) -> Row:
    return Row("x", lambda context, given: handler(context, array_of(given["x"])))


def _binary(handler: Callable[[Context, Array, Array], Array]) -> Row:
    def two(context: Context, given: Mapping[str, Value]) -> Value:
        return handler(context, array_of(given["x"]), array_of(given["y"]))

    return Row("x y", two)


def _sign(sign: str) -> Row:
    return _binary(lambda context, x, y: elementwise.combine(context, sign, x, y))


def _relation(sign: str) -> Row:
    return _binary(lambda context, x, y: comparing.compare(context, sign, x, y))


def _extremum(function: str) -> Row:
    return _binary(lambda context, x, y: elementwise.extremum(context, function, x, y))


_ENTRYWISE = {
    **{
        name: name
        for name in (
            "exp expm1 log log2 log10 log1p sqrt abs sign floor ceil sin cos tan arcsin arccos "
            "arctan sinh cosh tanh arcsinh arccosh arctanh sigmoid relu softplus erf conj square "
            "silu cbrt"
        ).split()
    },
    "absolute": "abs",
    "fabs": "abs",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
    "expit": "sigmoid",
    "swish": "silu",
    "conjugate": "conj",
}


def _square(context: Context, array: Array) -> Array:
    return power(context, array, of_size(2))


def _reciprocal(context: Context, array: Array) -> Array:
    return elementwise.combine(context, "/", elementwise.one(), array)


def _rsqrt(context: Context, array: Array) -> Array:
    return _reciprocal(context, elementwise.entrywise("sqrt", array))


FUNCTIONS: dict[str, Row] = {
    **{name: _entrywise(function) for name, function in _ENTRYWISE.items()},
    "square": _unary(_square),
    "reciprocal": _unary(_reciprocal),
    "rsqrt": _unary(_rsqrt),
    "negative": _unary(lambda context, x: elementwise.negative(x)),
    "neg": _unary(lambda context, x: elementwise.negative(x)),
    "add": _sign("+"),
    "subtract": _sign("-"),
    "sub": _sign("-"),
    "multiply": _sign("*"),
    "mul": _sign("*"),
    "divide": _sign("/"),
    "true_divide": _sign("/"),
    "div": _sign("/"),
    "power": _binary(power),
    "pow": _binary(power),
    "float_power": _binary(power),
    **{
        name: _relation(sign)
        for name, sign in (
            ("greater", ">"),
            ("gt", ">"),
            ("greater_equal", ">="),
            ("ge", ">="),
            ("less", "<"),
            ("lt", "<"),
            ("less_equal", "<="),
            ("le", "<="),
            ("equal", "=="),
            ("eq", "=="),
            ("not_equal", "!="),
            ("ne", "!="),
        )
    },
    "logical_not": _unary(comparing.negation),
    "logical_and": _binary(comparing.both),
    "logical_or": _binary(comparing.either),
    "maximum": _extremum("max"),
    "minimum": _extremum("min"),
    "where": Row("condition x y", reductions.where),
    "clip": Row("x low high", reductions.clip),
    "clamp": Row("x low high", reductions.clip),
    "hypot": _binary(networks.hypot),
    "logaddexp": _binary(networks.logaddexp),
    "cross": _binary(networks.cross),
    "linalg.cross": _binary(networks.cross),
    "heaviside": Row("x y", networks.heaviside),
    "clamp_min": Row("x low", reductions.clip),
    "clamp_max": Row("x high", reductions.clip),
    "relu6": Row("x", networks.relu6),
    "hardtanh": Row("x low high", networks.hardtanh),
    "softsign": Row("x", networks.softsign),
    "elu": Row("x alpha", networks.elu),
    "logsigmoid": Row("x", networks.log_sigmoid),
    "log_sigmoid": Row("x", networks.log_sigmoid),
    "lerp": Row("x y w", networks.lerp),
    **{
        name: Row(f"start x y beta alpha {value}".strip(), networks.added_product(name))
        for name, value in (
            ("addmm", ""),
            ("baddbmm", ""),
            ("addmv", ""),
            ("addcmul", "value"),
            ("addcdiv", "value"),
        )
    },
    "glu": Row("x axis", networks.glu),
    "scaled_dot_product_attention": Row("q k v mask dropout_p is_causal scale", networks.attention),
    "cross_entropy": Row("x target reduction", networks.cross_entropy),
    "nll_loss": Row("x target reduction", networks.nll_loss),
    "l1_loss": Row("x y reduction", networks.l1_loss),
    "huber_loss": Row("x y reduction delta", networks.huber),
    "binary_cross_entropy": Row("x y reduction", networks.binary_cross_entropy),
    "binary_cross_entropy_with_logits": Row("x y reduction", networks.with_logits),
    "kl_div": Row("x y reduction log_target", networks.kl_div),
    "batch_norm": Row("x mean var weight bias training momentum eps", networks.batch_norm),
    "instance_norm": Row("x weight bias eps", networks.instance_norm),
    "rms_norm": Row("x normalized_shape weight eps", networks.rms_norm),
    "vecdot": Row("x y axis", networks.row_products),
    "linalg.vecdot": Row("x y axis", networks.row_products),
    "linalg.lstsq": Row("x y", networks.least_squares),
    "one_hot": Row("x count", regrouping.one_hot),
    "embedding": Row("places table", regrouping.embedding),
    "take": Row("x places axis", regrouping.take),
    "index_select": Row("x axis places", regrouping.take),
    "take_along_axis": Row("x places axis", regrouping.take_along),
    "take_along_dim": Row("x places axis", regrouping.take_along),
    "gather": Row("x axis places", regrouping.take_along),
    "split": Row("x parts axis", regrouping.split),
    "array_split": Row("x parts axis", regrouping.chunk),
    "chunk": Row("x parts axis", regrouping.chunk),
    "vsplit": Row("x parts", regrouping.split_along(0)),
    "hsplit": Row("x parts", regrouping.split_along(1)),
    "unbind": Row("x axis", regrouping.unbind),
    "unstack": Row("x axis", regrouping.unbind),
    "select": Row("x axis place", regrouping.select),
    "narrow": Row("x axis start length", regrouping.narrow),
    "unflatten": Row("x axis sizes", regrouping.unflatten),
    "roll": Row("x shift axis", regrouping.roll),
    "pad": Row("x widths mode value constant_values", regrouping.pad),
    "meshgrid": Row("*vectors indexing", regrouping.meshgrid),
    "broadcast_arrays": Row("*tensors", regrouping.broadcast_arrays),
    "broadcast_tensors": Row("*tensors", regrouping.broadcast_arrays),
    "vander": Row("x n increasing", regrouping.vander),
    "convolve": Row("x w mode", regrouping.convolve),
    "sliding_window_view": Row("x width", regrouping.windows),
    "rearrange": Row("x pattern **", grouping.rearrange),
    "reduce": Row("x pattern reduction **", grouping.reduce),
    "einops.repeat": Row("x pattern **", grouping.repeat),
    "any": Row("x axis out keepdims", reductions.truth_with("max")),
    "all": Row("x axis out keepdims", reductions.truth_with("min")),
    "ptp": Row("x axis out keepdims", reductions.spread_between),
    "cumprod": Row("x axis", axes.cumprod),
    "fill_diagonal": Row("x value", networks.filled_diagonal),
    "gelu": Row("x approximate", reductions.gelu),
    "leaky_relu": Row("x slope", reductions.leaky_relu),
    "matmul": _binary(products.matmul),
    "mm": _binary(products.matmul),
    "bmm": _binary(products.matmul),
    "mv": _binary(products.matmul),
    "dot": _binary(products.dot),
    "vdot": _binary(
        lambda context, x, y: products.dot(context, rearranging.ravel(x), rearranging.ravel(y))
    ),
    "inner": _binary(sums.inner),
    "outer": _binary(products.outer),
    "ger": _binary(products.outer),
    "kron": _binary(products.kron),
    "einsum": Row("subscripts *operands", sums.einsum),
    "tensordot": Row("x y axes", sums.tensordot),
    "linalg.multi_dot": Row("tensors", sums.multi_dot),
    "linear": Row("x weight bias", sums.linear),
    "sum": Row("x axis dtype out keepdims initial where", reductions.reduce_with("sum")),
    "mean": Row("x axis dtype out keepdims where", reductions.reduce_with("mean")),
    "prod": Row("x axis dtype out keepdims", reductions.reduce_with("prod")),
    "max": Row("x axis out keepdims", reductions.reduce_with("max", pairs=True)),
    "min": Row("x axis out keepdims", reductions.reduce_with("min", pairs=True)),
    "amax": Row("x axis out keepdims", reductions.reduce_with("max")),
    "amin": Row("x axis out keepdims", reductions.reduce_with("min")),
    "var": Row("x axis dtype out ddof keepdims unbiased", reductions.spread_with("var")),
    "std": Row("x axis dtype out ddof keepdims unbiased", reductions.spread_with("std")),
    "norm": Row("x p axis keepdims", reductions.norm_of_all),
    "linalg.norm": Row("x ord axis keepdims", reductions.norm),
    "linalg.matrix_norm": Row("x ord", reductions.norm),
    "linalg.vector_norm": Row("x ord axis keepdims", reductions.vector_norm),
    "softmax": Row("x axis", reductions.softmax),
    "log_softmax": Row("x axis", reductions.log_softmax),
    "logsumexp": Row("x axis b keepdims", reductions.logsumexp),
    "average": Row("x axis weights", reductions.average),
    "count_nonzero": Row("x axis keepdims", reductions.count),
    "normalize": Row("x p axis eps", reductions.normalize),
    "layer_norm": Row("x normalized_shape weight bias eps", reductions.layer_norm),
    "cosine_similarity": Row("x y axis eps", reductions.cosine_similarity),
    "cdist": Row("x y", reductions.cdist),
    "cov": Row("x y rowvar bias ddof", reductions.covariance),
    "linalg.slogdet": Row("x", reductions.slogdet),
    "slogdet": Row("x", reductions.slogdet),
    "logdet": Row("x", reductions.logdet),
    "mse_loss": Row("x y reduction", networks.mse_loss),
    "transpose": Row("x *axes axis1 axis2", axes.transpose),
    "permute": Row("x *axes", axes.permute),
    "permute_dims": Row("x *axes", axes.permute),
    "t": Row("x", axes.reversed_axes),
    "swapaxes": Row("x axis1 axis2", axes.swapaxes),
    "swapdims": Row("x axis1 axis2", axes.swapaxes),
    "moveaxis": Row("x source destination", axes.moveaxis),
    "movedim": Row("x source destination", axes.moveaxis),
    "matrix_transpose": Row("x", axes.matrix_transpose),
    "reshape": Row("x *shape order", axes.reshape),
    "view": Row("x *shape", axes.reshape),
    "ravel": Row("x order", axes.ravel),
    "flatten": Row("x start end order", axes.flatten),
    "expand_dims": Row("x axis", axes.expand_dims),
    "unsqueeze": Row("x axis", axes.expand_dims),
    "squeeze": Row("x axis", axes.squeeze),
    "broadcast_to": Row("x *shape", axes.broadcast_to),
    "expand": Row("x *shape", axes.expand),
    "expand_as": _binary(lambda context, x, y: rearranging.stretched(context, x, y.shape)),
    "tile": Row("x *reps", axes.tile),
    "repeat": Row("x *reps axis", axes.repeat),
    "repeat_interleave": Row("x repeats axis", axes.repeat_interleave),
    "atleast_2d": Row("x", axes.atleast_2d),
    "concatenate": Row("tensors axis", axes.concatenate),
    "concat": Row("tensors axis", axes.concatenate),
    "cat": Row("tensors axis", axes.concatenate),
    "stack": Row("tensors axis", axes.stack),
    "vstack": Row("tensors", axes.vstack),
    "hstack": Row("tensors", axes.hstack),
    "column_stack": Row("tensors", axes.column_stack),
    "block": Row("tensors", axes.block),
    "diag": Row("x k", axes.diag),
    "diagonal": Row("x offset axis1 axis2", axes.diagonal),
    "linalg.diagonal": Row("x", axes.linalg_diagonal),
    "diagflat": Row("x", axes.diagflat),
    "trace": Row("x offset axis1 axis2", axes.trace),
    "linalg.trace": _unary(matrices.trace),
    "tril": Row("x k", axes.triangle(lower=True)),
    "triu": Row("x k", axes.triangle(lower=False)),
    "tri": Row("n m k", axes.tri),
    "flip": Row("x axis", axes.flip),
    "cumsum": Row("x axis", axes.cumsum),
    "diff": Row("x axis", axes.diff),
    "arange": Row("start stop step", filling.arange),
    "linspace": Row("start stop num", filling.linspace),
    "masked_fill": Row("x mask value", reductions.masked_fill),
    "linalg.inv": _unary(matrices.inverse),
    "inverse": _unary(matrices.inverse),
    "linalg.pinv": _unary(lambda context, x: matrices.pseudoinverse(x)),
    "linalg.det": _unary(matrices.determinant),
    "det": _unary(matrices.determinant),
    "linalg.solve": _binary(matrices.solved),
    "linalg.matrix_power": Row("x n", axes.matrix_power),
    "eye": Row("n m k", filling.eye),
    "identity": Row("n", filling.eye),
    "ones": Row("*shape", filling.filled(1)),
    "zeros": Row("*shape", filling.filled(0)),
    "ones_like": Row("x dtype", filling.filled_like(1)),
    "zeros_like": Row("x dtype", filling.filled_like(0)),
    "full": Row("shape value", filling.full),
    "full_like": Row("x value", filling.full_like),
    "array": Row("x dtype", filling.array),
    "asarray": Row("x dtype", filling.array),
    "as_tensor": Row("x dtype", filling.array),
    "tensor": Row("x dtype", filling.array),
    **{
        name: Row("x", filling.same)
        for name in (
            "ascontiguousarray",
            "asfortranarray",
            "contiguous",
            "detach",
            "clone",
            "copy",
            "cpu",
            "numpy",
            "real",
            "stop_gradient",
            "item",
            "jnp_asarray",
        )
    },
    "astype": Row("x dtype", filling.cast),
    "to": Row("x dtype device", filling.cast),
    "type": Row("x dtype", filling.cast),
    "bool": Row("x", filling.as_truth),
    "empty": Row("*shape", filling.filled(0)),
    "empty_like": Row("x dtype", filling.filled_like(0)),
    "as_number": Row("x", filling.as_numbers),
    **{name: Row("x", filling.as_numbers) for name in ("double", "float", "long", "int", "half")},
    "new_ones": Row("x *shape", filling.filled(1)),
    "new_zeros": Row("x *shape", filling.filled(0)),
    "size": Row("x axis", filling.size),
    "ndim": Row("x", filling.ndim),
    "dim": Row("x", filling.ndim),
    "numel": Row("x", filling.entry_count),
    "shape": Row("x", filling.size),
    "len": Row("x", filling.length),
    "result_type": Row("*x", lambda context, given: None),
    "newaxis": Row("", lambda context, given: None),
}
"""Every function that is understood, also as a method of its first argument."""

METHODS = frozenset(FUNCTIONS) - set(
    "array ones zeros eye full where len arange linspace tri meshgrid embedding".split()
)
"""The functions that may stand behind a dot; what an array library lacks nobody writes."""

SHARING = frozenset(
    (
        "reshape view ravel flatten transpose permute permute_dims t swapaxes swapdims moveaxis "
        "movedim matrix_transpose expand_dims unsqueeze squeeze broadcast_to expand expand_as "
        "atleast_2d diagonal linalg.diagonal diag asarray as_tensor ascontiguousarray "
        "asfortranarray contiguous detach as_number float double to type real numpy cpu flip split "
        "array_split chunk vsplit hsplit unbind unstack select narrow unflatten broadcast_arrays "
        "broadcast_tensors sliding_window_view meshgrid rearrange same"
    ).split()
)
"""The functions whose value may share its memory with their arguments."""

TORCH = {
    **dict.fromkeys(("sum", "mean", "prod", "any", "all"), "x axis keepdims dtype"),
    **dict.fromkeys(("max", "min", "amax", "amin", "logsumexp"), "x axis keepdims"),
    **dict.fromkeys(("var", "std"), "x axis unbiased keepdims ddof"),
    "linspace": "start stop num",
    "gelu": "x approximate",
}
"""The parameters that PyTorch has in another order."""


def signature_of(name: str, language: str) -> str:
    """Return the parameters of a function as a library has them.

    >>> signature_of("sum", "PyTorch"), signature_of("sum", "NumPy")
    ('x axis keepdims dtype', 'x axis dtype out keepdims initial where')
    """
    own = TORCH.get(name) if language == "PyTorch" else None
    return FUNCTIONS[name].signature if own is None else own
