"""Functions that the user declares and nobody knows: their shape is what the declaration says."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.decoding.arrays import Array, tensor, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Apply
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.shapes.spelling import shape_text


def opaque(context: Context, declared: Declaration, arrays: Sequence[Array]) -> Array:
    """Return f(x) of a declared function; one of numbers goes entry by entry.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> from boxdot.notation.shapes.conventions import Convention
    >>> f = Declaration("f", None, signature=((("n",),), ("m",)))
    >>> opaque(Context("NumPy", Convention.C), f, [whole(Symbol("x"), ("n",))]).shape
    ('m',)
    """
    assert declared.signature is not None
    shapes, result = declared.signature
    if len(shapes) != len(arrays):
        raise Refused(f"{declared.name} is declared with {len(shapes)} arguments")
    if len(arrays) == 1 and shapes == ((),) and result == () and arrays[0].order:
        (array,) = arrays
        return Array(Apply(declared.name, (array.node,)), array.base, array.axes)
    for array, shape in zip(arrays, shapes, strict=True):
        fits = len(shape) == array.order and all(map(context.same, array.shape, shape))
        if not fits:
            found = shape_text(array.shape)
            raise Refused(f"{declared.name} is declared for {shape_text(shape)}, not for {found}")
    return whole(Apply(declared.name, tuple(map(tensor, arrays))), result)
