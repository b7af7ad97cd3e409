"""Loops: a new array filled entry by entry, with a total for each entry where one is summed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.numba.entries import Places, at, entry, place
from boxdot.notation.codegen.languages.numba.naming import fresh, indices, places_of
from boxdot.notation.codegen.languages.python.checks import INDENT
from boxdot.notation.codegen.writer import PRODUCT, SUM, Fragment, Writer
from boxdot.notation.shapes.sizes import Shape, Size

Lines = list[str]


@dataclass(frozen=True)
class Nest:
    """What is written inside the loops over the entries of a result.

    Parameters
    ----------
    writer
        How sizes and symbols are written.
    places
        The indices of the entry.
    target
        What the entry is assigned to.
    names
        The indices that are still free.
    """

    writer: Writer
    places: Places
    target: str
    names: Iterator[str]


def filled(w: Writer, value: p.Value, name: str) -> Lines:
    """Return the loops that fill the array of this name, or compute the number."""
    names = indices(w)
    places = places_of(value.shape, names)
    target = f"{name}[{', '.join(place.text for place in places)}]" if places else name
    nest = Nest(w, places, target, names)
    arm = BODIES.get(type(value))
    body = arm(nest, value) if arm else [f"{target} = {entry(w, value, places).text}"]
    return looped(w, value.shape, places, body)


def looped(w: Writer, shape: Sequence[Size], places: Places, body: Lines) -> Lines:
    """Return lines inside a loop for each axis that is longer than 1."""
    for size, index in reversed(list(zip(shape, places, strict=True))):
        if index.text != "0":
            head = f"for {index.text} in range({w.size(size)}):"
            body = [head, *(INDENT + line for line in body)]
    return body


def _totalled(
    nest: Nest, shape: Shape, inner: Places, term: str, result: str = "{}", start: str = "0"
) -> Lines:
    """Return the lines that add up terms over inner loops."""
    total = fresh(nest.writer, "total")
    lines = looped(nest.writer, shape, inner, [f"{total} {term}"])
    return [f"{total} = {start}", *lines, f"{nest.target} = {result.format(total)}"]


def _reduced(nest: Nest, value: p.Reduce | p.Norm) -> tuple[Shape, list[Fragment], Places]:
    """Return the lengths that are reduced, their indices, and the places in the argument."""
    shape = value.argument.shape
    gone = tuple(shape[axis] for axis in value.axes)
    inner = places_of(gone, nest.names)
    reduced = dict(zip(value.axes, inner, strict=True))
    kept = iter([s for n, s in enumerate(nest.places) if not value.keep or n not in value.axes])
    places = [reduced[n] if n in reduced else next(kept) for n in range(len(shape))]
    return gone, inner, places


def _reduce(nest: Nest, value: p.Reduce) -> Lines:
    w = nest.writer
    gone, inner, places = _reduced(nest, value)
    argument = entry(w, value.argument, places)
    count = " * ".join(w.size(size, PRODUCT + 1) for size in gone) or "1"
    mean = f"{{}} / ({count})" if "*" in count or "+" in count else f"{{}} / {count}"
    match value.kind:
        case "prod":
            factor = at(w, value.argument, places, SUM)
            return _totalled(nest, gone, inner, f"*= {factor}", start="1")
        case "count":
            return _totalled(nest, gone, inner, f"+= {at(w, value.argument, places, SUM)} != 0")
        case "mean":
            return _totalled(nest, gone, inner, f"+= {argument.text}", mean)
        case "max" | "min":
            return _extremum(nest, value, (gone, inner, places))
        case "var":
            return _variance(nest, argument.text, (gone, inner), mean)
    return _totalled(nest, gone, inner, f"+= {argument.text}")


def _extremum(nest: Nest, value: p.Reduce, loops: tuple[Shape, list[Fragment], Places]) -> Lines:
    """Return the lines that begin with the first entry and take the larger of two each time."""
    gone, inner, places = loops
    zero = {index.text for index in inner}
    first = [Fragment("0") if index.text in zero else index for index in places]
    start = entry(nest.writer, value.argument, first).text
    found = fresh(nest.writer, "found")
    other = entry(nest.writer, value.argument, places).text
    step = f"{found} = np.{value.kind}imum({found}, {other})"
    body = looped(nest.writer, gone, inner, [step])
    return [f"{found} = {start}", *body, f"{nest.target} = {found}"]


def _variance(nest: Nest, argument: str, loops: tuple[Shape, list[Fragment]], mean: str) -> Lines:
    """Return the lines that find the mean first, then the mean of the squared distances."""
    gone, inner = loops
    total, center = fresh(nest.writer, "total"), fresh(nest.writer, "center")
    first = looped(nest.writer, gone, inner, [f"{total} += {argument}"])
    second = _totalled(nest, gone, inner, f"+= abs({argument} - {center}) ** 2", mean)
    return [f"{total} = 0", *first, f"{center} = {mean.format(total)}", *second]


def _norm(nest: Nest, value: p.Norm) -> Lines:
    gone, inner, places = _reduced(nest, value)
    argument = entry(nest.writer, value.argument, places).text
    return _totalled(nest, gone, inner, f"+= abs({argument}) ** 2", "np.sqrt({})")


def _trace(nest: Nest, value: p.Trace) -> Lines:
    size = value.argument.shape[-1]
    inner = places_of((size,), nest.names)
    argument = entry(nest.writer, value.argument, [*nest.places, *inner, *inner]).text
    return _totalled(nest, (size,), inner, f"+= {argument}")


def _matmul(nest: Nest, value: p.Matmul) -> Lines:
    batch = [f"batch {n}" for n in range(max(len(value.left.shape), len(value.right.shape)) - 2)]
    left = [*batch[: len(value.left.shape) - 2], "row", "inner"][-len(value.left.shape) :]
    right = [*batch[: len(value.right.shape) - 2], "inner", "column"]
    right = right if len(value.right.shape) > 1 else ["inner"]
    free = [label for label in (*left, *right) if label in ("row", "column")]
    return _products(nest, (value.left, value.right), (left, right), [*batch, *free])


def _einsum(nest: Nest, value: p.Einsum) -> Lines:
    return _products(nest, value.arguments, value.labels, value.result)


def _products(
    nest: Nest,
    factors: Sequence[p.Value],
    labels: Sequence[Sequence[str]],
    result: Sequence[str],
) -> Lines:
    """Return the sum of products over the labels that are not in the result."""
    lengths: dict[str, Size] = {}
    for factor, own in zip(factors, labels, strict=True):
        for label, size in zip(own, factor.shape, strict=True):
            lengths[label] = lengths.get(label, 1) if size == 1 else size
    gone = {label: size for label, size in lengths.items() if label not in result}
    inner = places_of(tuple(gone.values()), nest.names)
    where = dict(zip(result, nest.places, strict=True)) | dict(zip(gone, inner, strict=True))
    texts = []
    for factor, own in zip(factors, labels, strict=True):
        pairs = zip(factor.shape, own, strict=True)
        places = [place(nest.writer, size, lengths[label], where[label]) for size, label in pairs]
        texts.append(at(nest.writer, factor, places, PRODUCT + 1))
    texts = [text for text in texts if text != "1.0"] or ["1.0"]
    if not gone:
        return [f"{nest.target} = {' * '.join(texts)}"]
    return _totalled(nest, tuple(gone.values()), inner, f"+= {' * '.join(texts)}")


def literal(w: Writer, value: p.Literal, name: str) -> Lines:
    """Return an assignment for each entry."""
    lines = []
    for n, cell in enumerate(value.arguments):
        where: list[str] = []
        for size in reversed(value.shape):
            assert isinstance(size, int)
            where.insert(0, str(n % size))
            n //= size
        lines.append(f"{name}[{', '.join(where)}] = {entry(w, cell, ()).text}")
    return lines


BODIES: Mapping[type, Callable[[Nest, Any], Lines]] = {  # each takes its own kind of value
    p.Reduce: _reduce,
    p.Norm: _norm,
    p.Trace: _trace,
    p.Matmul: _matmul,
    p.Einsum: _einsum,
}
"""The lines inside the loops, for values whose entries need loops of their own."""
