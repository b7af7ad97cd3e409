"""Arguments of a call by the names of the parameters, whichever way a library spells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxdot.notation.decoding.python.values import Value, several
from boxdot.notation.decoding.refusing import Refused

SYNONYMS = {
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
}
"""Other names of a parameter."""

IGNORED = frozenset(
    "dtype device out optimize requires_grad copy precision preferred_element_type where "
    "approximate inplace layout casting rcond rtol".split()
)
"""Parameters that change no shape and, up to rounding, no value."""


def bind(signature: str, given: Sequence[Value], named: Mapping[str, Value]) -> dict[str, Value]:
    """Return the arguments by name; ``*name`` in a signature takes all that follow.

    >>> bind("x axis keepdims", ["X"], {"dim": True})
    {'x': 'X', 'axis': True}
    >>> bind("x *shape", ["X", True, False], {})
    {'x': 'X', 'shape': (True, False)}
    """
    found: dict[str, Value] = {}
    names = signature.split()
    rest = list(given)
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
        known = name if name in plain else SYNONYMS.get(name, name)
        if known in plain and known not in found:
            found[known] = value
        elif name not in IGNORED or (name in ("where", "out") and value is not None):
            raise Refused(f"the argument {name} is not understood here")
    return found
