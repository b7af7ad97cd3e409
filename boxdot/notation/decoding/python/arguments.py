"""Arguments of a call by the names of the parameters, whichever way a library spells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxdot.notation.decoding.python.values import Value, several
from boxdot.notation.decoding.refusing import Refused

_SYNONYMS = {
    "dim": "axis",
    "dims": "axes",
    "keepdim": "keepdims",
    "input": "x",
    "a": "x",
    "x1": "x",
    "A": "x",
    "m": "x",
    "other": "y",
    "b": "y",
    "x2": "y",
    "B": "y",
    "v": "x",
    "tensor": "x",
    "mat2": "y",
    "newshape": "shape",
    "size": "shape",
    "fill_value": "value",
    "a_min": "low",
    "a_max": "high",
    "min": "low",
    "max": "high",
    "negative_slope": "slope",
    "dim0": "axis1",
    "dim1": "axis2",
    "axis0": "axis1",
    "arrays": "tensors",
    "tup": "tensors",
    "correction": "ddof",
    "permutation": "axes",
    "indices": "places",
    "index": "places",
    "num_classes": "count",
    "attn_mask": "mask",
    "query": "q",
    "key": "k",
    "value": "v",
    "running_mean": "mean",
    "running_var": "var",
    "indices_or_sections": "parts",
    "split_size_or_sections": "parts",
    "split_size": "parts",
    "chunks": "parts",
    "sections": "parts",
    "shifts": "shift",
    "pad_width": "widths",
    "labels": "target",
    "diagonal": "k",
    "exponent": "y",
    "weight": "w",
    "N": "n",
    "M": "m",
    "steps": "num",
    "window_shape": "width",
    "mat1": "x",
    "batch1": "x",
    "batch2": "y",
    "tensor1": "x",
    "tensor2": "y",
    "xi": "vectors",
    "repeats": "reps",
    "start_dim": "start",
    "end_dim": "end",
}
SYNONYMS = {
    **{name: (known,) for name, known in _SYNONYMS.items()},
    "dims": ("axes", "axis"),
    "weight": ("w", "table"),
    "index": ("places", "place"),
    "target": ("y",),
    "A": ("x",),
}
"""Other names of a parameter."""

IGNORED = frozenset(
    "dtype device out optimize requires_grad copy precision preferred_element_type where "
    "inplace layout casting rcond rtol non_blocking memory_format subok like "
    "assume_a check_finite".split()
)
"""Parameters that change no shape and, up to rounding, no value."""


def bind(signature: str, given: Sequence[Value], named: Mapping[str, Value]) -> dict[str, Value]:
    """Return the arguments by name; ``*name`` takes all that follow, ``**`` any other name.

    >>> bind("x axis keepdims", ["X"], {"dim": True})
    {'x': 'X', 'axis': True}
    >>> bind("x *shape", ["X", True, False], {})
    {'x': 'X', 'shape': (True, False)}
    """
    found: dict[str, Value] = {}
    names = signature.split()
    rest = list(given)
    others = "**" in names
    names = [name for name in names if name != "**"]
    for name in names:
        if name.startswith("*"):
            items = tuple(rest)
            single = len(items) == 1 and isinstance(items[0], tuple)
            if items:
                found[name[1:]] = several(items[0]) if single else items
            rest = []
        elif rest:
            found[name] = rest.pop(0)
    if rest:
        raise Refused("there are more arguments than are understood here")
    plain = {name.lstrip("*") for name in names}
    for name, value in named.items():
        known = next((n for n in (name, *SYNONYMS.get(name, ())) if n in plain), "")
        if known and known not in found:
            found[known] = value
        elif others:
            found[name] = value
        elif name not in IGNORED or (name in ("where", "out") and value is not None):
            raise Refused(f"the argument {name} is not understood here")
    return found
