"""One entry of a value, as an expression of the indices of the loops around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python.entries import OPERATORS, called, negative, power
from boxdot.notation.codegen.writer import (
    ATOM,
    COMPARISON,
    PRODUCT,
    SUM,
    Fragment,
    Pattern,
    Writer,
    bracketed,
)
from boxdot.notation.shapes.sizes import Size

CONDITIONAL = 10
"""How tightly ``a if c else b`` holds together."""

Places = Sequence[Fragment]
"""Where the entry stands: an index for each axis."""

FUNCTIONS = {
    "sigmoid": Pattern("1 / (1 + np.exp(-{}))", ATOM, PRODUCT),
    "relu": Pattern("np.maximum({}, 0)"),
    "softplus": Pattern("np.logaddexp(0, {})"),
    "erf": Pattern("math.erf({})"),
    "abs": Pattern("abs({})"),
    "round": Pattern("np.rint({})"),
    "indicator": Pattern("1.0 if {} else 0.0", COMPARISON, CONDITIONAL),
}
"""The functions of numbers that are not NumPy's, or are written otherwise."""


def entry(w: Writer, value: p.Value, places: Places) -> Fragment:
    """Return the entry of a value at these places."""
    return ENTRIES[type(value)](w, value, places)


def at(w: Writer, value: p.Value, places: Places, binding: int) -> str:
    """Return an entry, in brackets if it holds together less tightly than asked."""
    return bracketed(entry(w, value, places), binding)


def place(w: Writer, size: Size, joint: Size, index: Fragment) -> Fragment:
    """Return the index along an axis that is stretched to a joint length."""
    if algebra.equal(size, 1) is True:
        return Fragment("0")
    if algebra.equal(size, joint) is True:
        return index
    return Fragment(f"{index.text} if {w.size(size, SUM)} > 1 else 0", CONDITIONAL)


def stretched(w: Writer, value: p.Value, joint: Sequence[Size], places: Places) -> Places:
    """Return the places in a value that is broadcast to a joint shape."""
    if not value.shape:
        return ()
    triples = zip(value.shape, joint, places, strict=True)
    return [place(w, size, other, index) for size, other, index in triples]


def shifted(w: Writer, index: Fragment, sign: str, size: Size) -> Fragment:
    """Return an index moved by a size."""
    if size == 0:
        return index
    if index.text == "0" and sign == "+":
        return w.sized(size)
    right = w.size(size, SUM + 1)
    return Fragment(f"{bracketed(index, SUM)} {sign} {right}", SUM)


def _load(w: Writer, value: p.Load, places: Places) -> Fragment:
    name = w.names[value.name]
    return Fragment(f"{name}[{', '.join(index.text for index in places)}]" if places else name)


def _elementwise(w: Writer, value: p.Elementwise, places: Places) -> Fragment:
    parts = [
        entry(w, argument, stretched(w, argument, value.shape, places))
        for argument in value.arguments
    ]
    if value.function in OPERATORS:
        sign, binding = OPERATORS[value.function]
        text = f"{bracketed(parts[0], binding)} {sign} {bracketed(parts[1], binding + 1)}"
        return Fragment(text, binding)
    if value.function == "power":
        return power(*parts)
    if value.function == "negative":
        return negative(parts[0])
    return called(w, value.function, parts)


def _eye(w: Writer, value: p.Eye, places: Places) -> Fragment:
    return Fragment(f"1.0 if {places[0].text} == {places[1].text} else 0.0", CONDITIONAL)


def _diagonal(w: Writer, value: p.Diagonal, places: Places) -> Fragment:
    inner = at(w, value.argument, places[:1], CONDITIONAL + 1)
    return Fragment(f"{inner} if {places[0].text} == {places[1].text} else 0.0", CONDITIONAL)


def _expand(w: Writer, value: p.Expand, places: Places) -> Fragment:
    return entry(w, value.argument, [s for n, s in enumerate(places) if n not in value.axes])


def _squeeze(w: Writer, value: p.Squeeze, places: Places) -> Fragment:
    left = iter(places)
    order = range(len(value.argument.shape))
    return entry(
        w, value.argument, [Fragment("0") if n in value.axes else next(left) for n in order]
    )


def _permute(w: Writer, value: p.Permute, places: Places) -> Fragment:
    back = dict(zip(value.axes, places, strict=True))
    return entry(w, value.argument, [back[n] for n in range(len(places))])


def _broadcast(w: Writer, value: p.Broadcast, places: Places) -> Fragment:
    return entry(w, value.argument, stretched(w, value.argument, value.shape, places))


def _tile(w: Writer, value: p.Tile, places: Places) -> Fragment:
    pairs = zip(value.argument.shape, value.repeats, places, strict=True)
    inner = [index if times == 1 else remainder(w, index, size) for size, times, index in pairs]
    return entry(w, value.argument, inner)


def remainder(w: Writer, index: Fragment, size: Size) -> Fragment:
    """Return an index modulo a length."""
    if size == 1:
        return Fragment("0")
    return Fragment(f"{bracketed(index, PRODUCT)} % {w.size(size, PRODUCT + 1)}", PRODUCT)


def quotient(w: Writer, index: Fragment, size: Size) -> Fragment:
    """Return how often a length fits into an index."""
    if size == 1:
        return index
    return Fragment(f"{bracketed(index, PRODUCT)} // {w.size(size, PRODUCT + 1)}", PRODUCT)


def _reshape(w: Writer, value: p.Reshape, places: Places) -> Fragment:
    """Count the entries up to this one, and find the one with that number in the argument."""
    backwards = -1 if value.order == "C" else 1
    number = Fragment("0")
    for size, index in list(zip(value.shape, places, strict=True))[::-backwards]:
        number = _next_digit(w, number, size, index)
    sizes = list(value.argument.shape)[::backwards]
    found = []
    for size in sizes[:-1]:
        found.append(remainder(w, number, size))
        number = quotient(w, number, size)
    found += [number] if sizes else []
    return entry(w, value.argument, found[::backwards])


def _next_digit(w: Writer, number: Fragment, size: Size, index: Fragment) -> Fragment:
    if number.text == "0":
        return index
    product = f"{bracketed(number, PRODUCT)} * {w.size(size, PRODUCT + 1)}"
    if index.text == "0":
        return Fragment(product, PRODUCT)
    return Fragment(f"{product} + {bracketed(index, SUM + 1)}", SUM)


def _concatenate(w: Writer, value: p.Concatenate, places: Places) -> Fragment:
    """``A[i, j] if i < m else B[i - m, j]``."""
    *parts, last = value.arguments
    start: Size = 0
    text = ""
    for part in parts:
        stop = algebra.add(start, part.shape[value.axis])
        inner = at(w, part, _moved(w, places, value.axis, start), CONDITIONAL + 1)
        text += f"{inner} if {bracketed(places[value.axis], SUM)} < {w.size(stop, SUM)} else "
        start = stop
    moved = _moved(w, places, value.axis, start)
    return Fragment(text + at(w, last, moved, CONDITIONAL), CONDITIONAL)


def _moved(w: Writer, places: Places, axis: int, start: Size) -> Places:
    return [*places[:axis], shifted(w, places[axis], "-", start), *places[axis + 1 :]]


def _stack(w: Writer, value: p.Stack, places: Places) -> Fragment:
    """``x[i] if j == 0 else y[i]``."""
    index = bracketed(places[value.axis], SUM)
    rest = [*places[: value.axis], *places[value.axis + 1 :]]
    *parts, last = [at(w, part, rest, CONDITIONAL + 1) for part in value.arguments]
    text = "".join(f"{part} if {index} == {n} else " for n, part in enumerate(parts))
    return Fragment(text + last, CONDITIONAL if parts else ATOM)


def _take(w: Writer, value: p.Take, places: Places) -> Fragment:
    left = iter(places)
    inner = []
    for subscript in value.subscripts:
        if isinstance(subscript, tuple):
            inner.append(shifted(w, next(left), "+", subscript[0] or 0))
        else:
            inner.append(w.sized(subscript))
    return entry(w, value.argument, inner)


def _gather(w: Writer, value: p.Gather, places: Places) -> Fragment:
    count = len(value.shape) - (len(value.argument.shape) - len(value.indices))
    lead, rest = places[:count], places[count:]
    joint = value.shape[:count]
    found = [entry(w, index, stretched(w, index, joint, lead)) for index in value.indices]
    return entry(w, value.argument, [*found, *rest])


def _outer(w: Writer, value: p.Outer, places: Places) -> Fragment:
    left = at(w, value.left, places[:1], PRODUCT)
    right = at(w, value.right, places[1:], PRODUCT + 1)
    return Fragment(f"{left} * {right}", PRODUCT)


def _kron(w: Writer, value: p.Kron, places: Places) -> Fragment:
    sizes = value.right.shape
    rows = [quotient(w, index, size) for index, size in zip(places, sizes, strict=True)]
    columns = [remainder(w, index, size) for index, size in zip(places, sizes, strict=True)]
    left = at(w, value.left, rows, PRODUCT)
    return Fragment(f"{left} * {at(w, value.right, columns, PRODUCT + 1)}", PRODUCT)


ENTRIES: Mapping[type, Callable[[Writer, Any, Places], Fragment]] = {  # each takes its own kind
    p.Load: _load,
    p.Scalar: lambda w, value, places: w.write(value),
    p.Named: lambda w, value, places: w.write(value),
    p.Extent: lambda w, value, places: w.sized(value.size),
    p.Fill: lambda w, value, places: Fragment(repr(float(value.number))),
    p.Eye: _eye,
    p.Arange: lambda w, value, places: shifted(w, places[0], "+", value.start),
    p.Elementwise: _elementwise,
    p.Expand: _expand,
    p.Squeeze: _squeeze,
    p.Permute: _permute,
    p.Reshape: _reshape,
    p.Broadcast: _broadcast,
    p.Tile: _tile,
    p.Concatenate: _concatenate,
    p.Stack: _stack,
    p.Take: _take,
    p.Gather: _gather,
    p.Outer: _outer,
    p.Kron: _kron,
    p.Diagonal: _diagonal,
}
"""How the entry of each kind of value is written; the others have loops of their own."""
